import type pg from 'pg';

/** Bytes of the tables with their indexes, and of the write-ahead log so far. */
export async function storageOf(sql: pg.Client): Promise<{ rows: number; log: number }> {
  const { rows } = await sql.query<{ rows: number; log: number }>(
    `SELECT sum(pg_total_relation_size(c.oid))::float8 AS rows, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS log FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'`,
  );
  return rows[0]!;
}
