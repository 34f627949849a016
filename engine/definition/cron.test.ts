import { describe, expect, it } from 'vitest';
import { parseCron } from './cron.ts';

const read = (text: string) => {
  const result = parseCron(text);
  if (!result.ok) throw new Error(result.fault.message);
  return result.cron;
};
const fault = (text: string) => {
  const result = parseCron(text);
  return result.ok ? null : result.fault;
};

describe('a cron expression', () => {
  it('is five fields of numbers, lists, ranges, steps and names', () => {
    expect(read('*/20 9-17 1,15 JAN-mar MON-5')).toMatchObject({ minutes: [0, 20, 40], hours: [9, 10, 11, 12, 13, 14, 15, 16, 17], days: [1, 15], months: [1, 2, 3], weekdays: [1, 2, 3, 4, 5], anyDay: false, anyWeekday: false });
    expect(read('5-59/25 0 * * *')).toMatchObject({ minutes: [5, 30, 55], anyDay: true, anyWeekday: true });
    expect(read('  0   9 * * 1-5 ').weekdays).toEqual([1, 2, 3, 4, 5]);
  });
  it('knows Sunday as 0, as 7 and by its name', () => {
    for (const day of ['0', '7', 'sun']) expect(read(`0 0 * * ${day}`).weekdays).toEqual([0]);
    expect(read('0 0 * * *').weekdays).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(read('0 0 * * 5-7').weekdays).toEqual([0, 5, 6]);
  });
  it.each([
    ['', null, /five fields .* has none/],
    ['* * * *', null, /this one has 4/],
    ['0 0 9 * * *', null, /this one has 6/],
    ['@daily', null, /this one has 1/],
    ['75 * * * *', 'minute', /The minute "75" is not one of 0–59\./],
    ['0 24 * * *', 'hour', /The hour "24" is not one of 0–23\./],
    ['0 0 0 * *', 'day of the month', /"0" is not one of 1–31/],
    ['0 0 * 13 *', 'month', /"13" is not one of 1–12 or JAN–DEC/],
    ['0 0 * * 8', 'day of the week', /"8" is not one of 0–7 or SUN–SAT/],
    ['0 0 * FOO *', 'month', /"FOO" is not one of/],
    ['0 17-9 * * *', 'hour', /"17-9" ends before it begins/],
    ['*/0 * * * *', 'minute', /steps of 0/],
    ['*/61 * * * *', 'minute', /The minute "\*\/61" has steps of 61: there are only 60/],
    ['0 */25 * * *', 'hour', /only 24/],
    ['0 0 */32 * *', 'day of the month', /only 31/],
    ['0 0 1 */13 *', 'month', /only 12/],
    ['0 0 * * */8', 'day of the week', /only 7/],
    ['5/25 * * * *', 'minute', /"5\/25" has steps without a range: write "5-59\/25"/],
    ['1, * * * *', 'minute', /The minute "" cannot be read/],
    ['L * * * *', 'minute', /"L" is not one of/],
    ['0 0 * * 5#2', 'day of the week', /"5#2" cannot be read/],
    ['*-5 * * * *', 'minute', /cannot be read/],
    ['0 0 30 2 *', 'day of the month', /No month of "2" has a day "30"/],
    [`${'1,'.repeat(150)}1 * * * *`, null, /five fields/],
  ])('%j is refused, and told where', (text, field, says) => {
    expect(fault(text)?.field).toBe(field);
    expect(fault(text)?.message).toMatch(says);
  });
  it('takes the 29th of February, and a 30th that a weekday may stand in for', () => {
    expect(fault('0 0 29 2 *')).toBeNull();
    expect(fault('0 0 30 2 1')).toBeNull();
  });
});
