import { asValue, Ref } from './ref.ts';

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

const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Returns `value` as plain JSON: keys sorted, −0 as 0, `undefined` members dropped. References stay what they are.
 * @throws NotJsonError for NaN, infinities, NUL, lone surrogates, functions, cycles and anything else JSON cannot carry.
 */
export function toJson(value: unknown): Json {
  return convert(value, '', new Set());
}

/** Canonical text of a value: equal values give equal text, so it can be hashed and compared. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(toJson(value));
}

function convert(value: unknown, pointer: string, above: Set<object>): Json {
  switch (typeof value) {
    case 'string':
      if (UNSTORABLE.test(value)) throw new NotJsonError(pointer, 'NUL or a lone surrogate in a string');
      return value;
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new NotJsonError(pointer, `${value} is not a JSON number`);
      return value === 0 ? 0 : value;
    case 'object':
      break;
    default:
      throw new NotJsonError(pointer, `a ${typeof value} is not JSON`);
  }
  if (value === null) return null;
  if (above.has(value)) throw new NotJsonError(pointer, 'a value that contains itself');
  above.add(value);
  const result = Array.isArray(value)
    ? value.map((item, index) => convert(item === undefined ? null : item, `${pointer}/${index}`, above))
    : value instanceof Ref ? asValue(value) : convertObject(value, pointer, above);
  above.delete(value);
  return result;
}

function convertObject(value: object, pointer: string, above: Set<object>): JsonObject {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new NotJsonError(pointer, `a ${value.constructor?.name ?? 'foreign object'} is not plain JSON`);
  }
  const result: JsonObject = {};
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    if (UNSTORABLE.test(key)) throw new NotJsonError(pointer, 'NUL or a lone surrogate in a key');
    const converted = convert(member, `${pointer}/${pointerToken(key)}`, above);
    // A plain assignment to __proto__ would change the prototype instead of adding a member.
    if (key === '__proto__') Object.defineProperty(result, key, { value: converted, enumerable: true, writable: true, configurable: true });
    else result[key] = converted;
  }
  return result;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
