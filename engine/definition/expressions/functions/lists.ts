import { Fault } from '../fault.ts';
import { list, map, text, whole, type FunctionSpec } from '../function-spec.ts';
import { COST_OF_MAP, type Meter } from '../meter.ts';
import { compare } from '../operators.ts';
import { toJsonText } from '../result.ts';
import { compareText, isList, newMap, typeName, type Value } from '../value.ts';

function sort(items: readonly Value[], meter: Meter): Value[] {
  return [...items].sort((a, b) => {
    meter.spend(2);
    return compare(a, b, meter);
  });
}

/** Equal values have equal canonical text; a set of texts finds them in one pass. */
function distinct(items: readonly Value[], meter: Meter): Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    meter.spend(4);
    const key = typeof item === 'string' ? `s${item}` : `j${toJsonText(item, meter)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function flatten(items: readonly Value[], depth: number, meter: Meter, into: Value[] = []): Value[] {
  for (const item of items) {
    meter.spend(1);
    if (isList(item) && depth > 0) flatten(item, depth - 1, meter, into);
    else into.push(item);
  }
  return into;
}

function merge(args: readonly Value[], meter: Meter): Value {
  const maps = args.length === 1 && isList(args[0]!) ? args[0] : args;
  const result = newMap();
  meter.spend(COST_OF_MAP);
  for (const each of maps) {
    if (each === null) continue;
    const source = map(each, 'merge()');
    const keys = Object.keys(source);
    meter.spend(1 + keys.length * 2);
    for (const key of keys) result[key] = source[key]!;
  }
  return result;
}

function sortedKeys(value: Value | undefined, name: string, meter: Meter): string[] {
  const keys = Object.keys(map(value, name));
  meter.allowItems(keys.length * 2);
  return keys.sort(compareText);
}

function range(args: readonly Value[], meter: Meter): Value {
  const [from, to] = args.length === 1 ? [0, whole(args[0], 'range()')] : [whole(args[0], 'range()'), whole(args[1], 'range()')];
  const count = Math.max(0, to - from);
  meter.allowItems(count);
  return Array.from({ length: count }, (_, index) => BigInt(from + index));
}

/** A map of lists from a list of maps, by the text of one member. */
function groupBy(args: readonly Value[], meter: Meter): Value {
  const key = text(args[1], 'groupBy()');
  const result = newMap();
  for (const item of list(args[0], 'groupBy()')) {
    meter.spend(3);
    const member = map(item, 'Each item of groupBy()');
    if (!Object.hasOwn(member, key)) throw new Fault(`An item of groupBy() has no "${key}".`);
    const group = String(member[key] ?? '');
    const members = (result[group] ??= meter.fresh([])) as Value[];
    members.push(item);
  }
  return result;
}

export const LIST_FUNCTIONS: readonly FunctionSpec[] = [
  {
    name: 'sort', group: 'lists', signature: 'sort(list): list', minimum: 1, maximum: 1, result: 'list',
    doc: 'The list in order: numbers by value, texts by code point. By a key: list.sortBy(x, x.price).',
    example: { source: 'sort([3, 1.5, 2])', gives: '[1.5,2,3]' },
    call: ([value], meter) => sort(list(value, 'sort()'), meter),
  },
  {
    name: 'reverse', group: 'lists', signature: 'reverse(list): list', minimum: 1, maximum: 1, result: 'list',
    doc: 'The list from its end.',
    example: { source: 'reverse(sort([2, 3, 1]))', gives: '[3,2,1]' },
    call: ([value], meter) => {
      const items = list(value, 'reverse()');
      meter.allowItems(items.length);
      return [...items].reverse();
    },
  },
  {
    name: 'distinct', group: 'lists', signature: 'distinct(list): list', minimum: 1, maximum: 1, result: 'list',
    doc: 'Each value once, where it stood first.',
    example: { source: 'distinct(["a", "b", "a"])', gives: '["a","b"]' },
    call: ([value], meter) => distinct(list(value, 'distinct()'), meter),
  },
  {
    name: 'first', group: 'lists', signature: 'first(list): value', minimum: 1, maximum: 1,
    doc: 'The first item, or null when there is none.',
    example: { source: 'first([4, 5])', gives: '4' },
    call: ([value]) => list(value, 'first()')[0] ?? null,
  },
  {
    name: 'last', group: 'lists', signature: 'last(list): value', minimum: 1, maximum: 1,
    doc: 'The last item, or null when there is none.',
    example: { source: 'last([4, 5])', gives: '5' },
    call: ([value]) => list(value, 'last()').at(-1) ?? null,
  },
  {
    name: 'flatten', group: 'lists', signature: 'flatten(list, depth?): list', minimum: 1, maximum: 2, result: 'list',
    doc: 'Lists within the list opened, one level deep unless more is asked for.',
    example: { source: 'flatten([[1, 2], [3], 4])', gives: '[1,2,3,4]' },
    call: ([value, depth], meter) => {
      const result = flatten(list(value, 'flatten()'), Math.min(100, depth === undefined ? 1 : whole(depth, 'flatten()')), meter);
      meter.allowItems(result.length);
      return result;
    },
  },
  {
    name: 'range', group: 'lists', signature: 'range(from?, to): list', minimum: 1, maximum: 2, result: 'list',
    doc: 'The whole numbers from one (0 when not said) up to another, not included.',
    example: { source: 'range(3).map(i, i * 10)', gives: '[0,10,20]' },
    call: range,
  },
  {
    name: 'groupBy', group: 'lists', signature: 'groupBy(list, key): map', minimum: 2, maximum: 2, result: 'map',
    doc: 'A list of maps as a map of lists, by one of their members.',
    example: { source: 'groupBy([{"k": "a", "n": 1}, {"k": "b", "n": 2}, {"k": "a", "n": 3}], "k").a.map(x, x.n)', gives: '[1,3]' },
    call: groupBy,
  },
  {
    name: 'keys', group: 'maps', signature: 'keys(map): list', minimum: 1, maximum: 1, result: 'list',
    doc: 'The keys of a map, in order of code points.',
    example: { source: 'keys({"b": 1, "a": 2})', gives: '["a","b"]' },
    call: ([value], meter) => sortedKeys(value, 'keys()', meter),
  },
  {
    name: 'values', group: 'maps', signature: 'values(map): list', minimum: 1, maximum: 1, result: 'list',
    doc: 'The values of a map, in the order of its keys.',
    example: { source: 'values({"b": 1, "a": 2})', gives: '[2,1]' },
    call: ([value], meter) => sortedKeys(value, 'values()', meter).map((key) => map(value, 'values()')[key]!),
  },
  {
    name: 'entries', group: 'maps', signature: 'entries(map): list', minimum: 1, maximum: 1, result: 'list',
    doc: 'A list of {key, value}, in order of keys.',
    example: { source: 'entries({"b": 1, "a": 2}).map(e, e.key + "=" + string(e.value))', gives: '["a=2","b=1"]' },
    call: ([value], meter) =>
      sortedKeys(value, 'entries()', meter).map((key) => {
        meter.spend(COST_OF_MAP);
        const entry = newMap();
        entry.key = key;
        entry.value = map(value, 'entries()')[key]!;
        return entry;
      }),
  },
  {
    name: 'fromEntries', group: 'maps', signature: 'fromEntries(list): map', minimum: 1, maximum: 1, result: 'map',
    doc: 'A map from a list of {key, value}; of equal keys the last wins.',
    example: { source: 'fromEntries([{"key": "a", "value": 1}])', gives: '{"a":1}' },
    call: ([value], meter) => {
      const result = newMap();
      for (const item of list(value, 'fromEntries()')) {
        meter.spend(2);
        const entry = map(item, 'Each item of fromEntries()');
        const key = Object.hasOwn(entry, 'key') ? entry.key! : null;
        if (key === null || typeof key === 'object') throw new Fault(`An item of fromEntries() has a ${typeName(key)} as its key.`);
        result[String(key)] = Object.hasOwn(entry, 'value') ? entry.value! : null;
      }
      return result;
    },
  },
  {
    name: 'merge', group: 'maps', signature: 'merge(a, b, …): map', minimum: 1, maximum: 32, result: 'map',
    doc: 'One map of several (or of a list of maps); a later one wins. Not deep. null counts as empty.',
    example: { source: 'merge({"a": 1, "b": 1}, {"b": 2})', gives: '{"a":1,"b":2}' },
    call: merge,
  },
];
