import { expect, it } from 'vitest';
import { ownStart } from './own-start.ts';

const run = { startedAt: new Date(10_000).toISOString() };

it('counts a fork from the fork, and a moment of the past that it was given from the beginning of that', () => {
  expect([ownStart(1_000, run), ownStart(1_000, run, 12_000), ownStart(1_000, run, 10_000), ownStart(1_000, run, 9_999)]).toEqual([10_000, 10_000, 10_000, 1_000]);
});

it('leaves any other run its own beginning', () => {
  expect([ownStart(10_000, run), ownStart(10_004, run, 10_004)]).toEqual([10_000, 10_004]);
});
