import type { Page, PageRequest, RunFilter, RunRow } from '../ports/views.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { attributeDocuments } from './attribute-filter.ts';
import { query, type Sql } from './pool.ts';
import { RUN_COLUMNS, RUN_SOURCE, type RunRecord, toRunRow } from './run-rows.ts';
import type { Scope } from './scope.ts';

const OPEN = `('queued', 'running', 'paused', 'compensating')`;

export async function readRun(scope: Scope, runId: string): Promise<RunRow | null> {
  const [row] = await query<RunRecord>(scope.db.reads, { name: 'read-run', text: `SELECT ${RUN_COLUMNS} FROM ${RUN_SOURCE} WHERE r.workspace_id = $1 AND r.id = $2`, values: [scope.workspaceId, runId] });
  return row === undefined ? null : toRunRow(row);
}

export async function findOpenByKey(scope: Scope, workflowId: string, key: string): Promise<RunRow | null> {
  const text = `SELECT ${RUN_COLUMNS} FROM ${RUN_SOURCE} WHERE r.workspace_id = $1 AND r.workflow_id = $2 AND r.key = $3 AND r.status IN ${OPEN}`;
  const [row] = await query<RunRecord>(scope.db.reads, { name: 'find-open-by-key', text, values: [scope.workspaceId, workflowId, key] });
  return row === undefined ? null : toRunRow(row);
}

export async function findByIdempotencyKey(scope: Scope, workflowId: string, key: string): Promise<(RunRow & { requestHash: string | null }) | null> {
  const text = `SELECT ${RUN_COLUMNS}, r.request_hash FROM ${RUN_SOURCE} WHERE r.workspace_id = $1 AND r.workflow_id = $2 AND r.idempotency_key = $3`;
  const [row] = await query<RunRecord & { request_hash: string | null }>(scope.db.reads, { name: 'find-by-idempotency-key', text, values: [scope.workspaceId, workflowId, key] });
  return row === undefined ? null : { ...toRunRow(row), requestHash: row.request_hash };
}

/** The conditions of a filter, with $1 for the workspace. */
function conditionsOf(workspaceId: string, filter: RunFilter): { where: string[]; values: unknown[] } {
  const values: unknown[] = [workspaceId];
  const where = ['r.workspace_id = $1'];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  if (filter.ids !== undefined) add((p) => `r.id = ANY(${p}::text[])`, filter.ids);
  if (filter.statuses !== undefined && filter.statuses.length > 0) add((p) => `r.status = ANY(${p}::text[])`, filter.statuses);
  if (filter.workflowId !== undefined) add((p) => `r.workflow_id = ${p}`, filter.workflowId);
  if (filter.version !== undefined) add((p) => `r.version = ${p}::int4`, filter.version);
  if (filter.startedAfter !== undefined) add((p) => `r.started_at > ${p}::int8`, filter.startedAfter);
  if (filter.startedBefore !== undefined) add((p) => `r.started_at < ${p}::int8`, filter.startedBefore);
  if (filter.key !== undefined) add((p) => `r.key = ${p}`, filter.key);
  if (filter.parentRunId !== undefined) add((p) => `r.parent_run_id = ${p}`, filter.parentRunId);
  if (filter.forkedFromRunId !== undefined) add((p) => `r.forked_from_run_id = ${p}`, filter.forkedFromRunId);
  for (const attribute of filter.attributes ?? []) {
    // Each by itself: only a plain containment is what the index can look up.
    const either = attributeDocuments(attribute).map((document) => {
      values.push(JSON.stringify(document));
      return `r.search_attributes @> $${values.length}::jsonb`;
    });
    where.push(`(${either.join(' OR ')})`);
  }
  if (filter.text !== undefined && filter.text !== '') {
    const pattern = filter.text.replace(/[\\%_]/g, '\\$&');
    add((p) => `(r.id LIKE ${p} || '%' OR r.key LIKE ${p} || '%' OR r.workflow_name ILIKE '%' || ${p} || '%')`, pattern);
  }
  return { where, values };
}

/** Newest first, by start and id, after the place that a cursor names. */
export function listRunsSql(workspaceId: string, filter: RunFilter, page: PageRequest, limit: number): Sql {
  const { where, values } = conditionsOf(workspaceId, filter);
  const cursor = readCursor(page.cursor, ['number', 'string']);
  if (cursor !== null) {
    values.push(cursor[0], cursor[1]);
    where.push(`(r.started_at, r.id) < ($${values.length - 1}::int8, $${values.length})`);
  }
  values.push(limit);
  return { text: `SELECT ${RUN_COLUMNS} FROM ${RUN_SOURCE} WHERE ${where.join(' AND ')} ORDER BY r.started_at DESC, r.id DESC LIMIT $${values.length}`, values };
}

/** How many runs a filter finds; counts no further than `limit`. */
export async function countRuns(scope: Scope, filter: RunFilter, limit: number): Promise<number> {
  const { where, values } = conditionsOf(scope.workspaceId, filter);
  values.push(limit);
  const [row] = await query<{ count: number }>(scope.db.reads, { text: `SELECT count(*) AS count FROM (SELECT 1 FROM runs r WHERE ${where.join(' AND ')} LIMIT $${values.length}) x`, values });
  return row!.count;
}

/** Newest first, keyset-paged by start and id. */
export async function listRuns(scope: Scope, filter: RunFilter, page: PageRequest): Promise<Page<RunRow>> {
  const limit = Math.min(page.limit ?? 50, 500);
  const rows = await query<RunRecord>(scope.db.reads, listRunsSql(scope.workspaceId, filter, page, limit + 1));
  const items = rows.slice(0, limit).map(toRunRow);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? writeCursor([last.startedAt, last.id]) : null };
}

const LAST = `SELECT ${RUN_COLUMNS} FROM unnest($2::text[]) AS x (workflow_id)
JOIN LATERAL (SELECT * FROM runs r WHERE r.workspace_id = $1 AND r.workflow_id = x.workflow_id ORDER BY r.started_at DESC, r.id DESC LIMIT $3) r ON true
LEFT JOIN workflows w ON w.workspace_id = r.workspace_id AND w.id = r.workflow_id`;

export async function lastRuns(scope: Scope, workflowIds: readonly string[], perWorkflow: number): Promise<Map<string, RunRow[]>> {
  const rows = await query<RunRecord>(scope.db.reads, { name: 'last-runs', text: LAST, values: [scope.workspaceId, workflowIds, perWorkflow] });
  const runs = new Map<string, RunRow[]>(workflowIds.map((id) => [id, []]));
  for (const row of rows) runs.get(row.workflow_id ?? '')?.push(toRunRow(row));
  return runs;
}

const ANCESTORS = `WITH RECURSIVE up AS (
  SELECT r.parent_run_id, 0 AS height FROM runs r WHERE r.workspace_id = $1 AND r.id = $2
  UNION ALL SELECT r.parent_run_id, u.height + 1 FROM up u JOIN runs r ON r.workspace_id = $1 AND r.id = u.parent_run_id WHERE u.height < $3
) SELECT coalesce(max(height), 0) AS height FROM up`;

/** How many runs stand above this one, parent over parent; counts no further than `limit`. */
export async function ancestorsOf(scope: Scope, runId: string, limit: number): Promise<number> {
  const [row] = await query<{ height: number }>(scope.db.reads, { name: 'ancestors', text: ANCESTORS, values: [scope.workspaceId, runId, limit] });
  return row!.height;
}
