/** What five cron fields allow, each in rising order. Days of the week count from Sunday = 0. */
export type Cron = {
  minutes: readonly number[];
  hours: readonly number[];
  days: readonly number[];
  months: readonly number[];
  weekdays: readonly number[];
  /** As written: where both days and weekdays are limited, either of them will do. */
  anyDay: boolean;
  anyWeekday: boolean;
};
export type CronField = 'minute' | 'hour' | 'day of the month' | 'month' | 'day of the week';
export type CronFault = { message: string; field: CronField | null };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
type Field = { name: CronField; from: number; to: number; names?: readonly string[]; /** What the first name stands for. */ first?: number };
const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of the month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS, first: 1 },
  // Seven is Sunday too.
  { name: 'day of the week', from: 0, to: 7, names: WEEKDAYS, first: 0 },
];
const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LONGEST = 200;

/**
 * Reads a cron expression of five fields: minute, hour, day of the month, month, day of the week. Lists, ranges, steps
 * and English names of months and weekdays; nothing else that some programs know besides.
 */
export function parseCron(text: string): { ok: true; cron: Cron } | { ok: false; fault: CronFault } {
  const parts = text.trim().split(/\s+/);
  if (text.length > LONGEST || parts.length !== 5 || parts[0] === '') return fault(null, `A cron expression has five fields (minute, hour, day of the month, month, day of the week); this one has ${text.trim() === '' ? 'none' : String(parts.length)}.`);
  const sets: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const set = readField(field, parts[index]!);
    if (typeof set === 'string') return fault(field.name, set);
    sets.push(set);
  }
  const [minutes, hours, days, months, weekdays] = sets as [number[], number[], number[], number[], number[]];
  const cron: Cron = { minutes, hours, days, months, weekdays: [...new Set(weekdays.map((day) => day % 7))].sort((a, b) => a - b), anyDay: parts[2] === '*', anyWeekday: parts[4] === '*' };
  if (cron.anyWeekday && !months.some((month) => days[0]! <= LONGEST_MONTH[month - 1]!)) return fault('day of the month', `No month of "${parts[3]!}" has a day "${parts[2]!}", so it would never come.`);
  return { ok: true, cron };
}

function fault(field: CronField | null, message: string): { ok: false; fault: CronFault } {
  return { ok: false, fault: { field, message } };
}

/** @returns what is wrong, as a sentence, or the values */
function readField(field: Field, text: string): number[] | string {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(\*|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/(\d{1,4}))?$/.exec(part);
    if (match === null || (match[1] === '*' && match[2] !== undefined)) return `The ${field.name} "${part}" cannot be read: it takes numbers${field.names === undefined ? '' : ', names'}, "*", ranges such as "1-5", lists such as "1,15" and steps such as "*/10".`;
    const [, first, last, step] = match;
    const by = step === undefined ? 1 : Number(step);
    // Some go on to the last value, others do not take it: whoever writes it says what is meant.
    if (step !== undefined && first !== '*' && last === undefined) return `The ${field.name} "${part}" has steps without a range: write "${first!}-${lastOf(field)}/${step}".`;
    if (by === 0) return `The ${field.name} "${part}" has steps of 0, which lead nowhere.`;
    // Longer ones would come once in the field, which is not what is meant; and what works out the instants takes none.
    const most = lastOf(field) - field.from + 1;
    if (by > most) return `The ${field.name} "${part}" has steps of ${String(by)}: there are only ${String(most)} to step through.`;
    const from = first === '*' ? field.from : valueOf(field, first!);
    const to = last !== undefined ? valueOf(field, last) : first === '*' ? lastOf(field) : from;
    if (from === null || to === null) return `The ${field.name} "${from === null ? first! : last!}" is not one of ${field.from}–${field.to}${field.names === undefined ? '' : ` or ${field.names[0]!}–${field.names.at(-1)!}`}.`;
    if (from > to) return `The ${field.name} "${part}" ends before it begins.`;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

/** "*" of the weekdays ends on Saturday: Sunday is in it as 0. */
function lastOf(field: Field): number {
  return field.name === 'day of the week' ? 6 : field.to;
}

function valueOf(field: Field, text: string): number | null {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return named + field.first!;
  if (!/^\d{1,2}$/.test(text)) return null;
  const value = Number(text);
  return value >= field.from && value <= field.to ? value : null;
}
