import type { Sql } from '../sql.ts';

/**
 * A witness in the database itself: who held a task when it was closed. No history tells that, for a task's claim is no
 * event, and an outcome of somebody who had lost it would look like any other.
 */
export async function callWitness(sql: Sql): Promise<void> {
  await sql.query(`
    CREATE TABLE chaos_closed (run_id text NOT NULL, seq int NOT NULL, worker text, PRIMARY KEY (run_id, seq));
    CREATE FUNCTION chaos_close() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO chaos_closed SELECT run_id, seq, worker FROM gone ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$;
    CREATE TRIGGER chaos_close AFTER DELETE ON tasks REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION chaos_close();
  `);
}

/** Outcomes of an attempt that was not held any more by who handed them in. The sweeper and who gives up a lost task hand in without holding it, and do not say when it began. */
export async function unheldOutcomes(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query(`SELECT e.run_id, e.data->>'task' AS task, e.data->>'worker' AS worker, c.worker AS holder FROM events e
    JOIN chaos_closed c ON c.run_id = e.run_id AND c.seq = (e.data->>'task')::int
    WHERE NOT e.derived AND e.type IN ('step.completed', 'attempt.failed') AND e.data->>'startedAt' IS NOT NULL AND e.data->>'worker' IS DISTINCT FROM c.worker`);
  return rows.map((row) => `the outcome of task ${String(row['task'])} of ${String(row['run_id'])} comes from ${String(row['worker'])}, and ${String(row['holder'])} held it`);
}
