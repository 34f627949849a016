import { expect, it } from 'vitest';
import { readPast } from './read-past.ts';

it('gives a page up that does not come, and says so', async () => {
  const silent = (_run: string, _after: number, _limit: number, signal: AbortSignal) => new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  await expect(readPast('r', 0, 10, () => {}, new AbortController().signal, { read: silent, withinMs: 1 })).rejects.toMatchObject({ name: 'TimeoutError' });
});
