import { isJsonObject, Ref, refsIn, type Json, type RefShape } from '@/engine/index.ts';

/** What is told of a large value: a reference of a folded state, or what the API writes in its place. Null for any other value. */
export function largeValueOf(value: Json | undefined): RefShape | null {
  if (typeof value !== 'object' || value === null) return null;
  if (value instanceof Ref) return value;
  if (!('ref' in value) || Object.keys(value).length !== 1 || !isJsonObject(value.ref)) return null;
  const { hash, bytes, type, length, ...more } = value.ref;
  const known = TYPES.find((each) => each === type);
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash) || known === undefined || !isInteger(bytes) || !isInteger(length) || Object.keys(more).length > 0) return null;
  return { hash, bytes, type: known, length };
}

const TYPES = ['string', 'list', 'map'] as const satisfies readonly RefShape['type'][];
const isInteger = (value: Json | undefined): value is number => Number.isInteger(value);

/** Whether there is a large value in it, at any depth: it is not to be taken for the value itself. */
export function holdsLargeValue(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (largeValueOf(value) !== null || refsIn(value).length > 0) return true;
  return Object.values(value).some(holdsLargeValue);
}
