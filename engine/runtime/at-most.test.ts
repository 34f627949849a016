import { expect, test } from 'vitest';
import { AtMost } from './at-most.ts';

test('so many go at once, the others in the order in which they came, and one that fails gives its place on', async () => {
  const limit = new AtMost(3);
  let going = 0;
  let most = 0;
  const order: number[] = [];
  const all = await Promise.allSettled(
    Array.from({ length: 5_000 }, (_, index) =>
      limit.run(async () => {
        most = Math.max(most, ++going);
        order.push(index);
        await new Promise((resolve) => setImmediate(resolve));
        going--;
        if (index % 10 === 0) throw new Error('no');
        return index;
      }),
    ),
  );
  expect([most, limit.queued]).toEqual([3, 0]);
  expect(order).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
  expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(500);
  expect(await limit.run(async () => 'still goes')).toBe('still goes');
});
