import { NARROW } from '../load/flows.ts';
import type { Known } from '../load/load.ts';
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

/** What schedules tell of runs that they could not cancel: the next instant takes its place in the row. */
export async function hearSchedules(sql: Sql): Promise<void> {
  await sql.query(`
    CREATE TABLE chaos_uncancelled (workflow_id text NOT NULL, message text NOT NULL);
    CREATE FUNCTION chaos_hear() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO chaos_uncancelled VALUES (NEW.workflow_id, NEW.last_problem->>'message');
      RETURN NULL;
    END $$;
    CREATE TRIGGER chaos_hear AFTER UPDATE OF last_problem ON triggers FOR EACH ROW WHEN (NEW.last_problem->>'code' = 'not_cancelled') EXECUTE FUNCTION chaos_hear();
  `);
}

/** Limits a queue, and lets the database itself look with each claim whether more is held of it than may be. */
export async function watchNarrow(sql: Sql): Promise<void> {
  await sql.query(`
    INSERT INTO queue_limits (workspace_id, queue, concurrency, changed_at) VALUES ('default', '${NARROW.queue}', ${NARROW.concurrency}, 0);
    CREATE TABLE chaos_narrow (at timestamptz NOT NULL, held int NOT NULL);
    CREATE FUNCTION chaos_narrow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM changed WHERE queue = '${NARROW.queue}' AND token IS NOT NULL) THEN
        INSERT INTO chaos_narrow SELECT clock_timestamp(), count(*) FROM tasks WHERE workspace_id = 'default' AND queue = '${NARROW.queue}' AND token IS NOT NULL;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER chaos_narrow AFTER UPDATE ON tasks REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION chaos_narrow();
  `);
}

/** What went on at once of the limited queue beyond its limit; and that the look was taken at all. */
export async function tooWide(sql: Sql, known: readonly Known[]): Promise<string[]> {
  const { rows } = await sql.query('SELECT count(*)::int AS claims, max(held) AS most FROM chaos_narrow');
  const [claims, most] = [Number(rows[0]?.['claims']), Number(rows[0]?.['most'])];
  if (claims === 0 && known.some(({ kind, standing }) => kind === `chaos-${NARROW.queue}` && standing?.status === 'completed')) return ['runs on the limited queue completed, and nothing of it was claimed'];
  return most > NARROW.concurrency ? [`${most} tasks of the queue "${NARROW.queue}" were held at once, and ${NARROW.concurrency} may be`] : [];
}

/** Outcomes of an attempt that was not held any more by who handed them in. The sweeper and who gives up a lost task hand in without holding it, and do not say when it began. */
export async function unheldOutcomes(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query(`SELECT e.run_id, e.data->>'task' AS task, e.data->>'worker' AS worker, c.worker AS holder FROM events e
    JOIN chaos_closed c ON c.run_id = e.run_id AND c.seq = (e.data->>'task')::int
    WHERE NOT e.derived AND e.type IN ('step.completed', 'attempt.failed') AND e.data->>'startedAt' IS NOT NULL AND e.data->>'worker' IS DISTINCT FROM c.worker`);
  return rows.map((row) => `the outcome of task ${String(row['task'])} of ${String(row['run_id'])} comes from ${String(row['worker'])}, and ${String(row['holder'])} held it`);
}
