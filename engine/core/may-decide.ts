import { personOf } from '../definition/person.ts';

/** In runs of before, one person was whoever wrote a name in the same letters, and what was computed of who decides was taken as far as it went. */
export const STRICT_PEOPLE_SINCE = 5;

/** Whether two names are one person's, however they are written: otherwise one person alone makes up a quorum of two. */
export function isSamePerson(coreVersion: number, left: string, right: string): boolean {
  return coreVersion < STRICT_PEOPLE_SINCE ? left === right : personOf(left) === personOf(right);
}

/** Whether a person is one of those who may not decide, however the name is written. */
export function isExcluded(excluded: readonly string[] | undefined, name: string): boolean {
  if (excluded === undefined || excluded.length === 0) return false;
  const person = personOf(name);
  return excluded.some((other) => personOf(other) === person);
}
