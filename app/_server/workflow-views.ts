import { type Workflow, type WorkflowSummary, type VersionSummary, toInstant, toInstantOrNull } from '@/engine/index.ts';
import type { VersionRow, WorkflowRecord, WorkflowRow, RunRow, WorkflowBrief } from '@/engine/server.ts';
import { allFindings } from './composition.ts';
import { ProblemError } from './problem-error.ts';
import { waitsOf } from './run-views.ts';
import type { Server } from './server.ts';

/** Runs shown beside each workflow of a list. */
const LAST_RUNS = 5;

export async function toSummaries(server: Server, rows: readonly WorkflowRow[]): Promise<WorkflowSummary[]> {
  const runs = rows.length === 0 ? new Map<string, RunRow[]>() : await server.engine.lastRuns(rows.map((row) => row.id), LAST_RUNS);
  return rows.map((row) => toSummary(row, runs.get(row.id) ?? []));
}

export async function toWorkflow(server: Server, record: WorkflowRecord): Promise<Workflow> {
  const [runs, findings] = await Promise.all([server.engine.lastRuns([record.id], LAST_RUNS), allFindings(server, record.draft, record)]);
  return { ...toSummary(record, runs.get(record.id) ?? []), definition: record.draft, findings };
}

function toSummary(row: WorkflowRow, runs: readonly RunRow[]): WorkflowSummary {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    folder: row.folder,
    tags: row.tags,
    draftRevision: row.revision,
    latestVersion: row.latestVersion,
    hasUnpublishedChanges: row.hasUnpublishedChanges,
    example: row.example,
    nodeCount: row.nodeCount,
    createdAt: toInstant(row.createdAt),
    updatedAt: toInstant(row.updatedAt),
    lastRuns: runs.map((run) => ({ id: run.id, status: run.status, startedAt: toInstant(run.startedAt), endedAt: toInstantOrNull(run.endedAt), waitingFor: waitsOf(run) })),
  };
}

export function toVersionSummary(row: VersionRow): VersionSummary {
  return { number: row.number, note: row.note, createdAt: toInstant(row.createdAt), hash: row.hash, nodeCount: row.nodeCount, runs: row.runs };
}

/** @throws ProblemError workflow_not_found */
export async function requireWorkflow(server: Server, idOrSlug: string): Promise<WorkflowRecord> {
  const record = await server.workflows.find(idOrSlug);
  if (record === null) throw workflowNotFound(idOrSlug);
  return record;
}

/** Without its draft, which may be large. @throws ProblemError workflow_not_found */
export async function requireWorkflowBrief({ engine }: Pick<Server, 'engine'>, idOrSlug: string): Promise<WorkflowBrief> {
  const brief = await engine.findWorkflow(idOrSlug);
  if (brief === null) throw workflowNotFound(idOrSlug);
  return brief;
}

export function workflowNotFound(idOrSlug: string): ProblemError {
  return new ProblemError('workflow_not_found', `There is no workflow with the id or slug "${idOrSlug}".`);
}

export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/**
 * Reads the revision that If-Match names.
 * @throws ProblemError if_match_required when the header is missing or names none
 */
export function readIfMatch(request: Request): number {
  const header = request.headers.get('if-match');
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(header?.trim() ?? '');
  if (match === null) {
    throw new ProblemError('if_match_required', header === null ? 'Send the ETag of the draft that you changed as If-Match, so that nobody’s work is lost.' : `If-Match holds one ETag as this API gives it, such as "3", not ${header.slice(0, 60)}.`);
  }
  return Number(match[1]);
}
