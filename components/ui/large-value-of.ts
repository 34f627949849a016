import { largeValueSchema, Ref, refsIn, type Json, type RefShape } from '@/engine/index.ts';

/** What is told of a large value: a reference of a folded state, or what the API writes in its place. Null for any other value. */
export function largeValueOf(value: Json | undefined): RefShape | null {
  if (typeof value !== 'object' || value === null) return null;
  if (value instanceof Ref) return value;
  if (!('ref' in value) || Object.keys(value).length !== 1) return null;
  const told = largeValueSchema.safeParse(value);
  return told.success ? told.data.ref : null;
}

/** Whether there is a large value in it, at any depth: it is not to be taken for the value itself. */
export function holdsLargeValue(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (largeValueOf(value) !== null || refsIn(value).length > 0) return true;
  return Object.values(value).some(holdsLargeValue);
}
