import type { RunEvent } from '../core/events.ts';
import type { Json } from '../definition/json.ts';
import type { ApprovalChange, NewApproval, NewDeadLetter, NewMessage, NewPayload, NewTimer, OpenTask, RunCommit } from '../ports/run-commit.ts';
import { refsTold } from '../definition/ref.ts';
import { detached } from '../core/ref-list.ts';
import { type Column, Rows } from './rows.ts';

/** A row that belongs to the n-th run of the batch (from 1). */
export type Of<T> = { n: number; runId: string; row: T };

const place = [
  { name: 'n', type: 'int4', of: (r: Of<unknown>) => r.n },
  { name: 'run_id', type: 'text', of: (r: Of<unknown>) => r.runId },
] as const;

const batchColumns: readonly Column<RunCommit>[] = [
  { name: 'run_id', type: 'text', of: (c) => c.runId },
  { name: 'expected', type: 'int4', of: (c) => c.expectedSeq },
  { name: 'seq', type: 'int4', of: (c) => c.seq },
];

/** The columns of the run row; all null for a run whose row keeps them. */
const summaryColumns: readonly Column<RunCommit>[] = [
  { name: 'changed', type: 'bool', of: (c) => c.row !== null },
  { name: 'status', type: 'text', of: (c) => c.row?.status ?? null },
  { name: 'generation', type: 'int4', of: (c) => c.row?.generation ?? null },
  { name: 'ended_at', type: 'int8', of: (c) => c.row?.endedAt ?? null },
  { name: 'output', type: 'json', of: (c) => (c.row === null || c.row.output === null ? null : outputText(c.row.output)) },
  { name: 'error', type: 'json', of: (c) => (c.row === null || c.row.error === null ? null : JSON.stringify(c.row.error)) },
  { name: 'waiting_for', type: 'json', of: (c) => (c.row === null || c.row.waitingFor.length === 0 ? null : JSON.stringify(c.row.waitingFor)) },
  { name: 'open_compensations', type: 'json', of: (c) => (c.row === null || c.row.openCompensations.length === 0 ? null : JSON.stringify(c.row.openCompensations)) },
  { name: 'search_attributes', type: 'json', of: (c) => (c.row === null ? null : members(c.row.searchAttributes)) },
  { name: 'memo', type: 'json', of: (c) => (c.row === null ? null : members(c.row.memo)) },
];

/** Null for all but a migration. */
const moveColumns: readonly Column<RunCommit>[] = [
  { name: 'definition_id', type: 'text', of: (c) => c.moveTo?.definitionId ?? null },
  { name: 'version', type: 'int4', of: (c) => c.moveTo?.version ?? null },
];

const startColumns: readonly Column<RunCommit>[] = [
  { name: 'core_version', type: 'int4', of: (c) => c.start!.coreVersion },
  { name: 'workflow_id', type: 'text', of: (c) => c.start!.workflowId },
  { name: 'workflow_name', type: 'text', of: (c) => c.start!.workflowName },
  { name: 'version', type: 'int4', of: (c) => c.start!.version },
  { name: 'definition_id', type: 'text', of: (c) => c.start!.definitionId },
  { name: 'earlier_definitions', type: 'text', of: (c) => (c.start!.earlierDefinitions.length === 0 ? null : c.start!.earlierDefinitions.join(' ')) },
  { name: 'trigger', type: 'text', of: (c) => c.start!.trigger },
  { name: 'key', type: 'text', of: (c) => c.start!.key },
  { name: 'idempotency_key', type: 'text', of: (c) => c.start!.idempotencyKey },
  { name: 'request_hash', type: 'text', of: (c) => c.start!.requestHash },
  { name: 'parent_run_id', type: 'text', of: (c) => c.start!.parent?.runId ?? null },
  { name: 'parent_path', type: 'text', of: (c) => c.start!.parent?.path ?? null },
  { name: 'parent_generation', type: 'int4', of: (c) => c.start!.parent?.generation ?? null },
  { name: 'parent_awaited', type: 'bool', of: (c) => c.start!.parent?.awaited ?? false },
  { name: 'forked_from_run_id', type: 'text', of: (c) => c.start!.forkedFrom?.runId ?? null },
  { name: 'forked_from_seq', type: 'int4', of: (c) => c.start!.forkedFrom?.seq ?? null },
  { name: 'fork_mode', type: 'text', of: (c) => c.start!.forkedFrom?.mode ?? null },
  { name: 'started_at', type: 'int8', of: (c) => c.start!.startedAt },
];

/** Not of the row: what a start depends on. */
const latestColumn: Column<RunCommit> = { name: 'latest_of', type: 'text', of: (c) => c.start!.latestOfSlug };

export const leanRows = new Rows<RunCommit>(batchColumns);
/** For one run by itself, which a migration never is. */
export const summaryRows = new Rows<RunCommit>([...batchColumns, ...summaryColumns]);
export const fullRows = new Rows<RunCommit>([...batchColumns, ...summaryColumns, ...moveColumns]);
export const startRows = new Rows<RunCommit>([...batchColumns, ...summaryColumns, ...startColumns, latestColumn]);
/** What `runs` is given of a run that starts, beside its summary. */
export const startNames = startColumns.map((column) => column.name);

export const guardRows = new Rows<Of<{ task: number; token: string }>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.task },
  { name: 'token', type: 'text', of: (r) => r.row.token },
]);

export const eventRows = new Rows<Of<RunEvent>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.seq },
  { name: 'attempt', type: 'int4', of: (r) => ('attempt' in r.row ? r.row.attempt : null) },
  { name: 'at', type: 'int8', of: (r) => r.row.at },
  { name: 'derived', type: 'bool', of: (r) => r.row.derived },
  { name: 'type', type: 'text', of: (r) => r.row.type },
  { name: 'path', type: 'text', of: (r) => ('path' in r.row ? r.row.path : null) },
  { name: 'input_id', type: 'text', of: (r) => (r.row.derived ? null : r.row.id) },
  { name: 'data', type: 'json', of: (r) => JSON.stringify(r.row.refs === true ? apart(r.row).data : r.row.data) },
  { name: 'refs', type: 'json', of: (r) => (r.row.refs === true ? JSON.stringify(apart(r.row).refs) : null) },
]);

export const payloadRows = new Rows<Of<NewPayload>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.seq },
  { name: 'hash', type: 'text', of: (r) => r.row.hash },
  { name: 'bytes', type: 'int4', of: (r) => r.row.bytes },
  { name: 'value', type: 'text', of: (r) => r.row.text },
]);

export const seqRows = new Rows<Of<number>>([...place, { name: 'seq', type: 'int4', of: (r) => r.row }]);

export const taskRows = new Rows<Of<OpenTask>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.seq },
  { name: 'attempt', type: 'int4', of: (r) => r.row.attempt },
  { name: 'path', type: 'text', of: (r) => r.row.path },
  { name: 'node', type: 'text', of: (r) => r.row.node },
  { name: 'queue', type: 'text', of: (r) => r.row.queue },
  { name: 'priority', type: 'int4', of: (r) => r.row.priority },
  { name: 'available_at', type: 'int8', of: (r) => r.row.availableAt },
  { name: 'start_to_close_ms', type: 'int8', of: (r) => r.row.startToCloseMs },
  { name: 'heartbeat_ms', type: 'int8', of: (r) => r.row.heartbeatMs },
  { name: 'schedule_to_start_at', type: 'int8', of: (r) => r.row.scheduleToStartAt },
  { name: 'schedule_to_close_at', type: 'int8', of: (r) => r.row.scheduleToCloseAt },
  { name: 'token', type: 'text', of: (r) => r.row.token },
  { name: 'rung', type: 'bool', of: (r) => r.row.rung },
  { name: 'external', type: 'bool', of: (r) => r.row.external },
]);

export const abortRows = new Rows<Of<{ task: number; until: number }>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.task },
  { name: 'until', type: 'int8', of: (r) => r.row.until },
]);

export const timerRows = new Rows<Of<NewTimer>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.seq },
  { name: 'path', type: 'text', of: (r) => r.row.path },
  { name: 'purpose', type: 'text', of: (r) => r.row.purpose },
  { name: 'due_at', type: 'int8', of: (r) => r.row.dueAt },
  { name: 'armed', type: 'bool', of: (r) => r.row.armed },
]);

export const approvalRows = new Rows<Of<NewApproval>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.seq },
  { name: 'path', type: 'text', of: (r) => r.row.path },
  { name: 'node', type: 'text', of: (r) => r.row.node },
  { name: 'workflow_id', type: 'text', of: (r) => r.row.workflowId },
  { name: 'workflow_name', type: 'text', of: (r) => r.row.workflowName },
  { name: 'title', type: 'text', of: (r) => r.row.wait.title },
  { name: 'context', type: 'text', of: (r) => r.row.wait.context },
  { name: 'form', type: 'json', of: (r) => (r.row.wait.form === null ? null : JSON.stringify(r.row.wait.form)) },
  { name: 'prefill', type: 'json', of: (r) => (r.row.wait.prefill === null ? null : JSON.stringify(r.row.wait.prefill)) },
  { name: 'assignees', type: 'json', of: (r) => JSON.stringify(r.row.wait.assignees) },
  { name: 'excluded', type: 'json', of: (r) => JSON.stringify(r.row.wait.excluded ?? []) },
  { name: 'quorum', type: 'int4', of: (r) => r.row.wait.quorum },
  { name: 'outcomes', type: 'json', of: (r) => JSON.stringify(r.row.wait.outcomes) },
  { name: 'opened_at', type: 'int8', of: (r) => r.row.openedAt },
  { name: 'due_at', type: 'int8', of: (r) => r.row.wait.dueAt },
  { name: 'on_timeout', type: 'text', of: (r) => r.row.wait.onTimeout },
  { name: 'shown_hash', type: 'text', of: (r) => r.row.shownHash },
  { name: 'decisions', type: 'json', of: (r) => JSON.stringify(r.row.decisions) },
  { name: 'delegations', type: 'json', of: (r) => JSON.stringify(r.row.delegations) },
  { name: 'reminders', type: 'json', of: (r) => (r.row.wait.reminders === undefined ? null : JSON.stringify(r.row.wait.reminders)) },
  { name: 'escalation', type: 'json', of: (r) => (r.row.wait.escalation === undefined ? null : JSON.stringify(r.row.wait.escalation)) },
]);

export const approvalChangeRows = new Rows<Of<ApprovalChange>>([
  ...place,
  { name: 'seq', type: 'int4', of: (r) => r.row.seq },
  { name: 'decisions', type: 'json', of: (r) => JSON.stringify(r.row.decisions) },
  { name: 'assignees', type: 'json', of: (r) => (r.row.assignees === null ? null : JSON.stringify(r.row.assignees)) },
  { name: 'delegations', type: 'json', of: (r) => JSON.stringify(r.row.delegations) },
  { name: 'reminders', type: 'json', of: (r) => (r.row.reminders === null ? null : JSON.stringify(r.row.reminders)) },
  { name: 'escalation', type: 'json', of: (r) => (r.row.escalation === null ? null : JSON.stringify(r.row.escalation)) },
  { name: 'status', type: 'text', of: (r) => r.row.status },
  { name: 'outcome', type: 'text', of: (r) => r.row.outcome },
  { name: 'closed_at', type: 'int8', of: (r) => r.row.closedAt },
]);

export const messageRows = new Rows<Of<NewMessage>>([
  ...place,
  { name: 'id', type: 'text', of: (r) => r.row.id },
  { name: 'target_run_id', type: 'text', of: (r) => r.row.targetRunId },
  { name: 'kind', type: 'text', of: (r) => r.row.kind },
  { name: 'payload', type: 'json', of: (r) => JSON.stringify(r.row.payload) },
]);

export const idRows = new Rows<Of<string>>([...place, { name: 'id', type: 'text', of: (r) => r.row }]);

export const deadLetterRows = new Rows<Of<NewDeadLetter>>([
  ...place,
  { name: 'id', type: 'text', of: (r) => r.row.id },
  { name: 'path', type: 'text', of: (r) => r.row.path },
  { name: 'node', type: 'text', of: (r) => r.row.node },
  { name: 'attempt', type: 'int4', of: (r) => r.row.attempt },
  { name: 'error', type: 'json', of: (r) => JSON.stringify(r.row.error) },
  { name: 'workflow_name', type: 'text', of: (r) => r.row.workflowName },
  { name: 'at', type: 'int8', of: (r) => r.row.at },
]);

function apart(event: RunEvent): ReturnType<typeof detached> {
  return detached(event.data as Json);
}

/** The row only tells what the output is: the history has it, and whoever reads the row may not. */
function outputText(output: Json): string {
  return JSON.stringify(refsTold(output));
}

function members(value: object): string | null {
  return Object.keys(value).length === 0 ? null : JSON.stringify(value);
}
