import { describe, expect, it } from 'vitest';
import { everyTimes, IN_TIME_MS, LEAP_MS, LEFT_MOST, nextInstants, onOverlap, stepSchedule, takesPlace, type Times, withLeft } from './schedule.ts';

const HOUR = 3_600_000;
const hourly = everyTimes(HOUR);
const never: Times = { after: () => null };
/** Comes at these instants and at no others. */
const at = (...instants: number[]): Times => ({ after: (instant) => instants.find((each) => each > instant) ?? null });

describe('a step of a schedule', () => {
  it('fires nothing before its time, and says when to look again', () => {
    expect(stepSchedule(hourly, 10, HOUR - 1, null)).toEqual({ fire: null, missed: false, cursor: 10, nextAt: HOUR });
  });
  it('fires the instant that has come and goes on from it, not from now', () => {
    expect(stepSchedule(hourly, 10, HOUR + 2_000, null)).toEqual({ fire: HOUR, missed: false, cursor: HOUR, nextAt: 2 * HOUR });
  });
  it('makes up the latest of what was missed when nothing else is said, however long ago the first was', () => {
    const year = 365 * 24 * HOUR;
    expect(stepSchedule(hourly, 0, year + 5, null)).toEqual({ fire: year, missed: true, cursor: year, nextAt: year + HOUR });
  });
  it('makes up each one within the catch-up time, the oldest first', () => {
    const now = 10 * HOUR + 5;
    const fired: number[] = [];
    let cursor = 0;
    for (let step = stepSchedule(hourly, cursor, now, 3 * HOUR); step.fire !== null; step = stepSchedule(hourly, cursor, now, 3 * HOUR)) {
      fired.push(step.fire);
      ({ cursor } = step);
    }
    expect(fired).toEqual([8 * HOUR, 9 * HOUR, 10 * HOUR]);
  });
  it('makes up none beyond the catch-up time, and what is only a little late is in time', () => {
    expect(stepSchedule(hourly, 0, HOUR + IN_TIME_MS, 0)).toMatchObject({ fire: HOUR, missed: false });
    const late = HOUR + IN_TIME_MS + 1;
    expect(stepSchedule(hourly, 0, late, 0)).toEqual({ fire: null, missed: true, cursor: late - IN_TIME_MS - 1, nextAt: 2 * HOUR });
  });
  it('fires nothing twice when the clock was set back', () => {
    expect(stepSchedule(hourly, 5 * HOUR, 5 * HOUR - LEAP_MS, null)).toEqual({ fire: null, missed: false, cursor: 5 * HOUR, nextAt: 6 * HOUR });
  });
  it('goes on from now when the clock was so far ahead that nobody would wait for that', () => {
    for (const catchUp of [null, 0, HOUR]) expect(stepSchedule(hourly, 5_000 * HOUR, 2 * HOUR + 5, catchUp)).toEqual({ fire: null, missed: false, cursor: 2 * HOUR + 5, nextAt: 3 * HOUR });
  });
  it('asks for few instants where just one has come: in a zone each of them costs', () => {
    let asked = 0;
    const counted: Times = { after: (instant) => { asked++; return hourly.after(instant); } };
    expect(stepSchedule(counted, 10, 2 * HOUR - 1, null).fire).toBe(HOUR);
    expect(asked).toBeLessThanOrEqual(3);
  });
  it('ends when there is nothing more to come', () => {
    expect(stepSchedule(never, 0, HOUR, null)).toEqual({ fire: null, missed: false, cursor: 0, nextAt: null });
    expect(stepSchedule(at(3, 7), 0, 9, null)).toEqual({ fire: 7, missed: true, cursor: 7, nextAt: null });
    expect(stepSchedule(at(3), 0, 90_000, 1)).toMatchObject({ fire: null, missed: true, nextAt: null });
  });
  it('finds the latest among instants that lie anywhere', () => {
    const all = [3, 4, 1_000, 1_001, 5_000_000];
    for (const [index, instant] of all.entries()) expect(stepSchedule(at(...all), 0, instant, null)).toMatchObject({ fire: instant, missed: index > 0 });
  });
});

it('an interval divides the epoch, so that publishing again moves nothing', () => {
  expect(nextInstants(everyTimes(900_000), 1_000_000, 3)).toEqual([1_800_000, 2_700_000, 3_600_000]);
  expect(everyTimes(900_000).after(900_000)).toBe(1_800_000);
});

it('a run that is still open is left alone, joined or cancelled', () => {
  expect((['skip', 'allow', 'cancel'] as const).map((overlap) => [onOverlap(overlap, true), onOverlap(overlap, false)])).toEqual([['skip', 'start'], ['start', 'start'], ['cancel', 'start']]);
});

it('a run that is found takes the place of the last one when it alone is open, or is the later of two alike', () => {
  const open = (id: string) => ({ id, isOpen: true });
  const over = (id: string) => ({ id, isOpen: false });
  expect(takesPlace(over('a'), null)).toBe(true);
  expect([takesPlace(open('b'), open('a')), takesPlace(over('b'), over('a')), takesPlace(open('b'), over('a'))]).toEqual([true, true, true]);
  expect([takesPlace(open('a'), open('b')), takesPlace(over('a'), over('b')), takesPlace(over('a'), open('b'))]).toEqual([false, false, false]);
  // What ran while the clock was ahead has a later id, and a run that nobody told of still counts.
  expect([takesPlace(over('b'), open('a')), takesPlace(open('a'), over('b'))]).toEqual([false, true]);
});

it('of those who left a schedule the first and the latest are kept', () => {
  const all = Array.from({ length: LEFT_MOST + 5 }, (_, index) => index);
  expect(withLeft([], 0)).toEqual([0]);
  expect(all.reduce<number[]>(withLeft, [])).toEqual([0, ...all.slice(-(LEFT_MOST - 1))]);
});
