import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { holdRun, openRunsOf } from './open-runs.ts';
import type { RunStream } from './run-stream.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const client = new QueryClient();
  const streams: { close: () => void }[] = [];
  const open = (): RunStream => {
    const stream = { state: createStore(() => ({ connection: 'open' as const })), restart: () => {}, close: vi.fn() };
    streams.push(stream);
    return stream;
  };
  return { streams, hold: () => holdRun(client, 'r1', open), isOpen: () => openRunsOf(client).has('r1') };
}

it('is one stream for all who follow a run, closed a moment after the last one has gone', () => {
  const { streams, hold, isOpen } = setUp();
  const [first, second] = [hold(), hold()];
  first();
  vi.advanceTimersByTime(5_000);
  expect([streams.length, isOpen()]).toEqual([1, true]);
  second();
  vi.advanceTimersByTime(999);
  expect(streams[0]!.close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(streams[0]!.close).toHaveBeenCalledOnce();
  expect(isOpen()).toBe(false);
});

it('is taken up by who comes within that moment, and stays whenever the others went', () => {
  const { streams, hold, isOpen } = setUp();
  const [first, second] = [hold(), hold()];
  first();
  vi.advanceTimersByTime(600);
  second();
  vi.advanceTimersByTime(600);
  hold();
  vi.advanceTimersByTime(5_000);
  expect([streams.length, isOpen()]).toEqual([1, true]);
  expect(streams[0]!.close).not.toHaveBeenCalled();
});
