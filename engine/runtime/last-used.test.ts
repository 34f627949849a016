import { expect, test } from 'vitest';
import { LastUsed } from './last-used.ts';

const made = (): LastUsed<number> => new LastUsed<number>({ entries: 3, weight: 10 }, (value) => value);

async function keysOf(kept: LastUsed<number>): Promise<string> {
  await new Promise((resolve) => setImmediate(resolve));
  return ['a', 'b', 'c', 'd'].filter((key) => kept.get(key) !== undefined).join('');
}

test('the one that was not used for longest goes when there are too many', async () => {
  const kept = made();
  for (const key of ['a', 'b', 'c']) kept.set(key, Promise.resolve(1));
  void kept.get('a');
  kept.set('d', Promise.resolve(1));
  expect(await keysOf(kept)).toBe('acd');
});

test('fewer stay when they are heavy, and the last one however heavy it is', async () => {
  const kept = made();
  for (const key of ['a', 'b', 'c']) kept.set(key, Promise.resolve(4));
  expect(await keysOf(kept)).toBe('bc');
  kept.set('d', Promise.resolve(100));
  expect(await keysOf(kept)).toBe('d');
});

test('one that could not be made is forgotten, and made again', async () => {
  const kept = made();
  kept.set('a', Promise.reject(new Error('no')));
  expect(await keysOf(kept)).toBe('');
});
