import { randomBytes } from 'node:crypto';
import { LEAP_MS, LEFT_MOST } from '../core/schedule.ts';
import type { RunStatus } from '../core/status.ts';
import type { ScheduleRule } from '../definition/triggers.ts';
import type { DueTrigger, Hook, TriggerFilter, TriggerKept, TriggerNote, TriggerPause, TriggerProblem, TriggerRow, TriggerSettled } from '../ports/triggers.ts';
import type { Page, PageRequest } from '../ports/views.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { NOW } from './now.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** With whoever has a schedule and did not settle it, as `withLeft` has it. `holdMs` is the parameter that says for how long it is held. */
const withTaker = (holdMs: string): string => `CASE WHEN taken_until IS NULL THEN left_at WHEN cardinality(left_at) < ${LEFT_MOST} THEN left_at || (taken_until - ${holdMs}) ELSE left_at[1:1] || left_at[3:] || (taken_until - ${holdMs}) END`;

/**
 * Schedules that are due and that nobody is at. They are the caller's until `holdMs` have passed, or it settles them.
 * The instant by which the caller goes is the server's, so that all go by one clock.
 */
const TAKE = `WITH due AS MATERIALIZED (
  SELECT id, ${withTaker('$4::int8')} AS left_at, ${NOW} AS now FROM triggers WHERE workspace_id = $1 AND next_at <= ${NOW} AND paused IS NULL AND (taken_until IS NULL OR taken_until < ${NOW})
  ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
UPDATE triggers t SET taken_token = $2, taken_until = due.now + $4::int8, left_at = due.left_at FROM due WHERE t.workspace_id = $1 AND t.id = due.id
RETURNING t.id, t.workflow_id, t.node, t.rule, t.cursor_at, t.last_run, due.now, to_json(due.left_at) AS left_at, (SELECT r.status FROM runs r WHERE r.workspace_id = $1 AND r.id = t.last_run) AS last_status`;

type Due = { id: string; workflow_id: string; node: string; rule: unknown; cursor_at: number | null; last_run: string | null; now: number; left_at: number[]; last_status: RunStatus | null };

export async function takeDueTriggers(scope: Scope, token: string, limit: number, holdMs: number): Promise<DueTrigger[]> {
  const rows = await query<Due>(scope.db.soft, { name: 'take-triggers', text: TAKE, values: [scope.workspaceId, token, limit, holdMs] });
  return rows.map((row) => ({ id: row.id, taken: token, workflowId: row.workflow_id, node: row.node, rule: row.rule, cursor: row.cursor_at ?? row.now, now: row.now, leftAt: row.left_at, lastRun: row.last_run, lastStatus: row.last_status }));
}

/** Only of whoever took it: another that took it since, or a publication that changed it, has the last word. */
const SETTLE = `UPDATE triggers SET cursor_at = $4::int8, next_at = $5::int8, last_at = coalesce($6::int8, last_at), last_run = coalesce($7, last_run), last_problem = $8::json, taken_token = NULL, taken_until = NULL, left_at = $9::int8[]
WHERE workspace_id = $1 AND id = $2 AND taken_token = $3 RETURNING id`;

export async function settleTrigger(scope: Scope, id: string, taken: string, { cursor, nextAt, fired, problem, leftAt = [] }: TriggerSettled): Promise<boolean> {
  const rows = await query(scope.db.hard, { name: 'settle-trigger', text: SETTLE, values: [scope.workspaceId, id, taken, cursor, nextAt, fired?.at ?? null, fired?.runId ?? null, problem === null ? null : JSON.stringify(problem), leftAt] });
  return rows.length > 0;
}

/**
 * What was dealt with, or is held, so far ahead that the clock must have been wrong. It is due: whoever takes it sees. What
 * is paused is due to nobody, and goes on from when it is resumed.
 */
const WAKE = `UPDATE triggers SET next_at = least(next_at, ${NOW}), left_at = ${withTaker('$3::int8')}, taken_token = NULL, taken_until = NULL WHERE workspace_id = $1 AND next_at IS NOT NULL AND paused IS NULL AND (cursor_at > ${NOW} + $2::int8 OR taken_until > ${NOW} + $2::int8) RETURNING id`;

/** @returns the schedules that would have stood still until then */
export async function wakeTriggersAhead(scope: Scope, aheadMs: number, holdMs: number): Promise<string[]> {
  const rows = await query<{ id: string }>(scope.db.soft, { name: 'wake-triggers', text: WAKE, values: [scope.workspaceId, aheadMs, holdMs] });
  return rows.map(({ id }) => id);
}

/**
 * What began before that which is told already comes too late: a request that waited for its run, say. A run that a person
 * started does not take the place of one that is open: the next instant has to know of that one.
 */
const NOTE = `UPDATE triggers SET last_at = CASE WHEN $4::text IS NULL THEN last_at ELSE $3::int8 END, last_run = coalesce($4, last_run), last_problem = $5::json WHERE workspace_id = $1 AND id = $2 AND (last_at IS NULL OR last_at <= $3::int8 OR last_at > ${NOW} + $6::int8)
AND NOT ($7::boolean AND EXISTS (SELECT FROM runs r WHERE r.workspace_id = $1 AND r.id = triggers.last_run AND r.status IN ('queued', 'running', 'paused', 'compensating')))`;

export async function noteTrigger(scope: Scope, id: string, { at, runId, problem, byHand = false }: TriggerNote): Promise<void> {
  await query(scope.db.soft, { name: 'note-trigger', text: NOTE, values: [scope.workspaceId, id, at, runId, problem === null ? null : JSON.stringify(problem), LEAP_MS, byHand] });
}

const ROW = `SELECT t.id, t.workflow_id, w.slug, w.name AS workflow_name, t.node, t.name, t.kind, t.rule, t.created_at, t.next_at, t.last_at, t.last_problem, t.paused, t.token, t.token_at, t.secret_at,
  (SELECT r.id FROM runs r WHERE r.workspace_id = t.workspace_id AND r.id = t.last_run) AS last_run
FROM triggers t JOIN workflows w ON w.workspace_id = t.workspace_id AND w.id = t.workflow_id WHERE t.workspace_id = $1`;

type Row = {
  id: string; workflow_id: string; slug: string; workflow_name: string; node: string; name: string; kind: TriggerKept; rule: ScheduleRule | null; created_at: number; next_at: number | null;
  last_at: number | null; last_run: string | null; last_problem: TriggerProblem | null; paused: TriggerPause | null; token: string | null; token_at: number | null; secret_at: number | null;
};

const toTrigger = (row: Row): TriggerRow => ({
  id: row.id, workflowId: row.workflow_id, workflowSlug: row.slug, workflowName: row.workflow_name, node: row.node, name: row.name, kind: row.kind, rule: row.rule, createdAt: row.created_at, nextAt: row.next_at,
  lastAt: row.last_at, lastRun: row.last_run, lastProblem: row.last_problem, paused: row.paused, token: row.token, tokenAt: row.token_at, secretAt: row.secret_at,
});

export async function listTriggers(scope: Scope, { workflowId }: TriggerFilter, page: PageRequest): Promise<Page<TriggerRow>> {
  const limit = Math.min(page.limit ?? 50, 500);
  const cursor = readCursor(page.cursor, ['number', 'string']);
  const values: unknown[] = [scope.workspaceId, limit + 1, workflowId ?? null, ...(cursor ?? [])];
  const rows = await query<Row>(scope.db.reads, { text: `${ROW} AND ($3::text IS NULL OR t.workflow_id = $3) ${cursor === null ? '' : 'AND (t.created_at, t.id) < ($4::int8, $5)'} ORDER BY t.created_at DESC, t.id DESC LIMIT $2`, values });
  const items = rows.slice(0, limit).map(toTrigger);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.createdAt, last.id]) : null };
}

export async function readTrigger(scope: Scope, id: string): Promise<TriggerRow | null> {
  const [row] = await query<Row>(scope.db.reads, { name: 'read-trigger', text: `${ROW} AND t.id = $2`, values: [scope.workspaceId, id] });
  return row === undefined ? null : toTrigger(row);
}

export async function findHook(scope: Scope, token: string): Promise<Hook | null> {
  const text = `SELECT id, workflow_id, node, paused IS NOT NULL AS paused, secret FROM triggers WHERE workspace_id = $1 AND token = $2 AND kind = 'webhook'`;
  const [row] = await query<{ id: string; workflow_id: string; node: string; paused: boolean; secret: string | null }>(scope.db.reads, { name: 'find-hook', text, values: [scope.workspaceId, token] });
  return row === undefined ? null : { id: row.id, workflowId: row.workflow_id, node: row.node, paused: row.paused, secret: row.secret };
}

/** What comes while it is paused is not made up: it goes on from when it is resumed. A start under way is not taken back. */
const PAUSE = `UPDATE triggers SET paused = $3::json WHERE workspace_id = $1 AND id = $2 AND paused IS NULL RETURNING id`;
const RESUME = `UPDATE triggers SET paused = NULL, cursor_at = CASE WHEN kind = 'schedule' THEN ${NOW} END, next_at = CASE WHEN kind = 'schedule' THEN ${NOW} END, taken_token = NULL, taken_until = NULL, left_at = '{}'
WHERE workspace_id = $1 AND id = $2 AND paused IS NOT NULL RETURNING id`;

/** @returns false when it is so already, or gone */
export async function pauseTrigger(scope: Scope, id: string, pause: TriggerPause | null): Promise<boolean> {
  const rows = pause === null ? await query(scope.db.hard, { text: RESUME, values: [scope.workspaceId, id] }) : await query(scope.db.hard, { text: PAUSE, values: [scope.workspaceId, id, JSON.stringify(pause)] });
  return rows.length > 0;
}

/** Of a webhook's address: 192 bits. */
export function newHookToken(): string {
  return randomBytes(24).toString('base64url');
}

/** Gives a webhook another address. @returns false when there is no such webhook */
export async function renewHookToken(scope: Scope, id: string): Promise<boolean> {
  const rows = await query(scope.db.hard, { text: `UPDATE triggers SET token = $3, token_at = ${NOW} WHERE workspace_id = $1 AND id = $2 AND kind = 'webhook' RETURNING id`, values: [scope.workspaceId, id, newHookToken()] });
  return rows.length > 0;
}

/** @param secret null takes it away @returns false when there is no such webhook */
export async function setHookSecret(scope: Scope, id: string, secret: string | null): Promise<boolean> {
  const rows = await query(scope.db.hard, { text: `UPDATE triggers SET secret = $3, secret_at = CASE WHEN $3::text IS NULL THEN NULL ELSE ${NOW} END WHERE workspace_id = $1 AND id = $2 AND kind = 'webhook' RETURNING id`, values: [scope.workspaceId, id, secret] });
  return rows.length > 0;
}
