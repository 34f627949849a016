import { formatDuration, parseDuration } from '../../duration.ts';
import { Fault } from '../fault.ts';
import { text, type FunctionSpec } from '../function-spec.ts';
import { isNumber, typeName, type Value } from '../value.ts';

/** Years 1 to 9999: what ISO 8601 writes with four digits. */
const EARLIEST = -62_135_596_800_000;
const LATEST = 253_402_300_799_999;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const OFFSET = /^(?:(UTC|Z)|([+-])(\d{2}):?(\d{2}))$/;

function bounded(ms: number): number {
  if (!Number.isFinite(ms) || ms < EARLIEST || ms > LATEST) throw new Fault('An instant stands between the years 1 and 9999.');
  return Math.round(ms);
}

/** Minutes east of UTC. Only fixed offsets: the rules of a named zone differ between machines and change with time. */
function offsetMinutes(value: Value | undefined): number {
  if (value === undefined || value === null) return 0;
  const match = typeof value === 'string' ? OFFSET.exec(value) : null;
  if (!match) throw new Fault('An offset is "UTC" or fixed, such as "+02:00". Names of zones are not known to expressions.');
  if (match[1]) return 0;
  const minutes = Number(match[3]) * 60 + Number(match[4]);
  if (Number(match[4]) > 59 || minutes > 18 * 60) throw new Fault(`"${value}" is no offset.`);
  return match[2] === '-' ? -minutes : minutes;
}

/** Milliseconds of a calendar date and time, which must exist. */
function fromParts(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, ms);
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!same) throw new Fault(`There is no such date: ${year}-${month}-${day} ${hour}:${minute}:${second}.`);
  return date.getTime();
}

/** An instant is ISO text (UTC when no offset is said) or milliseconds since 1970. */
function instant(value: Value | undefined, name: string): number {
  if (typeof value === 'number' || typeof value === 'bigint') return bounded(Number(value));
  const match = typeof value === 'string' ? ISO.exec(value) : null;
  if (!match) throw new Fault(`${name} takes an instant such as "2026-03-01T09:30:00Z" or milliseconds since 1970, not ${typeof value === 'string' ? `"${value.slice(0, 40)}"` : `a ${typeName(value ?? null)}`}.`);
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = match;
  const ms = Math.floor(Number(`0.${fraction}`) * 1_000);
  return bounded(fromParts(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second), ms) - offsetMinutes(zone) * 60_000);
}

const TOKEN = /\[([^\]]*)\]|YYYY|MMMM|MMM|MM|M|DDD|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|ZZ|Z|X/g;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const two = (value: number) => String(value).padStart(2, '0');

function formatOffset(minutes: number, colon: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
}

function format(ms: number, pattern: string, minutes: number): string {
  if (pattern.length > 200) throw new Fault('A pattern of formatDate() has at most 200 characters.');
  const date = new Date(ms + minutes * 60_000);
  const [month, day, hour] = [date.getUTCMonth(), date.getUTCDate(), date.getUTCHours()];
  return pattern.replace(TOKEN, (token: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    switch (token) {
      case 'YYYY': return String(date.getUTCFullYear()).padStart(4, '0');
      case 'MMMM': return MONTHS[month]!;
      case 'MMM': return MONTHS[month]!.slice(0, 3);
      case 'MM': return two(month + 1);
      case 'M': return String(month + 1);
      case 'DDD': return String(Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1);
      case 'DD': return two(day);
      case 'D': return String(day);
      case 'dddd': return DAYS[date.getUTCDay()]!;
      case 'ddd': return DAYS[date.getUTCDay()]!.slice(0, 3);
      case 'HH': return two(hour);
      case 'H': return String(hour);
      case 'hh': return two(hour % 12 || 12);
      case 'h': return String(hour % 12 || 12);
      case 'mm': return two(date.getUTCMinutes());
      case 'm': return String(date.getUTCMinutes());
      case 'ss': return two(date.getUTCSeconds());
      case 's': return String(date.getUTCSeconds());
      case 'SSS': return String(date.getUTCMilliseconds()).padStart(3, '0');
      case 'A': return hour < 12 ? 'AM' : 'PM';
      case 'a': return hour < 12 ? 'am' : 'pm';
      case 'ZZ': return formatOffset(minutes, '');
      case 'Z': return minutes === 0 ? 'Z' : formatOffset(minutes, ':');
      default: return String(Math.floor(ms / 1_000));
    }
  });
}

const FIELDS: Readonly<Record<string, string>> = { YYYY: '(?<year>\\d{4})', MM: '(?<month>\\d{2})', M: '(?<month>\\d{1,2})', DD: '(?<day>\\d{2})', D: '(?<day>\\d{1,2})', HH: '(?<hour>\\d{2})', H: '(?<hour>\\d{1,2})', mm: '(?<minute>\\d{2})', ss: '(?<second>\\d{2})', SSS: '(?<ms>\\d{3})' };

function parse(source: string, pattern: string, minutes: number): number {
  if (pattern.length > 200 || source.length > 400) throw new Fault('A pattern of parseDate() has at most 200 characters, its text 400.');
  const seen = new Set<string>();
  // Only fixed counts of digits and literal characters come out of this, so matching is linear.
  const form = pattern.replace(/\[([^\]]*)\]|YYYY|MM|M|DD|D|HH|H|mm|ss|SSS|[^]/g, (token: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    const field = FIELDS[token];
    if (!field) return token.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    const name = /<(\w+)>/.exec(field)![1]!;
    if (seen.has(name)) throw new Fault(`The pattern "${pattern}" names the ${name} twice.`);
    seen.add(name);
    return field;
  });
  if (!seen.has('year')) throw new Fault('A pattern of parseDate() needs a year (YYYY).');
  const groups = new RegExp(`^${form}$`).exec(source)?.groups;
  if (!groups) throw new Fault(`"${source.slice(0, 40)}" does not look like ${pattern}.`);
  const part = (name: string, otherwise: number) => (groups[name] === undefined ? otherwise : Number(groups[name]));
  return bounded(fromParts(part('year', 1), part('month', 1), part('day', 1), part('hour', 0), part('minute', 0), part('second', 0), part('ms', 0)) - minutes * 60_000);
}

const MONTH_UNITS: Readonly<Record<string, number>> = { months: 1, month: 1, years: 12, year: 12 };

function addDuration(args: readonly Value[]): string {
  const from = instant(args[0], 'addDuration()');
  const duration = text(args[1], 'addDuration()');
  const negative = duration.startsWith('-');
  const size = negative ? duration.slice(1) : duration;
  const calendar = /^(\d{1,4}) ?(months?|years?)$/.exec(size);
  if (calendar) return iso(addMonths(from, Number(calendar[1]) * MONTH_UNITS[calendar[2]!]! * (negative ? -1 : 1)));
  const ms = parseDuration(size);
  if (ms === null) throw new Fault(`"${duration.slice(0, 40)}" is no duration; write "90m", "1h30m", "-2d" or "3 months".`);
  return iso(from + (negative ? -ms : ms));
}

/** The same day of another month, or its last day when it is shorter. */
function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(2000, 0, 1));
  last.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(day, last.getUTCDate()));
  return date.getTime();
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function iso(ms: number): string {
  return new Date(bounded(ms)).toISOString();
}

export const DATE_FUNCTIONS: readonly FunctionSpec[] = [
  {
    name: 'formatDate', group: 'dates', signature: 'formatDate(instant, pattern, offset?): string', minimum: 2, maximum: 3, result: 'string',
    doc: 'An instant as text. Pattern: YYYY MM M MMMM MMM DD D DDD dddd ddd HH H hh h mm m ss s SSS A a Z ZZ X, literal text in [brackets]. Offset: "UTC" (default) or fixed, such as "+02:00". Names are English.',
    example: { source: 'formatDate("2026-03-01T22:30:00Z", "ddd D MMM YYYY, HH:mm", "+02:00")', gives: '"Mon 2 Mar 2026, 00:30"' },
    call: ([value, pattern, offset], meter) => {
      meter.spend(50);
      return format(instant(value, 'formatDate()'), text(pattern, 'formatDate()'), offsetMinutes(offset));
    },
  },
  {
    name: 'parseDate', group: 'dates', signature: 'parseDate(text, pattern?, offset?): string', minimum: 1, maximum: 3, result: 'string',
    doc: 'An instant (ISO, UTC) from ISO text or milliseconds, or from text that looks like a pattern of YYYY MM M DD D HH H mm ss SSS.',
    example: { source: 'parseDate("1.3.2026 09:30", "D.M.YYYY HH:mm", "+01:00")', gives: '"2026-03-01T08:30:00.000Z"' },
    call: ([value, pattern, offset], meter) => {
      meter.spend(50);
      if (pattern === undefined) return iso(instant(value, 'parseDate()'));
      return iso(parse(text(value, 'parseDate()'), text(pattern, 'parseDate()'), offsetMinutes(offset)));
    },
  },
  {
    name: 'addDuration', group: 'dates', signature: 'addDuration(instant, duration): string', minimum: 2, maximum: 2, result: 'string',
    doc: 'An instant so much later, or earlier with a "-": "90m", "1h30m", "2d", or calendar "3 months", "1 year".',
    example: { source: 'addDuration("2026-01-31T00:00:00Z", "1 month")', gives: '"2026-02-28T00:00:00.000Z"' },
    call: (args, meter) => {
      meter.spend(30);
      return addDuration(args);
    },
  },
  {
    name: 'dateDiff', group: 'dates', signature: 'dateDiff(from, to, unit?): double', minimum: 2, maximum: 3, result: 'number',
    doc: 'How long from one instant to another, in ms, s, m, h, d or w (milliseconds when not said).',
    example: { source: 'dateDiff("2026-03-01T00:00:00Z", "2026-03-02T12:00:00Z", "d")', gives: '1.5' },
    call: ([from, to, unit], meter) => {
      meter.spend(40);
      const size = UNITS[unit === undefined ? 'ms' : text(unit, 'dateDiff()')];
      if (!size) throw new Fault('A unit of dateDiff() is ms, s, m, h, d or w.');
      return (instant(to, 'dateDiff()') - instant(from, 'dateDiff()')) / size;
    },
  },
  {
    name: 'formatDuration', group: 'dates', signature: 'formatDuration(milliseconds): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'Milliseconds as a duration such as "1h30m".',
    example: { source: 'formatDuration(5400000)', gives: '"1h30m"' },
    call: ([value], meter) => {
      meter.spend(20);
      if (value === undefined || !isNumber(value)) throw new Fault(`formatDuration() takes a number, not a ${typeName(value ?? null)}.`);
      return formatDuration(Number(value));
    },
  },
];
