import type pg from 'pg';
import type { Json } from '../definition/json.ts';
import type { ExternalClaim, ExternalTask, LostLease, TaskRef, Withdrawn } from '../ports/store.ts';
import { rowsByKey } from './rows-by-key.ts';
import { ITS_RUN_IS_OPEN } from './claim.ts';
import { query } from './pool.ts';
import { keepClaims, type Room, withinLimits } from './queue-limits.ts';
import type { Scope } from './scope.ts';

/** Open, due, held by nobody, not asked to stop; of a run that may go on. `t` is the task. `IS TRUE`: found by the queue, whatever was known when the plan was made. */
const FREE = `(t.workspace_id = $1) IS TRUE AND t.external AND t.token IS NULL AND t.abort_until IS NULL AND t.available_at <= $2::int8
  AND ${ITS_RUN_IS_OPEN}`;

const READY = `SELECT q.queue, (SELECT count(*) FROM (SELECT 1 FROM tasks t WHERE ${FREE} AND t.queue = q.queue LIMIT $4::int4) x) AS count FROM unnest($3::text[]) q (queue)`;

/** How many tasks each of these queues could give away now; counts no further than `limit`. */
export async function externalReady(scope: Scope, queues: readonly string[], limit: number): Promise<Map<string, number>> {
  const rows = await query<{ queue: string; count: number }>(scope.db.soft, { name: 'external-ready', text: READY, values: [scope.workspaceId, scope.now(), queues, limit] });
  return new Map(rows.map((row) => [row.queue, row.count]));
}

const COLUMNS = 't.run_id, t.seq, t.token, t.path, t.node, t.attempt, t.queue, t.worker, t.claimed_at, t.deliveries, t.start_to_close_ms, t.heartbeat_ms, t.schedule_to_close_at, t.heartbeat, t.lease_until, t.abort_until';
type Row = { run_id: string; seq: number; token: string | null; path: string; node: string; attempt: number; queue: string; worker: string | null; claimed_at: number | null; deliveries: number; start_to_close_ms: number | null; heartbeat_ms: number | null; schedule_to_close_at: number | null; heartbeat: Json; lease_until: number | null; abort_until: number | null };

/**
 * The most urgent tasks that are free, each under a token of its own. Not durable, as the claim of a worker: one that is
 * lost with the server is a task nobody holds.
 */
const CLAIM = `WITH next AS MATERIALIZED (
  SELECT t.run_id, t.seq FROM tasks t WHERE ${FREE} AND t.queue = $3 ORDER BY t.priority DESC, t.available_at, t.run_id, t.seq LIMIT $4::int4 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE tasks t SET token = gen_random_uuid()::text, worker = $5, claimed_at = $2::int8, lease_until = $2::int8 + $6::int8, deliveries = t.deliveries + 1, heartbeat_at = NULL
  WHERE ${rowsByKey('t', 'next')} RETURNING ${COLUMNS}, t.priority, t.available_at
)`;
const IN_ORDER = 'SELECT * FROM claimed ORDER BY priority DESC, available_at, run_id, seq';
const CLAIM_FREELY = `${CLAIM} ${IN_ORDER}`;
const CLAIM_WITHIN = `${CLAIM}, ${keepClaims('$3', '$2::int8')} ${IN_ORDER}`;
const IS_LIMITED = 'SELECT 1 FROM queue_limits WHERE workspace_id = $1 AND queue = $2';

export async function claimExternal(scope: Scope, { queue, worker, limit, leaseMs }: ExternalClaim): Promise<ExternalTask[]> {
  const claim = async (on: pg.Pool | pg.PoolClient, room: Room | null): Promise<ExternalTask[]> => {
    const sql = room === null ? { name: 'claim-external', text: CLAIM_FREELY } : { name: 'claim-external-within', text: CLAIM_WITHIN };
    return (await query<Row>(on, { ...sql, values: [scope.workspaceId, room?.now ?? scope.now(), queue, Math.min(limit, room?.count ?? limit), worker, leaseMs] })).map(toTask);
  };
  const [limited] = await query(scope.db.soft, { name: 'is-limited', text: IS_LIMITED, values: [scope.workspaceId, queue] });
  return limited === undefined ? await claim(scope.db.soft, null) : await withinLimits(scope, queue, claim);
}

const BEAT = `UPDATE tasks t SET heartbeat = coalesce($5::json, t.heartbeat), heartbeat_at = $6::int8, lease_until = $6::int8 + $7::int8
WHERE t.workspace_id = $1 AND t.run_id = $2 AND t.seq = $3::int4 AND t.external AND t.token = $4 RETURNING ${COLUMNS}`;

/** @returns the task with its new lease; null when it is not held under this token */
export async function beatExternal(scope: Scope, task: TaskRef & { token: string }, details: Json | undefined, leaseMs: number): Promise<ExternalTask | null> {
  const values = [scope.workspaceId, task.runId, task.seq, task.token, details === undefined ? null : JSON.stringify(details), scope.now(), leaseMs];
  const [row] = await query<Row>(scope.db.soft, { name: 'beat-external', text: BEAT, values });
  return row === undefined ? null : toTask(row);
}

export async function readExternal(scope: Scope, task: TaskRef): Promise<ExternalTask | null> {
  const text = `SELECT ${COLUMNS} FROM tasks t WHERE t.workspace_id = $1 AND t.run_id = $2 AND t.seq = $3::int4 AND t.external`;
  const [row] = await query<Row>(scope.db.reads, { name: 'read-external', text, values: [scope.workspaceId, task.runId, task.seq] });
  return row === undefined ? null : toTask(row);
}

/** What a poller let pass is free again. Durable: a token that was cleared must stay cleared. `IS TRUE`: found by the lease, whatever was known when the plan was made. */
const LOST = `WITH lost AS MATERIALIZED (
  SELECT t.run_id, t.seq, t.worker FROM tasks t WHERE (t.workspace_id = $1) IS TRUE AND t.lease_until < $2::int8 AND t.token IS NOT NULL ORDER BY t.lease_until LIMIT $3::int4 FOR UPDATE SKIP LOCKED
)
UPDATE tasks t SET token = NULL, worker = NULL, claimed_at = NULL, lease_until = NULL, begun = true FROM lost l
WHERE t.workspace_id = $1 AND t.run_id = ANY (ARRAY(SELECT run_id FROM lost)) AND t.run_id = l.run_id AND t.seq = l.seq RETURNING t.run_id, t.seq, t.path, t.node, t.attempt, t.deliveries, l.worker`;

export async function endLeases(scope: Scope, limit: number): Promise<LostLease[]> {
  type Lost = Pick<Row, 'run_id' | 'seq' | 'path' | 'node' | 'attempt' | 'deliveries' | 'worker'>;
  const rows = await query<Lost>(scope.db.hard, { name: 'end-leases', text: LOST, values: [scope.workspaceId, scope.now(), limit] });
  return rows.map((row) => ({ runId: row.run_id, seq: row.seq, path: row.path, node: row.node, attempt: row.attempt, deliveries: row.deliveries, worker: row.worker }));
}

/** Asked to stop, and held by nobody who could answer. One of a run that is parked can be answered by nobody, and would stand before the others each time. */
export async function withdrawnExternals(scope: Scope, limit: number): Promise<(Withdrawn & { begun: boolean })[]> {
  const text = `SELECT t.run_id AS "runId", t.seq, t.path, t.attempt, t.begun FROM tasks t WHERE t.workspace_id = $1 AND t.external AND t.token IS NULL AND t.abort_until IS NOT NULL AND (SELECT r.parked IS NULL FROM runs r WHERE r.workspace_id = t.workspace_id AND r.id = t.run_id) ORDER BY t.run_id, t.seq LIMIT $2::int4`;
  return await query(scope.db.soft, { name: 'withdrawn-externals', text, values: [scope.workspaceId, limit] });
}

/** Whether an input is in the history of a run. */
export async function hasInput(scope: Scope, runId: string, inputId: string): Promise<boolean> {
  const rows = await query(scope.db.reads, { name: 'has-input', text: 'SELECT 1 FROM events WHERE workspace_id = $1 AND run_id = $2 AND input_id = $3 LIMIT 1', values: [scope.workspaceId, runId, inputId] });
  return rows.length > 0;
}

function toTask(row: Row): ExternalTask {
  return {
    runId: row.run_id, seq: row.seq, token: row.token, path: row.path, node: row.node, attempt: row.attempt, queue: row.queue, worker: row.worker, claimedAt: row.claimed_at, deliveries: row.deliveries,
    startToCloseMs: row.start_to_close_ms, heartbeatMs: row.heartbeat_ms, scheduleToCloseAt: row.schedule_to_close_at, heartbeat: row.heartbeat, leaseUntil: row.lease_until, abortUntil: row.abort_until,
  };
}
