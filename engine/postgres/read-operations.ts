import type { StepError } from '../core/events.ts';
import type { Json } from '../definition/json.ts';
import type { DeadLetterRow, Page, PageRequest, TaskQueueRow, TaskRow, WorkerRow } from '../ports/views.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { LIVE_MS, NOW } from './now.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

export async function readTasks(scope: Scope, runId: string): Promise<TaskRow[]> {
  type Row = { seq: number; path: string; attempt: number; claimed_at: number | null; worker: string | null; heartbeat: Json; heartbeat_at: number | null };
  const rows = await query<Row>(scope.db.reads, { name: 'read-tasks', text: 'SELECT seq, path, attempt, claimed_at, worker, heartbeat, heartbeat_at FROM tasks WHERE workspace_id = $1 AND run_id = $2 ORDER BY seq', values: [scope.workspaceId, runId] });
  return rows.map((row) => ({ seq: row.seq, path: row.path, attempt: row.attempt, claimedAt: row.claimed_at, worker: row.worker, heartbeat: row.heartbeat, heartbeatAt: row.heartbeat_at }));
}

/** Workers seen within the last hour. One that has not renewed for `lostAfterMs` is shown as lost, judged or not. */
export async function listWorkers(scope: Scope, lostAfterMs: number): Promise<WorkerRow[]> {
  type Row = { id: string; host: string; pid: number; queues: string[]; concurrency: number; running: number; started_at: number; last_seen_at: number; status: WorkerRow['status']; version: string; rss_bytes: number };
  const text = `SELECT id, host, pid, queues, concurrency, running, started_at, last_seen_at, version, rss_bytes, CASE WHEN last_seen_at < ${NOW} - $2::int8 THEN 'lost' ELSE status END AS status
    FROM workers WHERE workspace_id = $1 AND last_seen_at > ${NOW} - 3600000 ORDER BY started_at, id`;
  const rows = await query<Row>(scope.db.reads, { name: 'list-workers', text, values: [scope.workspaceId, lostAfterMs] });
  return rows.map((row) => ({ id: row.id, host: row.host, pid: row.pid, queues: row.queues, concurrency: row.concurrency, running: row.running, startedAt: row.started_at, lastSeenAt: row.last_seen_at, status: row.status, version: row.version, rssBytes: row.rss_bytes }));
}

export async function listTaskQueues(scope: Scope): Promise<TaskQueueRow[]> {
  const text = `WITH served AS (SELECT q AS name, false AS external, count(*) AS workers FROM workers, unnest(queues) q WHERE workspace_id = $1 AND status = 'up' AND last_seen_at > ${NOW} - ${LIVE_MS} GROUP BY q),
    open AS (SELECT queue AS name, external, count(*) FILTER (WHERE token IS NULL AND available_at <= ${NOW}) AS waiting, count(*) FILTER (WHERE token IS NULL AND available_at > ${NOW}) AS delayed, count(*) FILTER (WHERE token IS NOT NULL) AS running,
      count(DISTINCT worker) FILTER (WHERE external) AS pollers FROM tasks WHERE workspace_id = $1 GROUP BY queue, external)
    SELECT coalesce(q.name, l.queue) AS name, coalesce(external, false) AS external, coalesce(waiting, 0) AS waiting, coalesce(delayed, 0) AS delayed, coalesce(running, 0) AS running, coalesce(workers, pollers, 0) AS workers,
      CASE WHEN l.queue IS NOT NULL THEN json_build_object('concurrency', l.concurrency, 'rate', CASE WHEN l.rate_count IS NOT NULL THEN json_build_object('count', l.rate_count, 'perMs', l.rate_per_ms) END, 'changedAt', l.changed_at, 'changedBy', l.changed_by) END AS limits
    FROM (served FULL JOIN open USING (name, external)) q FULL JOIN (SELECT * FROM queue_limits WHERE workspace_id = $1) l ON l.queue = q.name ORDER BY 1, 2`;
  return await query<TaskQueueRow>(scope.db.reads, { name: 'list-task-queues', text, values: [scope.workspaceId] });
}

type Letter = { id: string; run_id: string; path: string; node: string; attempt: number; error: StepError; at: number; workflow_name: string; retried_at: number | null };
const LETTER = 'SELECT id, run_id, path, node, attempt, error, at, workflow_name, retried_at FROM dead_letters WHERE workspace_id = $1';
const toLetter = (row: Letter): DeadLetterRow => ({ id: row.id, runId: row.run_id, path: row.path, node: row.node, attempt: row.attempt, error: row.error, at: row.at, workflowName: row.workflow_name, retriedAt: row.retried_at });

export async function listDeadLetters(scope: Scope, page: PageRequest): Promise<Page<DeadLetterRow>> {
  const limit = Math.min(page.limit ?? 50, 500);
  const cursor = readCursor(page.cursor, ['number', 'string']);
  const values: unknown[] = [scope.workspaceId, limit + 1, ...(cursor ?? [])];
  const rows = await query<Letter>(scope.db.reads, { text: `${LETTER} AND retried_at IS NULL AND dismissed IS NULL ${cursor === null ? '' : 'AND (at, id) < ($3::int8, $4)'} ORDER BY at DESC, id DESC LIMIT $2`, values });
  const items = rows.slice(0, limit).map(toLetter);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.at, last.id]) : null };
}

export async function readDeadLetter(scope: Scope, id: string): Promise<DeadLetterRow | null> {
  const [row] = await query<Letter>(scope.db.reads, { text: `${LETTER} AND id = $2`, values: [scope.workspaceId, id] });
  return row === undefined ? null : toLetter(row);
}
