import { parseCron, triggerKind, type Cron, type JsonObject } from '@/engine/index.ts';
import { LOCALE, type Language } from '../i18n/language.ts';

export type ScheduleSaid = { cron: string | null; every: string | null; timezone: string };

const WORDS = {
  en: {
    webhook: 'webhook', unset: 'a schedule', everyMinute: 'every minute', every: (span: string) => `every ${span}`, minutes: (count: number) => `every ${count} minutes`, hourly: (at: string) => `every hour at :${at}`,
    daily: (time: string) => `every day ${time}`, weekdays: (time: string) => `every weekday ${time}`, weekend: (time: string) => `every weekend ${time}`, on: (days: string, time: string) => `${days} ${time}`, monthly: (day: number, time: string) => `day ${day} of the month ${time}`,
  },
  zh: {
    webhook: 'Webhook', unset: '计划', everyMinute: '每分钟', every: (span: string) => `每 ${span}`, minutes: (count: number) => `每 ${count} 分钟`, hourly: (at: string) => `每小时第 ${Number(at)} 分`,
    daily: (time: string) => `每天 ${time}`, weekdays: (time: string) => `每个工作日 ${time}`, weekend: (time: string) => `每个周末 ${time}`, on: (days: string, time: string) => `${days} ${time}`, monthly: (day: number, time: string) => `每月 ${day} 日 ${time}`,
  },
} as const;

/** What starts runs by a start node, in a few words; empty where only people and programs do. */
export function startWords(params: JsonObject, language: Language, span: (written: string) => string): string {
  const kind = triggerKind(params);
  if (kind === 'manual') return '';
  if (kind === 'webhook') return WORDS[language].webhook;
  const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
  return scheduleWords({ cron: text(params['cron']), every: text(params['every']), timezone: text(params['timezone']) ?? 'UTC' }, language, span);
}

/** A schedule as people say it: "every weekday 09:00 · Europe/Berlin"; the expression itself where that would be long. */
export function scheduleWords({ cron, every, timezone }: ScheduleSaid, language: Language, span: (written: string) => string): string {
  if (cron === null) return every === null ? WORDS[language].unset : WORDS[language].every(span(every));
  const read = parseCron(cron);
  const said = read.ok ? cronWords(read.cron, cron, language) : null;
  return `${said ?? cron} · ${timezone}`;
}

function cronWords(cron: Cron, text: string, language: Language): string | null {
  const words = WORDS[language];
  const { minutes, hours, days, months, weekdays, anyDay, anyWeekday } = cron;
  if (months.length < 12) return null;
  const [minute = ''] = text.trim().split(/\s+/);
  if (hours.length === 24 && anyDay && anyWeekday) {
    if (minutes.length === 60) return words.everyMinute;
    const step = /^\*\/(\d+)$/.exec(minute)?.[1];
    // Only what comes evenly: every 7 minutes is not what "*/7" means at the end of an hour.
    if (step !== undefined && 60 % Number(step) === 0) return words.minutes(Number(step));
    return minutes.length === 1 ? words.hourly(two(minutes[0]!)) : null;
  }
  if (minutes.length !== 1 || hours.length > 2) return null;
  const time = hours.map((hour) => `${two(hour)}:${two(minutes[0]!)}`).join(language === 'zh' ? '、' : ', ');
  if (anyDay && anyWeekday) return words.daily(time);
  if (anyDay) {
    const which = weekdays.join();
    if (which === '1,2,3,4,5') return words.weekdays(time);
    return which === '0,6' ? words.weekend(time) : words.on(dayNames(weekdays, language), time);
  }
  return anyWeekday && days.length === 1 ? words.monthly(days[0]!, time) : null;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Days as the reader's language calls them; the week begins on Monday. */
function dayNames(weekdays: readonly number[], language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALE[language], { weekday: 'short', timeZone: 'UTC' });
  // 4 January 1970 was a Sunday.
  return [...weekdays].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7)).map((day) => format.format(new Date((3 + day) * 86_400_000))).join(language === 'zh' ? '、' : ', ');
}
