/** Queries that every run answers, whatever its definition says. */
export const BUILT_IN_QUERIES = ['status', 'progress', 'pending', 'outputs'] as const;
export type BuiltInQuery = (typeof BUILT_IN_QUERIES)[number];
