import type { Page, PageRequest, RunFilter, RunRow } from '../ports/views.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { query } from './pool.ts';
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

/** Newest first, keyset-paged by start and id. */
export async function listRuns(scope: Scope, filter: RunFilter, page: PageRequest): Promise<Page<RunRow>> {
  const values: unknown[] = [scope.workspaceId];
  const where = ['r.workspace_id = $1'];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  if (filter.statuses !== undefined && filter.statuses.length > 0) add((p) => `r.status = ANY(${p}::text[])`, filter.statuses);
  if (filter.workflowId !== undefined) add((p) => `r.workflow_id = ${p}`, filter.workflowId);
  if (filter.version !== undefined) add((p) => `r.version = ${p}::int4`, filter.version);
  if (filter.startedAfter !== undefined) add((p) => `r.started_at > ${p}::int8`, filter.startedAfter);
  if (filter.startedBefore !== undefined) add((p) => `r.started_at < ${p}::int8`, filter.startedBefore);
  if (filter.key !== undefined) add((p) => `r.key = ${p}`, filter.key);
  if (filter.parentRunId !== undefined) add((p) => `r.parent_run_id = ${p}`, filter.parentRunId);
  if (filter.forkedFromRunId !== undefined) add((p) => `r.forked_from_run_id = ${p}`, filter.forkedFromRunId);
  if (filter.attribute !== undefined) {
    values.push(filter.attribute.name, filter.attribute.value);
    where.push(`r.search_attributes ->> $${values.length - 1} = $${values.length}`);
  }
  if (filter.text !== undefined && filter.text !== '') {
    const pattern = filter.text.replace(/[\\%_]/g, '\\$&');
    add((p) => `(r.id LIKE ${p} || '%' OR r.key LIKE ${p} || '%' OR r.workflow_name ILIKE '%' || ${p} || '%')`, pattern);
  }
  const cursor = readCursor(page.cursor, ['number', 'string']);
  if (cursor !== null) {
    values.push(cursor[0], cursor[1]);
    where.push(`(r.started_at, r.id) < ($${values.length - 1}::int8, $${values.length})`);
  }
  const limit = Math.min(page.limit ?? 50, 500);
  values.push(limit + 1);
  const text = `SELECT ${RUN_COLUMNS} FROM ${RUN_SOURCE} WHERE ${where.join(' AND ')} ORDER BY r.started_at DESC, r.id DESC LIMIT $${values.length}`;
  const rows = await query<RunRecord>(scope.db.reads, { text, values });
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
