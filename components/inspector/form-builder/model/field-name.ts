/** Why a name cannot be that of a field. */
export type FieldNameProblem = 'empty' | 'notName' | 'reserved' | 'taken';

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
/** Names after whose dot an expression cannot be read, and the one that objects keep for themselves. */
const RESERVED = new Set(['in', 'true', 'false', 'null', '__proto__']);

/** A field is read as `input.name`, so its name must be one that an expression can say. @param others names of the other fields */
export function fieldNameProblem(name: string, others: readonly string[]): FieldNameProblem | null {
  if (name === '') return 'empty';
  if (!NAME.test(name)) return 'notName';
  if (RESERVED.has(name)) return 'reserved';
  return others.includes(name) ? 'taken' : null;
}

/** Whether a field of this name keeps its place among others: JavaScript puts members that are numbers before all others. */
export function isStableName(name: string): boolean {
  return name !== '' && name !== '__proto__' && !/^\d+$/.test(name);
}

/** `field3`: a name that is free. */
export function freshFieldName(base: string, taken: readonly string[]): string {
  for (let number = taken.length + 1; ; number++) if (!taken.includes(`${base}${number}`)) return `${base}${number}`;
}

/** `amount2`: a name for a second one like it. */
export function copyName(name: string, taken: readonly string[]): string {
  const base = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_').replace(/\d+$/, '').slice(0, 60) || 'field';
  for (let number = 2; ; number++) if (!taken.includes(`${base}${number}`)) return `${base}${number}`;
}
