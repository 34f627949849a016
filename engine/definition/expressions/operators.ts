import { Fault } from './fault.ts';
import type { Meter } from './meter.ts';
import { compareText, equal, isList, isMap, isNumber, plain, typeName, type Value } from './value.ts';

const MAXIMUM_INT = 9_223_372_036_854_775_807n;
const MINIMUM_INT = -9_223_372_036_854_775_808n;

export type BinaryOperator = (left: Value, right: Value, meter: Meter) => Value;

function int(value: bigint): bigint {
  if (value > MAXIMUM_INT || value < MINIMUM_INT) throw new Fault('An integer grew beyond 64 bits.');
  return value;
}

function double(value: number): number {
  if (!Number.isFinite(value)) throw new Fault('A number grew beyond what a number can hold.');
  return value;
}

function noOverload(operator: string, left: Value, right: Value): Fault {
  const types = `${typeName(left)} ${operator} ${typeName(right)}`;
  const text = typeName(left) === 'string' || typeName(right) === 'string';
  return new Fault(`${types} cannot be computed.${operator === '+' && text ? ' Turn the other side into text with string(…).' : ''}`);
}

/** Two integers of the expression stay integers, as CEL has it; as soon as a JSON number is there, both are doubles. */
function arithmetic(operator: string, onInts: (a: bigint, b: bigint) => bigint, onDoubles: (a: number, b: number) => number): BinaryOperator {
  return (leftValue, rightValue) => {
    const left = plain(leftValue);
    const right = plain(rightValue);
    if (typeof left === 'number' && typeof right === 'number') return double(onDoubles(left, right));
    if (typeof left === 'bigint' && typeof right === 'bigint') return int(onInts(left, right));
    if (isNumber(left) && isNumber(right)) return double(onDoubles(Number(left), Number(right)));
    throw noOverload(operator, left, right);
  };
}

function nonZero<T extends number | bigint>(value: T): T {
  if (Number(value) === 0) throw new Fault('Division by zero.');
  return value;
}

const addNumbers = arithmetic('+', (a, b) => a + b, (a, b) => a + b);

function add(leftValue: Value, rightValue: Value, meter: Meter): Value {
  const left = plain(leftValue);
  const right = plain(rightValue);
  if (typeof left === 'string' && typeof right === 'string') {
    meter.allowText(left.length + right.length);
    return left + right;
  }
  if (isList(left) && isList(right)) {
    meter.allowItems(left.length + right.length);
    return meter.fresh(left.concat(right));
  }
  return addNumbers(left, right, meter);
}

/** Negative, zero or positive. Numbers by value, texts by code point, false before true. */
export function compare(leftValue: Value, rightValue: Value, meter: Meter): number {
  const left = plain(leftValue);
  const right = plain(rightValue);
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') {
    meter.spendText(Math.min(left.length, right.length) * 4);
    return compareText(left, right);
  }
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  throw new Fault(`${typeName(left)} and ${typeName(right)} have no order between them.`);
}

function contains(item: Value, collectionValue: Value, meter: Meter): boolean {
  const collection = plain(collectionValue);
  if (isList(collection)) return collection.some((other) => equal(item, other, meter));
  const key = plain(item);
  if (isMap(collection)) return Object.hasOwn(collection, typeof key === 'string' ? key : String(key));
  throw new Fault(`"in" looks into a list or a map, not into a ${typeName(collection)}.${typeof collection === 'string' ? ' For text there is contains(text, part).' : ''}`);
}

export const BINARY: Readonly<Record<string, BinaryOperator>> = {
  '+': add,
  '-': arithmetic('-', (a, b) => a - b, (a, b) => a - b),
  '*': arithmetic('*', (a, b) => a * b, (a, b) => a * b),
  '/': arithmetic('/', (a, b) => a / nonZero(b), (a, b) => a / nonZero(b)),
  '%': arithmetic('%', (a, b) => a % nonZero(b), (a, b) => a % nonZero(b)),
  '==': equal,
  '!=': (left, right, meter) => !equal(left, right, meter),
  '<': (left, right, meter) => compare(left, right, meter) < 0,
  '<=': (left, right, meter) => compare(left, right, meter) <= 0,
  '>': (left, right, meter) => compare(left, right, meter) > 0,
  '>=': (left, right, meter) => compare(left, right, meter) >= 0,
  in: contains,
};

export function negate(value: Value): Value {
  const inner = plain(value);
  if (typeof inner === 'bigint') return int(-inner);
  if (typeof inner === 'number') return -inner;
  throw new Fault(`A ${typeName(inner)} has no negative.`);
}

export function truth(value: Value, what: string): boolean {
  const inner = plain(value);
  if (typeof inner === 'boolean') return inner;
  throw new Fault(`${what} must be true or false, but is a ${typeName(inner)}.`);
}
