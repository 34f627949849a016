import { idSchema } from '@/engine/index.ts';

/** A member of a record as it is being written: its name may not be one yet. */
export type NamedRow<T> = { name: string; value: T };
export type NameProblem = 'notName' | 'twice';

export function rowsOf<T>(record: Readonly<Record<string, T>> | undefined): NamedRow<T>[] {
  return Object.entries(record ?? {}).map(([name, value]) => ({ name, value }));
}

/** What of the rows can stand in the document; nothing at all is no member. Of two rows of one name the first counts. */
export function recordOf<T>(rows: readonly NamedRow<T>[]): Record<string, T> | undefined {
  const named = rows.filter((_, at) => nameProblem(rows, at) === null);
  return named.length === 0 ? undefined : Object.fromEntries(named.map(({ name, value }) => [name, value]));
}

export function nameProblem(rows: readonly NamedRow<unknown>[], at: number): NameProblem | null {
  const { name } = rows[at]!;
  if (!idSchema.safeParse(name).success) return 'notName';
  return rows.findIndex((row) => row.name === name) === at ? null : 'twice';
}

/** `query1`, `query2`…: the first that is free. */
export function freshName(rows: readonly NamedRow<unknown>[], base: string): string {
  for (let number = rows.length + 1; ; number++) if (!rows.some(({ name }) => name === `${base}${number}`)) return `${base}${number}`;
}
