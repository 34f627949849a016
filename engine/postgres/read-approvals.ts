import type { Json, JsonObject } from '../definition/json.ts';
import { APPROVAL_CURSORS, type ApprovalFilter, type ApprovalList, type ApprovalRow, type Page, type PageRequest } from '../ports/views.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

const COLUMNS = `a.run_id, a.seq, a.path, a.node, (SELECT r.definition_id FROM runs r WHERE r.workspace_id = a.workspace_id AND r.id = a.run_id) AS definition_id, a.workflow_id, w.slug AS workflow_slug, a.workflow_name, a.status, a.title, a.context, a.form, a.prefill, a.assignees, a.excluded, a.quorum, a.outcomes, a.decisions, a.delegations, a.reminders, a.escalation, a.opened_at, a.due_at, a.closed_at, a.outcome, a.on_timeout, a.shown_hash`;
const SOURCE = `approvals a LEFT JOIN workflows w ON w.workspace_id = a.workspace_id AND w.id = a.workflow_id`;

type Row = {
  run_id: string; seq: number; path: string; node: string; definition_id: string; workflow_id: string | null; workflow_slug: string | null; workflow_name: string; status: ApprovalRow['status'];
  title: string; context: string; form: JsonObject | null; prefill: Json; assignees: string[]; excluded: string[]; quorum: number; outcomes: string[]; decisions: ApprovalRow['decisions']; delegations: ApprovalRow['delegations']; reminders: ApprovalRow['reminders']; escalation: ApprovalRow['escalation'];
  opened_at: number; due_at: number | null; closed_at: number | null; outcome: string | null; on_timeout: string | null; shown_hash: string;
};

function toApproval(row: Row): ApprovalRow {
  return {
    id: `${row.run_id}.${row.seq}`, runId: row.run_id, seq: row.seq, path: row.path, node: row.node, definitionId: row.definition_id, workflowId: row.workflow_id, workflowSlug: row.workflow_slug, workflowName: row.workflow_name,
    status: row.status, title: row.title, context: row.context, form: row.form, prefill: row.prefill, assignees: row.assignees, excluded: row.excluded, quorum: row.quorum, outcomes: row.outcomes, decisions: row.decisions, delegations: row.delegations, reminders: row.reminders, escalation: row.escalation,
    openedAt: row.opened_at, dueAt: row.due_at, closedAt: row.closed_at, outcome: row.outcome, onTimeout: row.on_timeout, shownHash: row.shown_hash,
  };
}

/** In the place of no due time: such a request comes last, and a cursor has no null. */
const NEVER = String(Number.MAX_SAFE_INTEGER);

type Order = { by: string; after: (...parameters: string[]) => string; cursorOf: (row: ApprovalRow) => readonly (string | number)[] };
/** How each list is ordered, and how a cursor of `APPROVAL_CURSORS` goes on: an index serves each of them. */
const ORDERS: Record<ApprovalList, Order> = {
  open: {
    by: `coalesce(a.due_at, ${NEVER}), a.opened_at, a.run_id, a.seq`,
    after: (due, opened, run, seq) => `(coalesce(a.due_at, ${NEVER}), a.opened_at, a.run_id, a.seq) > (${due}::int8, ${opened}::int8, ${run}, ${seq}::int8)`,
    cursorOf: (row) => [row.dueAt ?? Number.MAX_SAFE_INTEGER, row.openedAt, row.runId, row.seq],
  },
  closed: {
    by: 'a.closed_at DESC, a.seq, a.run_id',
    after: (closed, seq, run) => `(a.closed_at < ${closed}::int8 OR (a.closed_at = ${closed}::int8 AND (a.seq, a.run_id) > (${seq}::int8, ${run})))`,
    cursorOf: (row) => [row.closedAt ?? 0, row.seq, row.runId],
  },
  all: {
    by: 'a.opened_at DESC, a.run_id, a.seq',
    after: (opened, run, seq) => `(a.opened_at < ${opened}::int8 OR (a.opened_at = ${opened}::int8 AND (a.run_id, a.seq) > (${run}, ${seq}::int8)))`,
    cursorOf: (row) => [row.openedAt, row.runId, row.seq],
  },
};

/** Open ones first due first, closed ones the last closed first, all of them newest first; keyset-paged. */
export async function listApprovals(scope: Scope, filter: ApprovalFilter, page: PageRequest): Promise<Page<ApprovalRow>> {
  const values: unknown[] = [scope.workspaceId];
  const where = ['a.workspace_id = $1'];
  const status = filter.status ?? 'open';
  if (status !== 'all') where.push(status === 'open' ? `a.status = 'open'` : `a.status <> 'open'`);
  if (filter.runId !== undefined) where.push(`a.run_id = $${values.push(filter.runId)}`);
  if (filter.assignees !== undefined) where.push(`(cardinality(a.assignees) = 0 OR a.assignees && $${values.push([...filter.assignees])}::text[])`);
  if (filter.text !== undefined && filter.text !== '') {
    const p = `$${values.push(filter.text.replace(/[\\%_]/g, '\\$&'))}`;
    where.push(`(a.title ILIKE '%' || ${p} || '%' OR a.workflow_name ILIKE '%' || ${p} || '%' OR a.run_id LIKE ${p} || '%')`);
  }
  const order = ORDERS[status];
  const cursor = readCursor(page.cursor, APPROVAL_CURSORS[status]);
  if (cursor !== null) where.push(order.after(...cursor.map((value) => `$${values.push(value)}`)));
  const limit = Math.min(page.limit ?? 50, 500);
  const text = `SELECT ${COLUMNS} FROM ${SOURCE} WHERE ${where.join(' AND ')} ORDER BY ${order.by} LIMIT $${values.push(limit + 1)}`;
  const rows = await query<Row>(scope.db.reads, { text, values });
  const items = rows.slice(0, limit).map(toApproval);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor(order.cursorOf(last)) : null };
}

export async function readApproval(scope: Scope, runId: string, seq: number): Promise<ApprovalRow | null> {
  const [row] = await query<Row>(scope.db.reads, { name: 'read-approval', text: `SELECT ${COLUMNS} FROM ${SOURCE} WHERE a.workspace_id = $1 AND a.run_id = $2 AND a.seq = $3`, values: [scope.workspaceId, runId, seq] });
  return row === undefined ? null : toApproval(row);
}

export async function countOpenApprovals(scope: Scope): Promise<number> {
  const [row] = await query<{ count: number }>(scope.db.reads, { name: 'count-approvals', text: `SELECT count(*) FROM approvals WHERE workspace_id = $1 AND status = 'open'`, values: [scope.workspaceId] });
  return row!.count;
}
