import { linearRegex, RegexError, type LinearRegex } from '../../linear-regex/regex.ts';
import { Fault } from '../fault.ts';
import { list, number, text, whole, type FunctionSpec } from '../function-spec.ts';
import type { Meter } from '../meter.ts';
import { toText } from '../result.ts';
import { equal, isList, isMap, typeName, type Value } from '../value.ts';

export function codePoints(value: string): number {
  let count = value.length;
  for (let i = 0; i < value.length - 1; i++) {
    const unit = value.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) {
      const next = value.charCodeAt(i + 1);
      if (next >= 0xdc00 && next < 0xe000) {
        count--;
        i++;
      }
    }
  }
  return count;
}

/** Items between two positions, negative ones counted from the end, as JavaScript's slice. Texts are cut between code points. */
function slice(args: readonly Value[], meter: Meter): Value {
  const from = whole(args[1] ?? 0, 'slice()');
  const to = args[2] === undefined || args[2] === null ? undefined : whole(args[2], 'slice()');
  const value = args[0]!;
  if (isList(value)) return value.slice(from, to);
  const source = text(value, 'slice()');
  meter.allowItems(source.length);
  return Array.from(source).slice(from, to).join('');
}

function join(args: readonly Value[], meter: Meter): string {
  const separator = args[1] === undefined ? '' : text(args[1], 'join()');
  const items = list(args[0], 'join()');
  meter.spend(items.length);
  let length = 0;
  const texts = items.map((item) => {
    const part = toText(item, meter);
    length += part.length + separator.length;
    if (length > 64) meter.allowText(length >> 3);
    return part;
  });
  meter.allowText(length);
  return texts.join(separator);
}

/** How often a text stands in another, paid for before anything is built of it. */
function occurrences(where: string, what: string, meter: Meter): number {
  meter.spendText(where.length * 8);
  let count = 0;
  for (let at = where.indexOf(what); at !== -1; at = where.indexOf(what, at + what.length)) {
    meter.spend(4);
    count++;
  }
  return count;
}

function split(args: readonly Value[], meter: Meter): Value {
  const source = text(args[0], 'split()');
  const separator = text(args[1], 'split()');
  if (separator === '') {
    meter.allowItems(source.length);
    return Array.from(source);
  }
  meter.allowItems(1 + occurrences(source, separator, meter));
  return source.split(separator);
}

function replace(args: readonly Value[], meter: Meter): string {
  const [source, what, by] = [text(args[0], 'replace()'), text(args[1], 'replace()'), text(args[2], 'replace()')];
  if (what === '') throw new Fault('replace() needs a text to look for.');
  meter.allowText(source.length + occurrences(source, what, meter) * (by.length - what.length));
  return source.split(what).join(by);
}

function contains(args: readonly Value[], meter: Meter): boolean {
  const [where, what] = [args[0]!, args[1]!];
  if (isList(where)) return where.some((item) => equal(item, what, meter));
  if (isMap(where)) return Object.hasOwn(where, text(what, 'contains()'));
  if (typeof where !== 'string') throw new Fault(`contains() looks into a text, a list or a map, not into a ${typeName(where)}.`);
  return search(where, text(what, 'contains()'), meter) !== -1;
}

/** Position of the first occurrence in UTF-16 units, in time linear in both lengths; −1 when there is none. */
function search(where: string, what: string, meter: Meter): number {
  // The engine's own search is fast, but quadratic for a long needle that almost matches everywhere.
  if (what.length <= 32) {
    meter.spendText(where.length * 4);
    return where.indexOf(what);
  }
  meter.spend((where.length + what.length) >> 2);
  const fall = new Int32Array(what.length);
  for (let i = 1, k = 0; i < what.length; i++) {
    while (k > 0 && what.charCodeAt(i) !== what.charCodeAt(k)) k = fall[k - 1]!;
    if (what.charCodeAt(i) === what.charCodeAt(k)) k++;
    fall[i] = k;
  }
  for (let i = 0, k = 0; i < where.length; i++) {
    while (k > 0 && where.charCodeAt(i) !== what.charCodeAt(k)) k = fall[k - 1]!;
    if (where.charCodeAt(i) === what.charCodeAt(k)) k++;
    if (k === what.length) return i - k + 1;
  }
  return -1;
}

function pad(args: readonly Value[], meter: Meter, atStart: boolean): string {
  const source = text(args[0], 'pad');
  const length = number(args[1], 'pad');
  const filler = args[2] === undefined ? ' ' : text(args[2], 'pad');
  if (codePoints(filler) !== 1) throw new Fault('A text is padded with one character.');
  const missing = Math.max(0, Math.trunc(length) - codePoints(source));
  meter.allowText(source.length + missing * filler.length);
  return atStart ? filler.repeat(missing) + source : source + filler.repeat(missing);
}

type Change = (value: string) => string;
/** Simple case mapping of Unicode, not of a locale. */
function changing(name: string, doc: string, example: FunctionSpec['example'], change: Change): FunctionSpec {
  return {
    name, group: 'text', signature: `${name}(text): string`, minimum: 1, maximum: 1, result: 'string', doc, example,
    call: ([value], meter) => {
      const source = text(value, `${name}()`);
      meter.allowText(source.length * 3);
      return change(source);
    },
  };
}

/** Compiled patterns; most expressions match the same few, again and again. */
const compiled = new Map<string, LinearRegex>();

function regexOf(pattern: string): LinearRegex {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const regex = linearRegex(pattern);
    if (compiled.size >= 200) compiled.clear();
    compiled.set(pattern, regex);
    return regex;
  } catch (error) {
    if (error instanceof RegexError) throw new Fault(`The pattern of matches() cannot be used. ${error.message}`);
    throw error;
  }
}

function matches(args: readonly Value[], meter: Meter): boolean {
  const source = text(args[0], 'matches()');
  const pattern = text(args[1], 'matches()');
  // Compiling may take a step for each state, and so may each character.
  meter.spend(pattern.length * 4);
  const regex = regexOf(pattern);
  meter.spend(regex.states + Math.ceil((source.length * regex.states) / 2));
  return regex.test(source);
}

export const TEXT_FUNCTIONS: readonly FunctionSpec[] = [
  {
    name: 'matches', group: 'text', signature: 'matches(text, pattern): bool', minimum: 2, maximum: 2, result: 'bool',
    doc: 'Whether a regular expression is found in a text. Matching takes linear time: no looking around, no references to groups.',
    example: { source: '"AB-1234".matches("^[A-Z]{2}-[0-9]+$")', gives: 'true' },
    call: matches,
  },
  changing('upper', 'The text in capitals.', { source: 'upper("Straße")', gives: '"STRASSE"' }, (value) => value.toUpperCase()),
  changing('lower', 'The text in small letters.', { source: 'lower("ABC")', gives: '"abc"' }, (value) => value.toLowerCase()),
  changing('trim', 'The text without white space at both ends.', { source: 'trim("  a b ")', gives: '"a b"' }, (value) => value.trim()),
  {
    name: 'split', group: 'text', signature: 'split(text, separator): list', minimum: 2, maximum: 2, result: 'list',
    doc: 'The parts of a text between separators; an empty separator gives its characters.',
    example: { source: 'split("a,b,c", ",")', gives: '["a","b","c"]' },
    call: split,
  },
  {
    name: 'join', group: 'text', signature: 'join(list, separator?): string', minimum: 1, maximum: 2, result: 'string',
    doc: 'One text from the items of a list.',
    example: { source: 'join(["a", 1, true], "-")', gives: '"a-1-true"' },
    call: join,
  },
  {
    name: 'replace', group: 'text', signature: 'replace(text, what, by): string', minimum: 3, maximum: 3, result: 'string',
    doc: 'The text with every occurrence replaced; what is looked for is plain text.',
    example: { source: 'replace("a.b.c", ".", "/")', gives: '"a/b/c"' },
    call: replace,
  },
  {
    name: 'contains', group: 'text', signature: 'contains(value, part): bool', minimum: 2, maximum: 2, result: 'bool',
    doc: 'Whether a text holds a part, a list an item, or a map a key.',
    example: { source: '"workflow".contains("flow")', gives: 'true' },
    call: contains,
  },
  {
    name: 'startsWith', group: 'text', signature: 'startsWith(text, part): bool', minimum: 2, maximum: 2, result: 'bool',
    doc: 'Whether a text begins with a part.',
    example: { source: '"workflow".startsWith("work")', gives: 'true' },
    call: ([value, part]) => text(value, 'startsWith()').startsWith(text(part, 'startsWith()')),
  },
  {
    name: 'endsWith', group: 'text', signature: 'endsWith(text, part): bool', minimum: 2, maximum: 2, result: 'bool',
    doc: 'Whether a text ends with a part.',
    example: { source: '"workflow".endsWith("flow")', gives: 'true' },
    call: ([value, part]) => text(value, 'endsWith()').endsWith(text(part, 'endsWith()')),
  },
  {
    name: 'slice', group: 'text', signature: 'slice(value, from, to?): value', minimum: 2, maximum: 3,
    doc: 'Items of a list, or characters of a text, from one position up to another (not included). Negative positions count from the end.',
    example: { source: 'slice("workflow", -4)', gives: '"flow"' },
    call: slice,
  },
  {
    name: 'padStart', group: 'text', signature: 'padStart(text, length, filler?): string', minimum: 2, maximum: 3, result: 'string',
    doc: 'The text filled up at its start to a length.',
    example: { source: 'padStart(string(7), 3, "0")', gives: '"007"' },
    call: (args, meter) => pad(args, meter, true),
  },
  {
    name: 'padEnd', group: 'text', signature: 'padEnd(text, length, filler?): string', minimum: 2, maximum: 3, result: 'string',
    doc: 'The text filled up at its end to a length.',
    example: { source: 'padEnd("ab", 4, ".")', gives: '"ab.."' },
    call: (args, meter) => pad(args, meter, false),
  },
];
