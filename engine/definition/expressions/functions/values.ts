import { Fault } from '../fault.ts';
import { text, type FunctionSpec } from '../function-spec.ts';
import { BUDGET, COST_OF_MAP, type Meter } from '../meter.ts';
import { toJsonText, toText } from '../result.ts';
import { isList, isMap, newMap, typeName, type Value, type ValueMap } from '../value.ts';
import { codePoints } from './text.ts';

const INTEGER = /^[+-]?\d{1,18}$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

function toInt(value: Value): Value {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number' && Math.abs(value) < 2 ** 63) return BigInt(Math.trunc(value));
  if (typeof value === 'string' && INTEGER.test(value.trim())) return BigInt(value.trim().replace('+', ''));
  throw new Fault(`int() cannot read ${describe(value)} as a whole number.`);
}

function toDouble(value: Value): Value {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && value.length < 400 && NUMBER.test(value.trim()) && Number.isFinite(Number(value))) return Number(value);
  throw new Fault(`double() cannot read ${describe(value)} as a number.`);
}

function toBool(value: Value): Value {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Fault(`bool() reads "true" and "false", not ${describe(value)}.`);
}

function describe(value: Value): string {
  return typeof value === 'string' ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"` : `a ${typeName(value)}`;
}

/** Makes what was parsed our own, so that the result is checked and its keys are sorted like any other. */
function adopt(value: Value, meter: Meter, depth: number): Value {
  meter.spend(2);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > BUDGET.depth) throw new Fault(`parseJson() reads at most ${BUDGET.depth} levels.`, 'budget');
  if (isList(value)) return meter.fresh(value.map((item) => adopt(item, meter, depth + 1)));
  const result = newMap();
  meter.spend(COST_OF_MAP);
  for (const key of Object.keys(value)) result[key] = adopt((value as ValueMap)[key]!, meter, depth + 1);
  return result;
}

export const VALUE_FUNCTIONS: readonly FunctionSpec[] = [
  {
    name: 'size', group: 'values', signature: 'size(value): int', minimum: 1, maximum: 1, result: 'number',
    doc: 'How many items a list has, members a map, or characters (code points) a text.',
    example: { source: 'size([1, 2, 3])', gives: '3' },
    call: ([value], meter) => {
      if (typeof value === 'string') {
        meter.spendText(value.length * 8);
        return BigInt(codePoints(value));
      }
      if (value !== undefined && isList(value)) return BigInt(value.length);
      if (value !== undefined && isMap(value)) {
        const count = Object.keys(value).length;
        meter.spend(count >> 2);
        return BigInt(count);
      }
      throw new Fault(`size() takes a text, a list or a map, not a ${typeName(value ?? null)}.`);
    },
    ofRef: ({ length }) => BigInt(length),
  },
  {
    name: 'type', group: 'values', signature: 'type(value): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'null, bool, number, string, list or map.',
    example: { source: 'type({"a": 1})', gives: '"map"' },
    call: ([value]) => typeName(value!),
    ofRef: ({ type }) => type,
  },
  {
    name: 'string', group: 'values', signature: 'string(value): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'The value as text; lists and maps as JSON, null as an empty text.',
    example: { source: 'string(12) + " items"', gives: '"12 items"' },
    call: ([value], meter) => toText(value!, meter),
  },
  {
    name: 'int', group: 'values', signature: 'int(value): int', minimum: 1, maximum: 1, result: 'number',
    doc: 'A whole number from a number (the fraction is cut off), a text or a bool. Two whole numbers divide without a fraction.',
    example: { source: 'int("42") / 5', gives: '8' },
    call: ([value]) => toInt(value!),
  },
  {
    name: 'double', group: 'values', signature: 'double(value): double', minimum: 1, maximum: 1, result: 'number',
    doc: 'A number that may have a fraction, from a number, a text or a bool.',
    example: { source: 'double(7) / 2', gives: '3.5' },
    call: ([value]) => toDouble(value!),
  },
  {
    name: 'bool', group: 'values', signature: 'bool(value): bool', minimum: 1, maximum: 1, result: 'bool',
    doc: 'True or false from a bool or from the text "true" or "false".',
    example: { source: 'bool("true")', gives: 'true' },
    call: ([value]) => toBool(value!),
  },
  {
    name: 'toJson', group: 'values', signature: 'toJson(value): string', minimum: 1, maximum: 1, result: 'string',
    doc: 'The value as canonical JSON text: keys sorted, no spaces.',
    example: { source: 'toJson({"b": [1, null], "a": "x"})', gives: '"{\\"a\\":\\"x\\",\\"b\\":[1,null]}"' },
    call: ([value], meter) => toJsonText(value!, meter),
  },
  {
    name: 'parseJson', group: 'values', signature: 'parseJson(text): value', minimum: 1, maximum: 1,
    doc: 'Reads JSON text.',
    example: { source: 'parseJson("{\\"a\\": [1, 2]}").a', gives: '[1,2]' },
    call: ([value], meter) => {
      const source = text(value, 'parseJson()');
      // Parsing costs about an operation for each six characters, far more than copying them.
      meter.spend(source.length >> 2);
      try {
        return adopt(JSON.parse(source) as Value, meter, 0);
      } catch (error) {
        if (error instanceof Fault) throw error;
        throw new Fault('parseJson() was given a text that is not JSON.');
      }
    },
  },
];
