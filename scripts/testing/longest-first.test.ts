import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LONG } from './longest-first.ts';

it('names files that are there', () => {
  expect(LONG.filter((file) => !existsSync(file))).toEqual([]);
});
