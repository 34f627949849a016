import type { AttemptSpan } from '../core/attempt-logs.ts';
import type { AttemptLogs } from '../core/events.ts';
import { int4Array } from './array-writer.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/**
 * Of each attempt: the outcome that carries its task's number, looked for between the event that opened it and the one
 * after which it has ended, from the primary key. There is one outcome for each attempt, and few of them logged.
 */
const TEXT = `SELECT w.task, e.logs FROM unnest($3::int4[], $4::int4[]) AS w (task, until)
CROSS JOIN LATERAL (SELECT data -> 'logs' AS logs FROM events e
  WHERE e.workspace_id = $1 AND e.run_id = $2 AND e.seq > w.task AND e.seq <= w.until AND NOT e.derived AND e.path = $5
    AND e.type IN ('step.completed', 'attempt.failed', 'attempt.timed_out', 'attempt.aborted') AND (e.data ->> 'task')::int4 = w.task
  ORDER BY e.seq LIMIT 1) e
WHERE e.logs IS NOT NULL`;

export async function readLogs(scope: Scope, runId: string, path: string, attempts: readonly AttemptSpan[]): Promise<Map<number, AttemptLogs>> {
  if (attempts.length === 0) return new Map();
  const values = [scope.workspaceId, runId, int4Array(attempts, ({ task }) => task), int4Array(attempts, ({ until }) => until), path];
  const rows = await query<{ task: number; logs: AttemptLogs }>(scope.db.reads, { name: 'read-logs', text: TEXT, values });
  return new Map(rows.map(({ task, logs }) => [task, logs]));
}
