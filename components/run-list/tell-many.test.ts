import { expect, it } from 'vitest';
import type { RunListItem } from '@/engine/index.ts';
import { tellMany } from './tell-many.ts';

const run = (id: string) => ({ id }) as RunListItem;

it('tells all of them, a few at a time, and names those that refused', async () => {
  let now = 0;
  let most = 0;
  const told: string[] = [];
  const failed = await tellMany(['a', 'b', 'c', 'd', 'e'].map(run), async ({ id }) => {
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    if (id === 'b') throw new Error('no');
    told.push(id);
  }, 2);
  expect(told.sort()).toEqual(['a', 'c', 'd', 'e']);
  expect(failed.map(({ run: { id }, error }) => [id, String(error)])).toEqual([['b', 'Error: no']]);
  expect(most).toBe(2);
});
