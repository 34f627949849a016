/**
 * What must be there when a history belongs to its plan and its state. Everything that the core looks up and cannot miss
 * goes through here, so that a history of another plan is told in one place.
 * @throws Error when it is not there
 */
export function present<T>(value: T | null | undefined, what: string, name: string): T {
  if (value === null || value === undefined) throw new Error(`There is no ${what} "${name}": the history does not belong here.`);
  return value;
}
