import { idSchema } from '@/engine/index.ts';

/** A member of a record as it is being written: its name may not be one yet, and its fields may hold more than its value. */
export type NamedRow<T> = { /** Stays with the row while others are added and taken away. */ key: number; name: string; value: T };
export type NameProblem = 'notName' | 'twice';
type Named = { name: string };

export function rowsOf<T>(record: Readonly<Record<string, T>> | undefined): NamedRow<T>[] {
  return Object.entries(record ?? {}).map(([name, value], key) => ({ key, name, value }));
}

/** One row more, with a name of its own. @param base begins the name */
export function withRow<T>(rows: readonly NamedRow<T>[], base: string, value: T): NamedRow<T>[] {
  return [...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, name: freshName(rows, base), value }];
}

/** What of the rows can stand in the document; nothing at all is no member. Of two rows of one name the first counts. */
export function recordOf<T>(rows: readonly (Named & { value: T })[]): Record<string, T> | undefined {
  const named = rows.filter((_, at) => nameProblem(rows, at) === null);
  return named.length === 0 ? undefined : Object.fromEntries(named.map(({ name, value }) => [name, value]));
}

export function nameProblem(rows: readonly Named[], at: number): NameProblem | null {
  const { name } = rows[at]!;
  if (!idSchema.safeParse(name).success) return 'notName';
  return rows.findIndex((row) => row.name === name) === at ? null : 'twice';
}

/** `query1`, `query2`…: the first that is free. */
export function freshName(rows: readonly Named[], base: string): string {
  for (let number = rows.length + 1; ; number++) if (!rows.some(({ name }) => name === `${base}${number}`)) return `${base}${number}`;
}
