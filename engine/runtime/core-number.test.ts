import { expect, it } from 'vitest';
import { StoreUnavailable } from '../ports/store.ts';
import { CoreNumber } from './core-number.ts';

const among = (lowest: number | null) => ({ lowestCore: () => Promise.resolve(lowest) });

it.each([
  ['a newer process takes the number of the oldest live process', 3, 2, 2],
  ['an older process takes its own', 2, 5, 2],
  ['without a live process it is its own', 3, null, 3],
])('%s', async (_title, own, lowest, expected) => {
  expect(await new CoreNumber(among(lowest), own).ofNewRuns()).toBe(expected);
});

it('a process of the first core asks nobody', async () => {
  expect(await new CoreNumber({ lowestCore: () => Promise.reject(new Error('asked')) }, 1).ofNewRuns()).toBe(1);
});

it('starts of one moment ask once, and a failure is not kept', async () => {
  let asked = 0;
  const number = new CoreNumber({ lowestCore: () => (asked++ === 0 ? Promise.reject(new StoreUnavailable(null)) : Promise.resolve(2)) }, 3);
  await expect(number.ofNewRuns()).rejects.toThrow(StoreUnavailable);
  expect(await Promise.all([number.ofNewRuns(), number.ofNewRuns()])).toEqual([2, 2]);
  expect(asked).toBe(2);
});
