import { asValue, Ref } from './ref.ts';
import { isStorable } from './storable-text.ts';

/** Values that may stand in a history: what JSON can say, and nothing else. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** Thrown when a value cannot be written as canonical JSON. `pointer` is an RFC 6901 JSON pointer. */
export class NotJsonError extends Error {
  constructor(
    readonly pointer: string,
    reason: string,
  ) {
    super(`${reason} at ${pointer === '' ? 'the top' : pointer}`);
    this.name = 'NotJsonError';
  }
}

/** RFC 6901: `~` and `/` are escaped inside a token. */
export function pointerToken(key: string | number): string {
  return String(key).replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Returns `value` as plain JSON: keys sorted, −0 as 0, `undefined` members dropped. References stay what they are.
 * @throws NotJsonError for NaN, infinities, NUL, lone surrogates, functions, cycles and anything else JSON cannot carry.
 */
export function toJson(value: unknown): Json {
  return convert(value, [], []);
}

/** Canonical text of a value: equal values give equal text, so it can be hashed and compared. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(toJson(value));
}

/**
 * @param way keys from the top to `value`: written out as a pointer only when something is wrong, which is rare, and this runs for each value of each event
 * @param above what it stands in
 */
function convert(value: unknown, way: (string | number)[], above: object[]): Json {
  switch (typeof value) {
    case 'string':
      if (!isStorable(value)) throw notJson(way, 'NUL or a lone surrogate in a string');
      return value;
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw notJson(way, `${value} is not a JSON number`);
      return value === 0 ? 0 : value;
    case 'object':
      break;
    default:
      throw notJson(way, `a ${typeof value} is not JSON`);
  }
  if (value === null) return null;
  if (value instanceof Ref) return asValue(value);
  if (above.includes(value)) throw notJson(way, 'a value that contains itself');
  above.push(value);
  const result = Array.isArray(value) ? convertArray(value, way, above) : convertObject(value, way, above);
  above.pop();
  return result;
}

function convertArray(value: readonly unknown[], way: (string | number)[], above: object[]): Json[] {
  return value.map((item, index) => {
    way.push(index);
    const converted = convert(item === undefined ? null : item, way, above);
    way.pop();
    return converted;
  });
}

function convertObject(value: object, way: (string | number)[], above: object[]): JsonObject {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw notJson(way, `a ${value.constructor?.name ?? 'foreign object'} is not plain JSON`);
  const result: JsonObject = {};
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    if (!isStorable(key)) throw notJson(way, 'NUL or a lone surrogate in a key');
    way.push(key);
    const converted = convert(member, way, above);
    way.pop();
    // A plain assignment to __proto__ would change the prototype instead of adding a member.
    if (key === '__proto__') Object.defineProperty(result, key, { value: converted, enumerable: true, writable: true, configurable: true });
    else result[key] = converted;
  }
  return result;
}

function notJson(way: readonly (string | number)[], reason: string): NotJsonError {
  return new NotJsonError(way.map((key) => `/${pointerToken(key)}`).join(''), reason);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
