import { describe, expect, it } from 'vitest';
import { startWords } from './schedule-words.ts';

const said = (params: Record<string, string>) => [startWords(params, 'en', (span) => span), startWords(params, 'zh', (span) => span)];
const cron = (text: string, timezone = 'UTC') => said({ on: 'schedule', cron: text, timezone }).map((words) => words.replace(` · ${timezone}`, ''));

describe('what starts a run, in words', () => {
  it('is nothing where people and programs do', () => {
    expect(said({})).toEqual(['', '']);
    expect(said({ cron: '0 9 * * *' })).toEqual(['', '']);
    expect(said({ on: 'webhook' })).toEqual(['webhook', 'Webhook']);
  });
  it('is how often and when, with the zone', () => {
    expect(said({ on: 'schedule', cron: '0 9 * * 1-5', timezone: 'Europe/Berlin' })).toEqual(['every weekday 09:00 · Europe/Berlin', '每个工作日 09:00 · Europe/Berlin']);
    expect(said({ on: 'schedule', cron: '0 9 * * *' })).toEqual(['every day 09:00 · UTC', '每天 09:00 · UTC']);
    expect(said({ on: 'schedule', every: '15m' })).toEqual(['every 15m', '每 15m']);
    expect(said({ on: 'schedule' })).toEqual(['a schedule', '计划']);
  });
  it.each([
    ['* * * * *', 'every minute', '每分钟'],
    ['*/10 * * * *', 'every 10 minutes', '每 10 分钟'],
    ['5 * * * *', 'every hour at :05', '每小时第 5 分'],
    ['30 8,20 * * *', 'every day 08:30, 20:30', '每天 08:30、20:30'],
    ['0 0 * * 6,0', 'every weekend 00:00', '每个周末 00:00'],
    ['15 7 * * 0,3', 'Wed, Sun 07:15', '周三、周日 07:15'],
    ['0 6 1 * *', 'day 1 of the month 06:00', '每月 1 日 06:00'],
  ])('%s is "%s"', (text, en, zh) => {
    expect(cron(text)).toEqual([en, zh]);
  });
  it.each(['*/7 * * * *', '0 9 13 * 5', '0 9 * 1 *', '0 9-17 * * *', '0,30 9 * * *', '75 * * * *'])('%s stays as it is written', (text) => {
    expect(cron(text)).toEqual([text, text]);
  });
});
