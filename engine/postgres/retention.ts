import type pg from 'pg';
import type { Swept } from '../ports/store.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** Every table whose rows belong to a run, but that of the runs. A test holds it against the database. */
export const TABLES_OF_A_RUN = ['events', 'payloads', 'snapshots', 'approvals', 'dead_letters', 'activity_cache', 'parked_inputs', 'stored_writes', 'queue_claims', 'tasks', 'timers'] as const;

/** Events that one transaction deletes at most, unless a single run has more. */
const EVENTS_AT_ONCE = 50_000;
const DAY_MS = 86_400_000;

/** Held to the end of the transaction: one process at a time. */
const LOCK = `SELECT pg_try_advisory_xact_lock(hashtextextended('heddle retention ' || $1, 0)) AS mine`;

/**
 * The runs that ended first, but none whose parent goes on (it may still ask for it) and none that still has something
 * to say to another run, or another to it. Locked, so that a retry of one and its deletion exclude each other.
 */
const OLD = `SELECT r.id, r.seq FROM runs r
WHERE r.workspace_id = $1 AND r.ended_at < $2::int8 AND r.status IN ('completed', 'failed', 'cancelled', 'terminated', 'timed_out')
  AND NOT EXISTS (SELECT 1 FROM runs p WHERE p.workspace_id = $1 AND p.id = r.parent_run_id AND p.status IN ('queued', 'running', 'paused', 'compensating'))
  AND r.id NOT IN (SELECT o.source_run_id FROM outbox o WHERE o.workspace_id = $1)
  AND r.id NOT IN (SELECT o.target_run_id FROM outbox o WHERE o.workspace_id = $1 AND o.target_run_id IS NOT NULL)
ORDER BY r.ended_at LIMIT $3 FOR UPDATE OF r SKIP LOCKED`;

/** Documents of runs that are gone and of no version. Whoever starts a run on one has just touched it. */
const UNUSED = `DELETE FROM definitions d WHERE d.workspace_id = $1 AND d.created_at < $2::int8
  AND d.id NOT IN (SELECT r.definition_id FROM runs r WHERE r.workspace_id = $1) AND d.id NOT IN (SELECT v.definition_id FROM workflow_versions v WHERE v.workspace_id = $1)
  AND d.id NOT IN (SELECT unnest(string_to_array(r.earlier_definitions, ' ')) FROM runs r WHERE r.workspace_id = $1 AND r.earlier_definitions IS NOT NULL)`;

const EXPIRED = `DELETE FROM activity_cache WHERE ctid = ANY (ARRAY(SELECT ctid FROM activity_cache WHERE expires_at < $1::int8 ORDER BY expires_at LIMIT $2))`;

/** Deletes a batch of runs that ended before an instant, with everything that is theirs; all of a run or nothing of it. */
export async function deleteOldRuns(scope: Scope, endedBefore: number, limit: number): Promise<Swept> {
  return await alone(scope, async (client) => {
    const old = (await client.query<{ id: string; seq: number }>(OLD, [scope.workspaceId, endedBefore, limit])).rows;
    let events = 0;
    const ids: string[] = [];
    for (const { id, seq } of old) {
      if (ids.length > 0 && events + seq > EVENTS_AT_ONCE) break;
      ids.push(id);
      events += seq;
    }
    if (ids.length === 0) return { deleted: 0, more: false };
    for (const table of TABLES_OF_A_RUN) await client.query(`DELETE FROM ${table} WHERE workspace_id = $1 AND run_id = ANY ($2::text[])`, [scope.workspaceId, ids]);
    await client.query('DELETE FROM runs WHERE workspace_id = $1 AND id = ANY ($2::text[])', [scope.workspaceId, ids]);
    return { deleted: ids.length, more: ids.length < old.length || old.length === limit };
  });
}

/** Deletes documents that nothing refers to and that nobody has used since an instant, at least a day ago. */
export async function deleteUnusedDefinitions(scope: Scope, usedBefore: number): Promise<Swept> {
  return await alone(scope, async (client) => {
    const { rowCount } = await client.query(UNUSED, [scope.workspaceId, Math.min(usedBefore, scope.now() - DAY_MS)]);
    return { deleted: rowCount ?? 0, more: false };
  });
}

/** Deletes a batch of cached outputs whose time is over. */
export async function deleteExpiredCache(scope: Scope, limit: number): Promise<Swept> {
  return await alone(scope, async (client) => {
    const { rowCount } = await client.query(EXPIRED, [scope.now(), limit]);
    return { deleted: rowCount ?? 0, more: rowCount === limit };
  });
}

/** What is deleted and then lost is deleted again: nothing waits for the disk. */
async function alone(scope: Scope, sweep: (client: pg.PoolClient) => Promise<Swept>): Promise<Swept> {
  const client = await scope.db.reads.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN; SET LOCAL synchronous_commit = off');
    const [lock] = await query<{ mine: boolean }>(client, { text: LOCK, values: [scope.workspaceId] });
    const swept = lock!.mine ? await sweep(client) : { deleted: 0, more: false };
    await client.query('COMMIT');
    return swept;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => (broken = failure instanceof Error ? failure : new Error(String(failure))));
    throw error;
  } finally {
    client.release(broken);
  }
}
