import { Fault } from './fault.ts';
import { Ref } from '../ref.ts';
import { BUDGET, type Meter } from './meter.ts';

/**
 * A value while an expression is evaluated: JSON, integers of CEL (`bigint`), and what optional access gives.
 * Values of the context are used as they are and never changed.
 */
export type Value = null | boolean | number | bigint | string | readonly Value[] | ValueMap | Maybe;
export type ValueMap = { readonly [key: string]: Value };

/** An optional value; `undefined` inside means that there is none. */
export class Maybe {
  constructor(readonly value: Value | undefined) {}
}
export const NONE = new Maybe(undefined);

/** An optional where a plain value is wanted gives its value, or null. */
export function plain(value: Value): Exclude<Value, Maybe> {
  let result = value;
  while (result instanceof Maybe) result = result.value ?? null;
  return result;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMap(value: Value): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Maybe) && !(value instanceof Ref);
}

export function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** The name people know the type by. */
export function typeName(value: Value): 'null' | 'bool' | 'number' | 'string' | 'list' | 'map' {
  const inner = plain(value);
  if (inner === null) return 'null';
  if (typeof inner === 'boolean') return 'bool';
  if (typeof inner === 'string') return 'string';
  if (typeof inner === 'number' || typeof inner === 'bigint') return 'number';
  if (inner instanceof Ref) return inner.type;
  return Array.isArray(inner) ? 'list' : 'map';
}

/** A new map; without a prototype, so that no key is special. */
export function newMap(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}

/** Maps of the context come from JSON and have a prototype; those an evaluation builds have none. */
export function isFreshMap(value: object): boolean {
  return Object.getPrototypeOf(value) === null;
}

export function member(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Moves surrogates above the rest of the basic plane, so that comparing units compares code points. */
function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** Orders by code point: the same everywhere, whatever the locale. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Deep equality; numbers are equal by value, values of different types are not equal. */
export function equal(leftValue: Value, rightValue: Value, meter: Meter, depth = 0): boolean {
  const left = plain(leftValue);
  const right = plain(rightValue);
  meter.spend(1);
  if (left === right) {
    if (typeof left === 'string') meter.spendText(left.length);
    return true;
  }
  if (isNumber(left) && isNumber(right)) return left == right; // eslint-disable-line eqeqeq -- 1n == 1
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (depth > BUDGET.depth) throw new Fault(`A value is nested deeper than ${BUDGET.depth} levels.`, 'budget');
  if (isList(left)) {
    if (!isList(right) || left.length !== right.length) return false;
    return left.every((item, index) => equal(item, right[index]!, meter, depth + 1));
  }
  if (isList(right)) return false;
  const a = left as ValueMap;
  const b = right as ValueMap;
  const keys = Object.keys(a);
  meter.spend(keys.length);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key]!, b[key]!, meter, depth + 1));
}
