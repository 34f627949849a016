import { Session } from 'node:inspector';
import { getHeapSpaceStatistics } from 'node:v8';
import { expect, it, vi } from 'vitest';
import { giveBackMemory } from './give-back-memory.ts';

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')!.physical_space_size;
}

/** Much that lives for a moment: V8 makes the young generation as large as it may be. */
function burst(): void {
  const kept: unknown[] = [];
  for (let n = 0; n < 3_000_000; n++) kept[n % 20_000] = { list: [n, n + 1], text: `n${n}`, inner: { list: [n] } };
}

it('the young generation that a burst has left is given back, which an ordinary collection does not do; and the event loop goes on', async () => {
  burst();
  const after = youngBytes();
  expect(after).toBeGreaterThan(8_000_000);
  await giveBackMemory();
  expect(youngBytes()).toBeLessThan(after / 4);
  await new Promise((resolve) => setTimeout(resolve, 1));
  await giveBackMemory();
});

it('what the inspector refuses is told, and not taken for done', async () => {
  const post = vi.spyOn(Session.prototype, 'post').mockImplementation((_method: string, answer?: object) => {
    if (typeof answer === 'function') (answer as (error: Error) => void)(new Error('refused'));
  });
  await expect(giveBackMemory()).rejects.toThrow('refused');
  post.mockRestore();
});
