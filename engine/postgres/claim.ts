import type pg from 'pg';
import type { Json } from '../definition/json.ts';
import type { Claimed, ClaimedTask, Ring, Wanted, WantedTask } from '../ports/store.ts';
import { int4Array, textArray } from './array-writer.ts';
import { query } from './pool.ts';
import { type Cells, EVENT_COLUMNS, toEvent } from './read-histories.ts';
import { RING_COLUMNS, type RingRow, toRing } from './ring-rows.ts';
import type { Scope } from './scope.ts';
import { byKey } from './task-order.ts';

/**
 * Of a run that may go on; `w` is what is wanted. `OFFSET 0` keeps it a look-up by key for each: a plan that is made
 * while the tables are small would begin with the runs, and read all of them for as long as it is kept.
 */
export const OF_OPEN_RUNS = `JOIN LATERAL (SELECT r.status, r.parked FROM runs r WHERE r.workspace_id = $1 AND r.id = w.run_id OFFSET 0) r ON r.status IN ('queued', 'running', 'compensating') AND r.parked IS NULL`;
/** The same of the run of a task `t`, as a value: a look-up for each task. */
export const ITS_RUN_IS_OPEN = `(SELECT r.status IN ('queued', 'running', 'compensating') AND r.parked IS NULL FROM runs r WHERE r.workspace_id = t.workspace_id AND r.id = t.run_id)`;
/** Open, unclaimed and due, and locked then, passing over what others hold. @param more what else must hold of the task `t` */
export const freeTasks = (more = ''): string => `free AS MATERIALIZED (
  SELECT w.* FROM wanted w JOIN LATERAL (SELECT 1 FROM tasks t WHERE t.workspace_id = $1 AND t.run_id = w.run_id AND t.seq = w.seq AND t.token IS NULL AND t.rung_at IS NOT NULL ${more} FOR UPDATE OF t SKIP LOCKED) t ON true
)`;
/** What is told of a task that was taken. */
const TASK = ['run_id', 'seq', 'token', 'path', 'node', 'attempt', 'queue', 'priority', 'claimed_at', 'deliveries', 'start_to_close_ms', 'heartbeat_ms', 'schedule_to_close_at', 'heartbeat', 'begun'] as const;
const columns = (alias: string): string => TASK.map((name) => `${alias}.${name}`).join(', ');
/**
 * @param from what is taken, with tokens
 * @param more of `f`, to be told too
 */
export const takeTasks = (from: string, more = ''): string => `UPDATE tasks t SET token = f.token, worker = $5, claimed_at = $6::int8, deliveries = t.deliveries + 1, heartbeat_at = NULL
FROM ${from} f WHERE t.workspace_id = $1 AND t.run_id = ANY ($2::text[]) AND t.run_id = f.run_id AND t.seq = f.seq AND t.token IS NULL
RETURNING ${columns('t')}, t.abort_until IS NOT NULL AS withdrawn${more}`;

/** A run that is longer by more than these than what is known of it is not read by the claim. */
const MOST_EVENTS = 64;

/**
 * 1. Lock the wanted tasks that are open, unclaimed and due, passing over what others hold. Due is what was rung: whoever
 *    rang has looked at the clock, and two processes' clocks differ by a millisecond.
 * 2. Only of runs that are neither paused nor over nor parked, and of queues without limits. 3. Write worker and token.
 * 4. Of those that were taken, read the run's events after the one that is known, where that is wanted and they are few:
 *    who claims a task of a run that it does not know needs both, and one statement costs a round trip less than two. What
 *    is long is left to be read apart, so that it holds up neither the others of the batch nor their locks.
 * Not durable (synchronous_commit off): a claim lost with the server is a task nobody holds, which is rung again.
 */
const TEXT = `WITH wanted AS MATERIALIZED (
  SELECT w.run_id, w.seq, w.token, w.after FROM unnest($2::text[], $3::int4[], $4::text[], $7::int4[]) AS w (run_id, seq, token, after) ${OF_OPEN_RUNS}
), ${freeTasks('AND NOT EXISTS (SELECT 1 FROM queue_limits l WHERE l.workspace_id = $1 AND l.queue = t.queue)')}, taken AS (
${takeTasks('free', ', f.after')})
SELECT ${columns('w')}, w.withdrawn, r.definition_id, r.core_version, ${EVENT_COLUMNS.split(', ').map((name) => `e.${name}`).join(', ')} FROM taken w
LEFT JOIN LATERAL (SELECT definition_id, core_version FROM runs r WHERE r.workspace_id = $1 AND r.id = w.run_id AND r.seq <= w.after + ${MOST_EVENTS} OFFSET 0) r ON true
LEFT JOIN LATERAL (SELECT * FROM events e WHERE r.definition_id IS NOT NULL AND e.workspace_id = $1 AND e.run_id = w.run_id AND e.seq > w.after ORDER BY e.seq OFFSET 0) e ON true`;

export type ClaimedCells = { run_id: string; seq: number; token: string; path: string; node: string; attempt: number; queue: string; priority: number; claimed_at: number; deliveries: number; start_to_close_ms: number | null; heartbeat_ms: number | null; schedule_to_close_at: number | null; heartbeat: Json; begun: boolean; withdrawn: boolean };

/** Those of the wanted tasks that are this worker's now. The others are closed, claimed, not due, or may not start. */
export async function claim(scope: Scope, worker: string, wanted: readonly WantedTask[], on: pg.Pool | pg.PoolClient = scope.db.soft): Promise<ClaimedTask[]> {
  const sorted = [...wanted].sort(byKey);
  const values = [scope.workspaceId, textArray(sorted, (w) => w.runId), int4Array(sorted, (w) => w.seq), textArray(sorted, (w) => w.token), worker, scope.now(), int4Array(sorted, (w) => w.after)];
  const claimed = new Map<string, ClaimedTask>();
  for (const row of await query<[...TaskCells, ...RunCells, ...Cells]>(on, { name: 'claim', text: TEXT, values, rowMode: 'array' })) {
    const [run_id, seq, token, path, node, attempt, queue, priority, claimed_at, deliveries, start_to_close_ms, heartbeat_ms, schedule_to_close_at, heartbeat, begun, withdrawn, definitionId, coreVersion, ...cells] = row;
    let known = claimed.get(token);
    if (known === undefined) {
      const task = toClaimed({ run_id, seq, token, path, node, attempt, queue, priority, claimed_at, deliveries, start_to_close_ms, heartbeat_ms, schedule_to_close_at, heartbeat, begun, withdrawn });
      // A run whose tasks may be claimed is not parked.
      known = { task, history: definitionId === null || coreVersion === null ? null : { events: [], definitionId, coreVersion, parked: null, snapshot: null, more: false } };
      claimed.set(token, known);
    }
    const event = toEvent(cells);
    if (event !== null) known.history?.events.push(event);
  }
  return [...claimed.values()];
}

type TaskCells = [
  run_id: string, seq: number, token: string, path: string, node: string, attempt: number, queue: string, priority: number, claimed_at: number, deliveries: number, start_to_close_ms: number | null, heartbeat_ms: number | null,
  schedule_to_close_at: number | null, heartbeat: Json, begun: boolean, withdrawn: boolean,
];
/** Null of a run that was not read. */
type RunCells = [definitionId: string | null, coreVersion: number | null];

export function toClaimed(row: ClaimedCells): Claimed {
  return {
    runId: row.run_id, seq: row.seq, token: row.token, path: row.path, node: row.node, attempt: row.attempt, queue: row.queue, priority: row.priority,
    claimedAt: row.claimed_at, deliveries: row.deliveries, startToCloseMs: row.start_to_close_ms, heartbeatMs: row.heartbeat_ms, scheduleToCloseAt: row.schedule_to_close_at, heartbeat: row.heartbeat,
    begun: row.begun, withdrawn: row.withdrawn,
  };
}

const HELD = `SELECT t.run_id AS "runId", t.seq, t.token FROM tasks t WHERE t.workspace_id = $1 AND t.worker = $2 AND t.token IS NOT NULL AND t.claimed_at <= $3::int8 ORDER BY t.run_id, t.seq LIMIT $4`;

/** What a worker has held for so long or longer. Found by a scan: open tasks are few. */
export async function heldBy(scope: Scope, worker: string, ageMs: number, limit: number): Promise<Wanted[]> {
  return await query<Wanted>(scope.db.soft, { name: 'held-by', text: HELD, values: [scope.workspaceId, worker, scope.now() - ageMs, limit] });
}

const LET_GO = `WITH given AS MATERIALIZED (SELECT * FROM unnest($2::text[], $3::int4[], $4::text[]) AS x (run_id, seq, token))
UPDATE tasks t SET token = NULL, worker = NULL, claimed_at = NULL, dispatch = t.dispatch + 1, rung_at = CASE WHEN t.external THEN NULL ELSE $5::int8 END, lease_until = NULL, deliveries = greatest(t.deliveries - 1, 0), begun = t.begun OR $6
WHERE t.workspace_id = $1 AND t.run_id = ANY ($2::text[]) AND CASE WHEN (t.run_id, t.seq, t.token) IN (SELECT run_id, seq, token FROM given) THEN true END RETURNING ${RING_COLUMNS}`;

/**
 * For a claim whose answer was lost, and for what could not be executed: free for others, and no loss of a worker.
 * @param begun whether one of them may have begun
 */
export async function letGo(scope: Scope, tasks: readonly Wanted[], begun: boolean): Promise<Ring[]> {
  const values = [scope.workspaceId, textArray(tasks, (t) => t.runId), int4Array(tasks, (t) => t.seq), textArray(tasks, (t) => t.token), scope.now(), begun];
  const rows = await query<RingRow>(scope.db.hard, { name: 'let-go', text: LET_GO, values });
  return rows.map(toRing);
}
