import { LOCALE, type Language } from '../i18n/language.ts';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;
const NAMES: Readonly<Record<Language, Readonly<Record<'d' | 'h' | 'm' | 's' | 'ms', string>>>> = {
  en: { d: ' d', h: ' h', m: ' m', s: ' s', ms: ' ms' },
  zh: { d: ' 天', h: ' 小时', m: ' 分', s: ' 秒', ms: ' 毫秒' },
};

/**
 * A length of time as people say it: the two largest units that matter. 252_000 → "4 m 12 s", 412 → "412 ms".
 * @param parts at most so many units, 2 unless told
 */
export function durationText(ms: number, language: Language, parts = 2): string {
  const names = NAMES[language];
  if (ms < 0) return `−${durationText(-ms, language, parts)}`;
  if (ms < 1_000) return `${Math.round(ms)}${names.ms}`;
  if (ms < 10_000 && ms % 1_000 >= 50 && parts > 1) return `${(Math.floor(ms / 100) / 10).toFixed(1)}${names.s}`;
  if (parts === 1) {
    // One unit alone is rounded: 47 hours are two days rather than one.
    const at = Math.max(0, UNITS.findIndex(([, size]) => ms >= size - 500));
    const [unit, size] = UNITS[at] ?? UNITS[3];
    const count = Math.round(ms / size);
    const [above, aboveSize] = UNITS[at - 1] ?? [unit, Infinity];
    const alone = language === 'zh' ? { ...names, m: ' 分钟' } : names;
    return count * size >= aboveSize ? `1${alone[above]}` : `${count}${alone[unit]}`;
  }
  let rest = Math.floor(ms / 1_000) * 1_000;
  const said: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) said.push(`${count}${names[unit]}`);
    // Days and seconds do not stand together: after the largest unit only the next one says something.
    else if (said.length > 0) break;
    if (said.length === parts) break;
  }
  return said.join(' ');
}

/**
 * A length of time as exactly as it has to be said beside others: 78_250 to 50 ms → "1 m 18.25 s". What is nothing is left out.
 * @param toMs what two of them may differ by
 */
export function exactDurationText(ms: number, toMs: number, language: Language): string {
  const names = NAMES[language];
  const decimals = toMs < 10 ? 3 : toMs < 100 ? 2 : toMs < 1_000 ? 1 : 0;
  let rest = decimals === 3 ? Math.round(ms) : Math.round(ms / 10 ** (3 - decimals)) * 10 ** (3 - decimals);
  if (rest < 1_000) return `${Math.round(ms)}${names.ms}`;
  const said: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = unit === 's' ? rest / 1_000 : Math.floor(rest / size);
    rest -= unit === 's' ? rest : count * size;
    if (count > 0) said.push(`${unit === 's' ? Number(count.toFixed(decimals)) : count}${names[unit]}`);
  }
  return said.join(' ');
}

/** How far an instant lies from now, in one unit. Under five seconds it is null: now. */
export function distanceText(atMs: number, nowMs: number, language: Language): { text: string; past: boolean } | null {
  const distance = Math.abs(atMs - nowMs);
  if (distance < 5_000) return null;
  const text = distance >= 60 * 86_400_000 ? dateText(atMs, language) : durationText(distance, language, 1);
  return { text, past: atMs <= nowMs };
}

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(language: Language, style: 'date' | 'full' | 'clock'): Intl.DateTimeFormat {
  const key = `${language}/${style}`;
  let found = dates.get(key);
  if (!found) {
    const options: Intl.DateTimeFormatOptions = style === 'date' ? { dateStyle: 'medium' } : style === 'full' ? { dateStyle: 'medium', timeStyle: 'medium' } : { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false };
    dates.set(key, (found = new Intl.DateTimeFormat(LOCALE[language], options)));
  }
  return found;
}

/** The day, in the reader's zone. */
export const dateText = (atMs: number, language: Language) => dateFormat(language, 'date').format(atMs);
/** Day and time to the second, in the reader's zone. */
export const instantText = (atMs: number, language: Language) => dateFormat(language, 'full').format(atMs);
/** Time of the day to the millisecond, for histories. */
export const clockText = (atMs: number, language: Language) => dateFormat(language, 'clock').format(atMs);

/** Bytes as people say them: 1.4 MB. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
