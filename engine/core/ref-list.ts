import { type Json, type JsonObject, pointerToken } from '../definition/json.ts';
import { asValue, Ref, type RefShape, shapeOf } from '../definition/ref.ts';

/** A reference beside the data that it belongs to. `at` is an RFC 6901 pointer to where its value would be. */
export type RefAt = { at: string } & RefShape;

/** The data of an event as JSON: null where a reference stands, and a list of those. */
export function detached(data: Json): { data: Json; refs: RefAt[] } {
  const refs: RefAt[] = [];
  const without = (value: Json, at: string): Json => {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Ref) {
      refs.push({ at, ...shapeOf(value) });
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => without(item, `${at}/${index}`));
    const members: JsonObject = {};
    for (const name of Object.keys(value)) {
      Object.defineProperty(members, name, { value: without(value[name]!, `${at}/${pointerToken(name)}`), enumerable: true, writable: true, configurable: true });
    }
    return members;
  };
  return { data: without(data, ''), refs };
}

/**
 * Puts references back into data that was read, which nobody else has yet.
 * @throws Error when the data has no such place
 */
export function attached(data: Json, refs: readonly RefAt[]): Json {
  for (const { at, ...shape } of refs) {
    const tokens = at.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = tokens.pop();
    let holder: Json = data;
    for (const token of tokens) holder = memberOf(holder, token, at);
    if (last === undefined || memberOf(holder, last, at) !== null) throw new Error(`There is no place for a reference at ${at}.`);
    (holder as JsonObject)[last] = asValue(new Ref(shape));
  }
  return data;
}

function memberOf(holder: Json, token: string, at: string): Json {
  const found = typeof holder === 'object' && holder !== null && Object.hasOwn(holder, token) ? (holder as JsonObject)[token] : undefined;
  if (found === undefined) throw new Error(`There is no place for a reference at ${at}.`);
  return found;
}
