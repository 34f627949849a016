import type { Json } from '../definition/json.ts';
import type { MessageKind } from '../ports/run-commit.ts';
import type { Message } from '../ports/store.ts';
import { withRefs } from '../definition/ref.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

const TAKE = `WITH next AS MATERIALIZED (
  SELECT id FROM outbox WHERE workspace_id = $1 AND (taken_until IS NULL OR taken_until < $2::int8) ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE outbox o SET taken_by = $4, taken_until = $2::int8 + $5::int8, tries = o.tries + 1 WHERE o.workspace_id = $1 AND o.id = ANY (ARRAY(SELECT id FROM next))
RETURNING o.id, o.source_run_id, o.target_run_id, o.kind, o.payload, o.tries`;

type Row = { id: string; source_run_id: string; target_run_id: string | null; kind: MessageKind; payload: Json; tries: number };

/** Messages that nobody is delivering; they are the caller's for `holdMs`. */
export async function takeMessages(scope: Scope, owner: string, holdMs: number, limit: number): Promise<Message[]> {
  const rows = await query<Row>(scope.db.soft, { name: 'take-messages', text: TAKE, values: [scope.workspaceId, scope.now(), limit, owner, holdMs] });
  return rows.map((row) => ({ id: row.id, sourceRunId: row.source_run_id, targetRunId: row.target_run_id, kind: row.kind, payload: withRefs(row.payload), tries: row.tries }));
}

export async function settleMessage(scope: Scope, id: string, settle: { done: true } | { done: false; error: string; retryInMs: number }): Promise<void> {
  if (settle.done) await query(scope.db.hard, { text: 'DELETE FROM outbox WHERE workspace_id = $1 AND id = $2', values: [scope.workspaceId, id] });
  else await query(scope.db.soft, { text: 'UPDATE outbox SET error = $3, taken_until = $4::int8 WHERE workspace_id = $1 AND id = $2', values: [scope.workspaceId, id, settle.error, scope.now() + settle.retryInMs] });
}

/** Controls from one run to another that are not taken in yet, by id. */
export async function controlsUnderWay(scope: Scope, sourceRunId: string, targetRunId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(scope.db.reads, { text: `SELECT id FROM outbox WHERE workspace_id = $1 AND target_run_id = $2 AND source_run_id = $3 AND kind = 'control'`, values: [scope.workspaceId, targetRunId, sourceRunId] });
  return rows.map((row) => row.id);
}

/** True while a message that starts this run is under way. */
export async function startPending(scope: Scope, targetRunId: string): Promise<boolean> {
  const rows = await query(scope.db.reads, { text: `SELECT 1 FROM outbox WHERE workspace_id = $1 AND target_run_id = $2 AND kind = 'child.start' LIMIT 1`, values: [scope.workspaceId, targetRunId] });
  return rows.length > 0;
}
