import type { RunSummary } from '../core/effects.ts';
import type { StepError } from '../core/events.ts';
import type { RunStatus } from '../core/status.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import type { ForkLink } from '../ports/run-commit.ts';
import type { RunRow } from '../ports/views.ts';

export const RUN_COLUMNS = `r.id, r.seq, r.status, r.generation, r.workflow_id, w.slug AS workflow_slug, r.workflow_name, r.version, r.definition_id, r.trigger, r.key,
  r.parent_run_id, r.parent_path, r.parent_generation, r.parent_awaited, r.forked_from_run_id, r.forked_from_seq, r.fork_mode, r.started_at, r.ended_at, r.output, r.error, r.waiting_for, r.open_compensations, r.search_attributes, r.memo, r.parked`;
export const RUN_SOURCE = `runs r LEFT JOIN workflows w ON w.workspace_id = r.workspace_id AND w.id = r.workflow_id`;

export type RunRecord = {
  id: string; seq: number; status: RunStatus; generation: number; workflow_id: string | null; workflow_slug: string | null; workflow_name: string; version: number | null;
  definition_id: string; trigger: string; key: string | null; parent_run_id: string | null; parent_path: string | null; parent_generation: number | null; parent_awaited: boolean | null;
  forked_from_run_id: string | null; forked_from_seq: number | null; fork_mode: ForkLink['mode'] | null;
  started_at: number; ended_at: number | null; output: Json; error: StepError | null; waiting_for: RunSummary['waitingFor'] | null; open_compensations: string[] | null;
  search_attributes: JsonObject | null; memo: JsonObject | null; parked: string | null;
};

export function toRunRow(record: RunRecord): RunRow {
  const parent = record.parent_run_id === null ? null : { runId: record.parent_run_id, path: record.parent_path ?? '', generation: record.parent_generation ?? 1, awaited: record.parent_awaited ?? false };
  const forkedFrom = record.forked_from_run_id === null ? null : { runId: record.forked_from_run_id, seq: record.forked_from_seq ?? 0, mode: record.fork_mode ?? 'fork' };
  return {
    id: record.id, workflowId: record.workflow_id, workflowSlug: record.workflow_slug, workflowName: record.workflow_name, version: record.version, definitionId: record.definition_id,
    key: record.key, trigger: record.trigger, parent, forkedFrom, startedAt: record.started_at, lastSeq: record.seq, parked: record.parked, openCompensations: record.open_compensations ?? [],
    status: record.status, output: record.output, error: record.error, endedAt: record.ended_at, waitingFor: record.waiting_for ?? [],
    searchAttributes: record.search_attributes ?? {}, memo: record.memo ?? {}, generation: record.generation,
  };
}
