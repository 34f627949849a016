/**
 * SQL: rows of `table` whose run and seq `source` names, without a join. Plans are made once, often while the tables are
 * empty, and a planner that believes in one row joins by going through everything: so the runs are given as an array,
 * which only the primary key serves, and the pairs are a hashed look-up within CASE, which is never turned into a join.
 */
export const rowsByKey = (table: string, source: string): string =>
  `${table}.workspace_id = $1 AND ${table}.run_id = ANY (ARRAY(SELECT run_id FROM ${source})) AND CASE WHEN (${table}.run_id, ${table}.seq) IN (SELECT run_id, seq FROM ${source}) THEN true END`;
