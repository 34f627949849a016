import type { DueTimer } from '../ports/store.ts';
import { rowsByKey } from './rows-by-key.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/**
 * 1. Timers due before the horizon that nobody has armed, soonest first, passing over what others take now.
 * 2. They are this process's for a while; if it dies, the next one takes them when that is over.
 * They are found by their instant whatever was known of the table when the plan was made: `IS TRUE` keeps the workspace
 * from being a reason to read the key.
 */
const ARM = `WITH due AS MATERIALIZED (
  SELECT run_id, seq FROM timers WHERE (workspace_id = $1) IS TRUE AND due_at < $2::int8 AND (armed_until IS NULL OR armed_until < $3::int8) ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
)
UPDATE timers t SET armed_by = $5, armed_until = greatest(t.due_at, $3::int8) + $6::int8 WHERE ${rowsByKey('t', 'due')}
RETURNING t.run_id, t.seq, t.path, t.purpose, t.due_at`;

export async function armTimers(scope: Scope, owner: string, horizonMs: number, holdMs: number, limit: number): Promise<DueTimer[]> {
  const now = scope.now();
  const rows = await query<{ run_id: string; seq: number; path: string | null; purpose: string; due_at: number }>(scope.db.soft, { name: 'arm-timers', text: ARM, values: [scope.workspaceId, now + horizonMs, now, limit, owner, holdMs] });
  return rows.map((row) => ({ runId: row.run_id, seq: row.seq, path: row.path, purpose: row.purpose, dueAt: row.due_at }));
}
