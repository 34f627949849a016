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
  it('does so as well where several hours and minutes are named', () => {
    // Spring: half past two is not there, and three comes anyway. At two in the afternoon nothing is special.
    expect(next('30 2,14 * * *', 'Europe/Berlin', '2026-03-28T14:00:00Z', 3)).toEqual(['2026-03-29T01:00Z', '2026-03-29T12:30Z', '2026-03-30T00:30Z']);
    expect(next('0,30 2 * * *', 'Europe/Berlin', '2026-03-28T14:00:00Z', 2)).toEqual(['2026-03-29T01:00Z', '2026-03-30T00:00Z']);
    expect(next('0 1-3 * * *', 'Europe/Berlin', '2026-03-28T14:00:00Z', 3)).toEqual(['2026-03-29T00:00Z', '2026-03-29T01:00Z', '2026-03-29T23:00Z']);
    expect(next('0,30 1,2 * * *', 'America/New_York', '2026-03-08T05:30:00Z', 4)).toEqual(['2026-03-08T06:00Z', '2026-03-08T06:30Z', '2026-03-08T07:00Z', '2026-03-09T05:00Z']);
    // Autumn: what is there twice comes the first time.
    expect(next('0,30 2 * * *', 'Europe/Berlin', '2026-10-24T14:00:00Z', 3)).toEqual(['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-26T01:00Z']);
    expect(next('0 1-3 * * *', 'Europe/Berlin', '2026-10-24T14:00:00Z', 4)).toEqual(['2026-10-24T23:00Z', '2026-10-25T00:00Z', '2026-10-25T02:00Z', '2026-10-26T00:00Z']);
    expect(next('0,30 1,2 * * *', 'America/New_York', '2026-11-01T04:30:00Z', 5)).toEqual(['2026-11-01T05:00Z', '2026-11-01T05:30Z', '2026-11-01T07:00Z', '2026-11-01T07:30Z', '2026-11-02T06:00Z']);
  });
  it('knows zones that move by half an hour, at midnight, or by a whole day', () => {
    expect(next('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T06:00:00Z', 2)).toEqual(['2026-10-03T15:30Z', '2026-10-04T15:15Z']);
    expect(next('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T06:00:00Z', 2)).toEqual(['2026-04-04T14:45Z', '2026-04-05T15:15Z']);
    expect(next('0 0 * * *', 'Africa/Cairo', '2026-04-22T22:00:00Z', 2)).toEqual(['2026-04-23T22:00Z', '2026-04-24T21:00Z']);
    expect(next('0 12 * * *', 'Pacific/Apia', '2011-12-29T00:00:00Z', 3)).toEqual(['2011-12-29T22:00Z', '2011-12-30T10:00Z', '2011-12-30T22:00Z']);
  });
  it('takes a step, or every minute of an hour, for the times that they name', () => {
    expect(next('*/30 2 * * *', 'Europe/Berlin', '2026-03-28T14:00:00Z', 2)).toEqual(['2026-03-29T01:00Z', '2026-03-30T00:00Z']);
    expect(next('*/30 2 * * *', 'Europe/Berlin', '2026-10-24T14:00:00Z', 3)).toEqual(['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-26T01:00Z']);
    expect(next('0 */2 * * *', 'Europe/Berlin', '2026-03-28T22:30:00Z', 3)).toEqual(['2026-03-28T23:00Z', '2026-03-29T01:00Z', '2026-03-29T02:00Z']);
    expect(next('0 */2 * * *', 'Europe/Berlin', '2026-10-24T21:30:00Z', 3)).toEqual(['2026-10-24T22:00Z', '2026-10-25T00:00Z', '2026-10-25T03:00Z']);
    expect(next('0 */12 * * *', 'Africa/Cairo', '2026-04-23T09:00:00Z', 3)).toEqual(['2026-04-23T10:00Z', '2026-04-23T22:00Z', '2026-04-24T09:00Z']);
    expect(next('* 2 * * *', 'America/New_York', '2026-11-01T06:58:00Z', 2)).toEqual(['2026-11-01T07:00Z', '2026-11-01T07:01Z']);
    expect(next('0,30 1 * * *', 'America/New_York', '2026-11-01T04:30:00Z', 3)).toEqual(next('*/30 1 * * *', 'America/New_York', '2026-11-01T04:30:00Z', 3));
  });
  it('comes again in an hour that is there twice where it comes every few minutes of the day', () => {
    expect(next('*/30 * * * *', 'Europe/Berlin', '2026-10-24T23:50:00Z', 5)).toEqual(['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z', '2026-10-25T02:00Z']);
  });
  it('just goes on where it comes every hour', () => {
    expect(next('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', 3)).toEqual(['2026-10-25T00:00Z', '2026-10-25T01:00Z', '2026-10-25T02:00Z']);
    expect(next('0 * * * *', 'Europe/Berlin', '2026-03-29T00:30:00Z', 2)).toEqual(['2026-03-29T01:00Z', '2026-03-29T02:00Z']);
    for (const hour of ['*/1', '0-23']) expect(next(`0 ${hour} * * *`, 'Europe/Berlin', '2026-10-24T23:30:00Z', 3)).toEqual(next('0 * * * *', 'Europe/Berlin', '2026-10-24T23:30:00Z', 3));
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

it.each([['Europe/Berlin', '2026-03-28T12:00:00Z'], ['Europe/Berlin', '2026-10-24T12:00:00Z'], ['Australia/Lord_Howe', '2026-04-04T06:00:00Z'], ['Australia/Lord_Howe', '2026-10-03T06:00:00Z']])('whoever asks from wherever is told the same next instant, when the clocks of %s change after %s', (timezone, from) => {
  for (const cron of ['0,30 2 * * *', '15 1-3 * * *', '30 2 * * *', '*/20 * * * *', '*/20 2 * * *', '0 */2 * * *']) {
    const times = timesOf({ cron, everyMs: null, timezone });
    const all = nextInstants(times, Date.parse(from), 100);
    for (let at = Date.parse(from); at < Date.parse(from) + 24 * 3_600_000; at += 10 * 60_000) for (const asked of [at - 1, at, at + 1]) if (asked >= Date.parse(from)) expect(times.after(asked), `${cron} after ${new Date(asked).toISOString()}`).toBe(all.find((each) => each > asked));
  }
});

it('a stored rule that nobody can keep is refused with its fault', () => {
  for (const rule of [null, 'x', {}, { cron: '75 * * * *' }, { cron: '0 9 * * *', timezone: 'Mars/Olympus' }, { everyMs: 10 }]) expect(() => timesOf(readRule(rule)), JSON.stringify(rule)).toThrow(RangeError);
  expect(() => timesOf(readRule({ cron: '75 * * * *' }))).toThrow(/The minute "75"/);
});
