import type { Lease, RecoveredTask, Ring } from '../ports/store.ts';
import { LIVE_MS, NOW } from './now.ts';
import { query } from './pool.ts';
import { rowsByKey } from './rows-by-key.ts';
import { RING_COLUMNS, type RingRow, toRing } from './ring-rows.ts';
import type { Scope } from './scope.ts';

const RENEW = `INSERT INTO workers (workspace_id, id, host, pid, queues, concurrency, running, status, version, core_version, rss_bytes, started_at, last_seen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, ${NOW})
ON CONFLICT (workspace_id, id) DO UPDATE SET running = EXCLUDED.running, status = EXCLUDED.status, rss_bytes = EXCLUDED.rss_bytes, last_seen_at = EXCLUDED.last_seen_at
RETURNING last_seen_at AS now`;

/** Renews this process's row; answers Postgres' time. */
export async function renewLease(scope: Scope, lease: Lease): Promise<{ now: number }> {
  const values = [scope.workspaceId, lease.id, lease.host, lease.pid, lease.queues, lease.concurrency, lease.running, lease.status, lease.version, lease.coreVersion, lease.rssBytes, lease.startedAt];
  const [row] = await query<{ now: number }>(scope.db.soft, { name: 'renew-lease', text: RENEW, values });
  return row!;
}

/** Of workers and web processes alike: both decide. */
const LOWEST_CORE = `SELECT min(core_version) AS lowest FROM (
  SELECT core_version, last_seen_at FROM workers WHERE workspace_id = $1 AND status <> 'lost'
  UNION ALL SELECT core_version, last_seen_at FROM web_processes WHERE workspace_id = $1
) p WHERE last_seen_at > ${NOW} - $2::int8`;

export async function lowestCore(scope: Scope): Promise<number | null> {
  const [row] = await query<{ lowest: number | null }>(scope.db.reads, { name: 'lowest-core', text: LOWEST_CORE, values: [scope.workspaceId, LIVE_MS] });
  return row!.lowest;
}

/** Ids of the workers that take tasks now. */
export async function liveWorkers(scope: Scope): Promise<string[]> {
  const rows = await query<{ id: string }>(scope.db.reads, { name: 'live-workers', text: `SELECT id FROM workers WHERE workspace_id = $1 AND status = 'up' AND last_seen_at > ${NOW} - $2::int8`, values: [scope.workspaceId, LIVE_MS] });
  return rows.map(({ id }) => id);
}

/**
 * Tasks whose jobs a leaving worker may have taken from the queue without claiming them. Such a job is of no use to
 * anybody and stands in the way of one with the same id, so the task gets a new number. A worker takes at most as many
 * jobs as it has slots, oldest first: no more are doubled, however many wait.
 */
const taken = (workers: string): string => `SELECT t.run_id, t.seq FROM tasks t
  WHERE t.workspace_id = $1 AND t.token IS NULL AND t.rung_at IS NOT NULL AND t.queue IN (SELECT unnest(queues) FROM ${workers})
  ORDER BY t.priority DESC, t.available_at LIMIT (SELECT coalesce(sum(concurrency), 0) FROM ${workers}) FOR UPDATE SKIP LOCKED`;

/**
 * A worker ends in order: its row goes, and what it still holds is free at once. Being handed over is no loss, so it
 * does not count as a delivery.
 */
const RELEASE = `WITH ended AS MATERIALIZED (DELETE FROM workers WHERE workspace_id = $1 AND id = $2 RETURNING queues, concurrency),
taken AS MATERIALIZED (${taken('ended')})
UPDATE tasks t SET token = NULL, worker = NULL, claimed_at = NULL, dispatch = t.dispatch + 1, rung_at = $3::int8, deliveries = CASE WHEN t.token IS NULL THEN t.deliveries ELSE greatest(t.deliveries - 1, 0) END, begun = t.begun OR t.token IS NOT NULL
WHERE t.workspace_id = $1 AND (t.worker = $2 OR (t.token IS NULL AND (t.run_id, t.seq) IN (SELECT run_id, seq FROM taken))) RETURNING ${RING_COLUMNS}`;

export async function release(scope: Scope, worker: string): Promise<Ring[]> {
  const rows = await query<RingRow>(scope.db.hard, { text: RELEASE, values: [scope.workspaceId, worker, scope.now()] });
  return rows.map(toRing);
}

/**
 * 1. Workers unrenewed for too long, each judged by one process (skip locked), marked lost.
 * 2. What they held loses its token and gets a new number; so does what they may have taken from the queue.
 * 3. What they had opened and nobody claimed is rung again under its number: their ring may have been lost with them.
 * Tasks are found by a scan: open tasks are few, and a worker is lost rarely.
 */
const RECOVER = `WITH lost AS MATERIALIZED (
  UPDATE workers w SET status = 'lost', running = 0 FROM (
    SELECT id FROM workers WHERE workspace_id = $1 AND status <> 'lost' AND last_seen_at < ${NOW} - $2::int8 ORDER BY id FOR UPDATE SKIP LOCKED
  ) l WHERE w.workspace_id = $1 AND w.id = l.id RETURNING w.id, w.queues, w.concurrency
), held AS MATERIALIZED (
  SELECT t.run_id, t.seq, t.worker FROM tasks t WHERE t.workspace_id = $1 AND EXISTS (SELECT 1 FROM lost) AND t.worker IN (SELECT id FROM lost) ORDER BY t.run_id, t.seq FOR UPDATE
), taken AS MATERIALIZED (${taken('lost')}
), opened AS MATERIALIZED (
  SELECT t.run_id, t.seq FROM tasks t WHERE t.workspace_id = $1 AND EXISTS (SELECT 1 FROM lost) AND t.token IS NULL AND t.rung_at IS NOT NULL AND t.created_by IN (SELECT id FROM lost) FOR UPDATE SKIP LOCKED
), raised AS MATERIALIZED (SELECT run_id, seq FROM held UNION ALL SELECT run_id, seq FROM taken
), theirs AS MATERIALIZED (SELECT run_id, seq FROM raised UNION ALL SELECT run_id, seq FROM opened
), cleared AS (
  UPDATE tasks t SET token = NULL, worker = NULL, claimed_at = NULL, dispatch = t.dispatch + CASE WHEN (t.run_id, t.seq) IN (SELECT run_id, seq FROM raised) THEN 1 ELSE 0 END, rung_at = $3::int8, begun = t.begun OR t.token IS NOT NULL
  WHERE ${rowsByKey('t', 'theirs')} RETURNING ${RING_COLUMNS}, t.path, t.node, t.attempt, t.deliveries
)
SELECT ARRAY(SELECT id FROM lost) AS workers, (SELECT coalesce(json_agg(c), '[]') FROM cleared c) AS tasks, (SELECT coalesce(json_agg(json_build_array(h.run_id, h.seq, h.worker)), '[]') FROM held h) AS held`;

type Row = RingRow & { path: string; node: string; attempt: number; deliveries: number };
type Answer = { workers: string[]; tasks: Row[]; held: [runId: string, seq: number, worker: string][] };

export async function recoverLost(scope: Scope, ageMs: number): Promise<{ workers: string[]; tasks: RecoveredTask[] }> {
  // Durable: a token that was cleared must stay cleared, or a stopped worker could pass the fence after a crash of the server.
  const [row] = await query<Answer>(scope.db.hard, { name: 'recover-lost', text: RECOVER, values: [scope.workspaceId, ageMs, scope.now()] });
  const { workers, tasks, held } = row!;
  const holders = new Map(held.map(([runId, seq, worker]) => [`${runId}.${seq}`, worker]));
  return {
    workers,
    tasks: tasks.map((task) => {
      const worker = holders.get(`${task.run_id}.${task.seq}`) ?? null;
      return { ...toRing(task), path: task.path, node: task.node, attempt: task.attempt, deliveries: task.deliveries, worker, held: worker !== null };
    }),
  };
}
