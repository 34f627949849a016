import type { Json, JsonObject } from '../json.ts';
import { Ref } from '../ref.ts';
import { isStorable } from '../storable-text.ts';
import { Fault } from './fault.ts';
import { BUDGET, type Meter } from './meter.ts';
import { compareText, isFreshMap, isList, plain, type Value, type ValueMap } from './value.ts';

/**
 * Turns the value of an expression into canonical JSON: integers to numbers, keys sorted, optionals to their value or
 * null. What comes from the context is canonical already and is shared, not copied, so that `{{ input }}` costs the same
 * whatever stands in the input.
 */
export function toResult(value: Value, meter: Meter): Json {
  const inner = plain(value);
  if (isForeign(inner, meter)) return inner as Json;
  return convert(inner, meter, 0);
}

function isForeign(value: Value, meter: Meter): boolean {
  return typeof value === 'object' && value !== null && !isFreshMap(value) && !meter.isFresh(value);
}

function convert(value: Value, meter: Meter, depth: number): Json {
  const inner = plain(value);
  meter.spend(2);
  switch (typeof inner) {
    case 'string':
      if (depth > 0) meter.grow(inner.length);
      if (!isStorable(inner)) throw new Fault('The result holds a NUL or half of a surrogate pair, which JSON cannot store.');
      return inner;
    case 'bigint':
      return Number(inner);
    case 'number':
      if (!Number.isFinite(inner)) throw new Fault(`The result is ${inner}, which is not a JSON number.`);
      return inner === 0 ? 0 : inner;
    case 'boolean':
      return inner;
    default:
  }
  if (inner === null) return null;
  if (isForeign(inner, meter)) {
    payForShared(inner as Json, meter);
    return inner as Json;
  }
  if (depth > BUDGET.depth) throw new Fault(`The result is nested deeper than ${BUDGET.depth} levels.`, 'budget');
  if (isList(inner)) return inner.map((item) => convert(item, meter, depth + 1));
  const result: JsonObject = {};
  const keys = Object.keys(inner).sort(compareText);
  meter.spend(keys.length * 2);
  for (const key of keys) {
    meter.grow(key.length);
    if (!isStorable(key)) throw new Fault('The result has a key with a NUL or half of a surrogate pair, which JSON cannot store.');
    setMember(result, key, convert((inner as ValueMap)[key]!, meter, depth + 1));
  }
  return result;
}

/** A plain assignment to `__proto__` would change the prototype instead of adding a member. */
export function setMember(target: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  else target[key] = value;
}

type Size = { nodes: number; characters: number };
/** Values of a history never change, so their size is counted once; the charge is the same whether it was known or not. */
const sizes = new WeakMap<object, Size>();

/** Pays for a value of the context that becomes part of something larger: shared in memory, but written out each time. */
export function payForShared(value: Json, meter: Meter): void {
  if (typeof value === 'string') return meter.grow(value.length);
  if (typeof value !== 'object' || value === null) return;
  let size = sizes.get(value);
  if (!size) {
    size = { nodes: 0, characters: 0 };
    measure(value, size, 0);
    sizes.set(value, size);
  }
  meter.spend(1 + (size.nodes >> 3));
  meter.grow(size.characters + size.nodes);
}

function measure(value: Json, size: Size, depth: number): void {
  size.nodes++;
  if (value instanceof Ref) {
    size.characters += value.bytes;
    return;
  }
  if (typeof value === 'string') size.characters += value.length;
  if (typeof value !== 'object' || value === null) return;
  if (depth > BUDGET.depth) throw new Fault(`A value is nested deeper than ${BUDGET.depth} levels.`, 'budget');
  if (Array.isArray(value)) {
    for (const item of value) measure(item, size, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    size.characters += key.length;
    measure(value[key]!, size, depth + 1);
  }
}

/**
 * Text of a value where text is joined: strings as they are, null as nothing, lists and maps as canonical JSON.
 */
export function toText(value: Value, meter: Meter): string {
  const inner = meter.whole(plain(value));
  if (inner === null) return '';
  if (typeof inner === 'string') return inner;
  if (typeof inner === 'object') return toJsonText(inner, meter);
  return String(inner === 0 ? 0 : inner);
}

/** Canonical JSON text of a value. */
export function toJsonText(value: Value, meter: Meter): string {
  const inner = meter.whole(plain(value));
  if (isForeign(inner, meter)) payForShared(inner as Json, meter);
  const text = JSON.stringify(toResult(inner, meter));
  // Writing JSON costs about an operation for each eight characters.
  meter.spend(text.length >> 3);
  meter.allowText(text.length);
  return text;
}
