import { BUILT_IN_QUERIES, isJsonObject, type Definition, type Json, type JsonObject } from '@/engine/index.ts';

export type DeclaredUpdate = { name: string; schema: JsonObject; /** The variables that it sets. */ sets: readonly string[] };

/** What a run of this definition can be told. */
export function declaredUpdates(definition: Definition | null): DeclaredUpdate[] {
  return Object.entries(definition?.updates ?? {}).map(([name, { schema, set }]) => ({ name, schema: isJsonObject(schema as Json | undefined) ? (schema as JsonObject) : {}, sets: Object.keys(set ?? {}) }));
}

/** What a run can be asked: its own queries first, then those that every run answers, unless its own stands in their place. */
export function answeredQueries(definition: Definition | null): { name: string; builtIn: boolean }[] {
  const own = Object.keys(definition?.queries ?? {});
  return [...own.map((name) => ({ name, builtIn: false })), ...BUILT_IN_QUERIES.filter((name) => !own.includes(name)).map((name) => ({ name, builtIn: true }))];
}
