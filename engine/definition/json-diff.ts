import { isJsonObject, pointerToken, type Json } from './json.ts';

/** One place at which two values differ. A side without the member has no `before` or `after`. */
export type ValueChange = {
  /** RFC 6901. An index of a list is that of the side which has the item. */
  pointer: string;
  before?: Json;
  after?: Json;
};

/** Whether two values are the same JSON. Members that are undefined do not exist, and keys have no order. */
export function isSameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) return Array.isArray(right) && left.length === right.length && left.every((item, index) => isSameJson(item, right[index]));
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  return keysOf(left, right).every((key) => isSameJson(member(left, key), member(right, key)));
}

/**
 * Where two values differ, as deep as they can be told apart, in the order of their keys. Of a list, what stands alike at
 * its beginning and its end is the same, so that one item put in is one change.
 */
export function diffJson(before: Json | undefined, after: Json | undefined, pointer = ''): ValueChange[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) return diffList(before, after, pointer);
  if (isJsonObject(before) && isJsonObject(after)) return keysOf(before, after).flatMap((key) => diffJson(member(before, key), member(after, key), `${pointer}/${pointerToken(key)}`));
  return [changeOf(pointer, before, after)];
}

/** A change of a whole member. */
export function changeOf(pointer: string, before: Json | undefined, after: Json | undefined): ValueChange {
  return { pointer, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function diffList(before: readonly Json[], after: readonly Json[], pointer: string): ValueChange[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSameJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSameJson(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
  const changes: ValueChange[] = [];
  for (let index = start; index < Math.max(before.length, after.length) - end; index++) {
    const old = index < before.length - end ? before[index] : undefined;
    const now = index < after.length - end ? after[index] : undefined;
    changes.push(...diffJson(old, now, `${pointer}/${index}`));
  }
  return changes;
}

function keysOf(left: object, right: object): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
}

/** What `constructor` and the like say by inheritance is not in the document. */
function member(value: Readonly<Record<string, Json | undefined>>, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
