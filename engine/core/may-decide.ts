import { personOf } from '../definition/person.ts';

/** Whether a person is one of those who may not decide, however the name is written. */
export function isExcluded(excluded: readonly string[] | undefined, name: string): boolean {
  if (excluded === undefined || excluded.length === 0) return false;
  const person = personOf(name);
  return excluded.some((other) => personOf(other) === person);
}
