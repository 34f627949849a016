import { describe, expect, it } from 'vitest';
import { nextInstants } from '../core/schedule.ts';
import { parseCron } from '../definition/cron.ts';
import { readRule, timesOf } from './schedule-times.ts';

const next = (cron: string, timezone: string, from: string, count: number) => nextInstants(timesOf({ cron, everyMs: null, timezone }), Date.parse(from), count).map((at) => new Date(at).toISOString().replace(':00.000Z', 'Z'));

describe('a cron expression in its time zone', () => {
  it('keeps its hour through summer and winter', () => {
    expect(next('0 9 * * 1-5', 'Europe/Berlin', '2026-03-26T12:00:00Z', 3)).toEqual(['2026-03-27T08:00Z', '2026-03-30T07:00Z', '2026-03-31T07:00Z']);
  });
  it('comes at the end of an hour that is not there', () => {
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:00Z', '2026-03-30T00:30Z']);
    expect(next('30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', 2)).toEqual(['2026-03-08T07:00Z', '2026-03-09T06:30Z']);
  });
  it('comes once in an hour that is there twice', () => {
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30Z', '2026-10-26T01:30Z']);
    // Also for who looks between the two.
    expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:45:00Z', 1)).toEqual(['2026-10-26T01:30Z']);
  });
  it('just goes on where it comes every hour', () => {
    expect(next('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', 3)).toEqual(['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z']);
    expect(next('0 * * * *', 'Europe/Berlin', '2026-03-29T00:30:00Z', 2)).toEqual(['2026-03-29T01:00Z', '2026-03-29T02:00Z']);
  });
  it('goes by the zone it is given and not by that of the machine', () => {
    expect(next('0 0 * * *', 'Asia/Shanghai', '2026-01-01T00:00:00Z', 1)).toEqual(['2026-01-01T16:00Z']);
    expect(next('0 0 * * *', 'UTC', '2026-01-01T00:00:00Z', 1)).toEqual(['2026-01-02T00:00Z']);
  });
  it('takes either of the two when day and weekday are both limited', () => {
    expect(next('0 0 13 * 5', 'UTC', '2026-01-01T00:00:00Z', 4)).toEqual(['2026-01-02T00:00Z', '2026-01-09T00:00Z', '2026-01-13T00:00Z', '2026-01-16T00:00Z']);
  });
});

it('what we can read comes when we read it', () => {
  // What is checked here is kept by another program; both must mean the same.
  for (const text of ['*/7 * * * *', '5-59/25 3 * * *', '0 0 */2 * *', '0 0 * * 7', '0 0 * * 5-7', '15,45 8-10/2 * JAN-mar MON', '59 23 31 * *', '0 0 29 2 *', '0 12 1,15 */3 *']) {
    const read = parseCron(text);
    if (!read.ok) throw new Error(read.fault.message);
    const { cron } = read;
    for (const at of nextInstants(timesOf({ cron: text, everyMs: null, timezone: 'UTC' }), Date.parse('2026-01-01T00:00:00Z'), 60)) {
      const date = new Date(at);
      expect([cron.minutes.includes(date.getUTCMinutes()), cron.hours.includes(date.getUTCHours()), cron.months.includes(date.getUTCMonth() + 1), cron.days.includes(date.getUTCDate()), cron.weekdays.includes(date.getUTCDay())], `${text} ${date.toISOString()}`).toEqual([true, true, true, true, true]);
    }
  }
});

it('a stored rule that nobody can keep is refused with its fault', () => {
  for (const rule of [null, 'x', {}, { cron: '75 * * * *' }, { cron: '0 9 * * *', timezone: 'Mars/Olympus' }, { everyMs: 10 }]) expect(() => timesOf(readRule(rule)), JSON.stringify(rule)).toThrow(RangeError);
  expect(() => timesOf(readRule({ cron: '75 * * * *' }))).toThrow(/The minute "75"/);
});
