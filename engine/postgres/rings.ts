import type { DueTask, OverdueTask, Ring, TaskRef } from '../ports/store.ts';
import { int4Array, textArray } from './array-writer.ts';
import { rowsByKey } from './rows-by-key.ts';
import { ITS_RUN_IS_OPEN } from './claim.ts';
import { query } from './pool.ts';
import { RING_COLUMNS, type RingRow, toRing } from './ring-rows.ts';
import type { Scope } from './scope.ts';
import { byKey } from './task-order.ts';

const DUE = `SELECT ${RING_COLUMNS}, t.available_at FROM tasks t
WHERE (t.workspace_id = $1) IS TRUE AND t.rung_at IS NULL AND t.token IS NULL AND NOT t.external AND t.available_at < $2::int8 ORDER BY t.available_at LIMIT $3`;

/** Retries that become due within the horizon, soonest first. `IS TRUE`: found by their instant, as timers are. */
export async function tasksDueWithin(scope: Scope, horizonMs: number, limit: number): Promise<DueTask[]> {
  const rows = await query<RingRow & { available_at: number }>(scope.db.soft, { name: 'tasks-due', text: DUE, values: [scope.workspaceId, scope.now() + horizonMs, limit] });
  return rows.map((row) => ({ ...toRing(row), availableAt: row.available_at }));
}

const MARK = `WITH due AS MATERIALIZED (SELECT * FROM unnest($2::text[], $3::int4[]) AS x (run_id, seq))
UPDATE tasks t SET rung_at = $4::int8 WHERE ${rowsByKey('t', 'due')} AND (t.token IS NULL AND t.rung_at IS NULL AND NOT t.external) IS TRUE
RETURNING ${RING_COLUMNS}`;

/** Of tasks that became due: those whose ring is this caller's to give. */
export async function markRung(scope: Scope, tasks: readonly TaskRef[]): Promise<Ring[]> {
  const sorted = [...tasks].sort(byKey);
  const rows = await query<RingRow>(scope.db.soft, { name: 'mark-rung', text: MARK, values: [scope.workspaceId, textArray(sorted, (t) => t.runId), int4Array(sorted, (t) => t.seq), scope.now()] });
  return rows.map(toRing);
}

const STALE = `WITH stale AS MATERIALIZED (
  SELECT t.run_id, t.seq FROM tasks t WHERE t.workspace_id = $1 AND (t.run_id, t.seq) > ($5, $6::int4) AND t.token IS NULL AND NOT t.external AND t.available_at <= $2::int8 AND (t.rung_at IS NULL OR t.rung_at <= $2::int8) AND ${ITS_RUN_IS_OPEN}
  ORDER BY t.run_id, t.seq LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE tasks t SET rung_at = $4::int8 WHERE ${rowsByKey('t', 'stale')}
RETURNING ${RING_COLUMNS}`;

/**
 * A page, in key order, of tasks nobody has claimed since they were rung so long ago. They keep their dispatch number:
 * a job that still waits is not doubled, however long nobody serves its queue, and one that is gone is made anew.
 */
export async function unclaimedSince(scope: Scope, ageMs: number, after: TaskRef | null, limit: number): Promise<Ring[]> {
  const now = scope.now();
  const rows = await query<RingRow>(scope.db.soft, { name: 'unclaimed', text: STALE, values: [scope.workspaceId, now - ageMs, limit, now, after?.runId ?? '', after?.seq ?? 0] });
  return rows.map(toRing).sort(byKey);
}

const EVERYTHING = `WITH next AS MATERIALIZED (
  SELECT t.run_id, t.seq FROM tasks t WHERE t.workspace_id = $1 AND (t.run_id, t.seq) > ($2, $3::int4) AND t.token IS NULL AND NOT t.external AND t.available_at <= $5::int8 AND ${ITS_RUN_IS_OPEN} ORDER BY t.run_id, t.seq LIMIT $4 FOR UPDATE SKIP LOCKED
)
UPDATE tasks t SET dispatch = t.dispatch + $6::int4, rung_at = $5::int8 WHERE ${rowsByKey('t', 'next')}
RETURNING ${RING_COLUMNS}`;

/**
 * A page of everything that is open, due and unclaimed, in key order.
 * @param forgotten the transport is known to hold no job: the tasks get new dispatch numbers. Otherwise they keep them,
 * and several processes may ring for the same tasks without making two jobs of one.
 */
export async function everythingUnclaimed(scope: Scope, after: TaskRef | null, limit: number, forgotten: boolean): Promise<Ring[]> {
  const rows = await query<RingRow>(scope.db.soft, { name: 'everything-unclaimed', text: EVERYTHING, values: [scope.workspaceId, after?.runId ?? '', after?.seq ?? 0, limit, scope.now(), forgotten ? 1 : 0] });
  return rows.map(toRing).sort(byKey);
}

/** A worker enforces its own timeouts; this is for those that nobody holds, or whose holder does not. */
const SLACK_MS = 1_000;
const OVERDUE = `SELECT run_id, seq, path, attempt, token, worker, claimed_at, timeout FROM (
  SELECT t.*, CASE WHEN t.schedule_to_close_at <= $2::int8 THEN 'scheduleToClose'
    WHEN t.token IS NULL AND t.schedule_to_start_at <= $2::int8 THEN 'scheduleToStart'
    WHEN t.claimed_at + t.start_to_close_ms + ${SLACK_MS} <= $2::int8 THEN 'startToClose'
    WHEN greatest(t.claimed_at, t.heartbeat_at) + t.heartbeat_ms + ${SLACK_MS} <= $2::int8 THEN 'heartbeat' END AS timeout
  FROM tasks t WHERE t.workspace_id = $1
) t WHERE timeout IS NOT NULL LIMIT $3`;

export async function overdueTasks(scope: Scope, limit: number): Promise<OverdueTask[]> {
  type Row = { run_id: string; seq: number; path: string; attempt: number; token: string | null; worker: string | null; claimed_at: number | null; timeout: OverdueTask['timeout'] };
  const rows = await query<Row>(scope.db.reads, { name: 'overdue', text: OVERDUE, values: [scope.workspaceId, scope.now(), limit] });
  return rows.map((row) => ({ runId: row.run_id, seq: row.seq, path: row.path, attempt: row.attempt, token: row.token, worker: row.worker, claimedAt: row.claimed_at, timeout: row.timeout }));
}
