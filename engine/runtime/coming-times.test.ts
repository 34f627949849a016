import { expect, it } from 'vitest';
import { everyTimes } from '../core/schedule.ts';
import { comingTimes } from './coming-times.ts';

const hourly = { cron: '0 * * * *', everyMs: null, timezone: 'UTC' };

it('what comes next is worked out once, and then only what is new', () => {
  let asked = 0;
  const next = comingTimes(() => ({ after: (at) => (asked++, everyTimes(10).after(at)) }), 3);
  expect(next(hourly, 5)).toEqual([10, 20, 30]);
  const first = asked;
  expect(next(hourly, 9)).toEqual([10, 20, 30]);
  expect(asked).toBe(first);
  expect(next(hourly, 10)).toEqual([20, 30, 40]);
  expect(asked).toBe(first + 1);
  expect(next(hourly, 1_000)).toEqual([1_010, 1_020, 1_030]);
  // A clock that was set back.
  expect(next(hourly, 5)).toEqual([10, 20, 30]);
});

it('one rule is not another, and one that cannot be kept is refused each time', () => {
  const next = comingTimes(({ everyMs }) => {
    if (everyMs === null) throw new RangeError('none');
    return everyTimes(everyMs);
  }, 1);
  const every = (everyMs: number) => ({ cron: null, everyMs, timezone: 'UTC' });
  expect([next(every(10), 0), next(every(25), 0)]).toEqual([[10], [25]]);
  for (let times = 0; times < 2; times++) expect(() => next(hourly, 0)).toThrow(RangeError);
});
