import type { Ref } from '../ref.ts';
import { Fault } from './fault.ts';
import type { Meter } from './meter.ts';
import { isList, isMap, isNumber, typeName, type Value, type ValueMap } from './value.ts';

/** A function expressions may call, as `name(a, b)` or `a.name(b)`. Editor, docs and tests read the same list. */
export type FunctionSpec = {
  name: string;
  group: 'values' | 'text' | 'numbers' | 'lists' | 'maps' | 'dates' | 'encoding';
  signature: string;
  doc: string;
  /** An expression without references, and what it gives as JSON; run as a test. */
  example: { source: string; gives: string };
  minimum: number;
  maximum: number;
  /** Type of the result where it is always the same; as `typeName` tells it. */
  result?: ReturnType<typeof typeName>;
  call: (args: readonly Value[], meter: Meter) => Value;
  /** The same of one large value, where the reference to it says enough. */
  ofRef?: (ref: Ref) => Value;
};

export function text(value: Value | undefined, what: string): string {
  if (typeof value === 'string') return value;
  throw new Fault(`${what} takes a text, not a ${typeName(value ?? null)}.${isNumber(value ?? null) ? ' string(…) turns a number into text.' : ''}`);
}

export function number(value: Value | undefined, what: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw new Fault(`${what} takes a number, not a ${typeName(value ?? null)}.`);
}

export function whole(value: Value | undefined, what: string): number {
  const result = number(value, what);
  if (!Number.isInteger(result)) throw new Fault(`${what} takes a whole number, not ${result}.`);
  return result;
}

export function list(value: Value | undefined, what: string): readonly Value[] {
  if (value !== undefined && isList(value)) return value;
  throw new Fault(`${what} takes a list, not a ${typeName(value ?? null)}.`);
}

export function map(value: Value | undefined, what: string): ValueMap {
  if (value !== undefined && isMap(value)) return value;
  throw new Fault(`${what} takes a map, not a ${typeName(value ?? null)}.`);
}
