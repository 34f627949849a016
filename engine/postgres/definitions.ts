import type { FoundVersion } from '../ports/store.ts';
import type { WorkflowBrief } from '../ports/views.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

const BRIEF = `SELECT w.id, w.slug, w.name, w.revision, w.latest_version AS "latestVersion" FROM workflows w
WHERE w.workspace_id = $1 AND (w.id = $2 OR w.slug = $2) ORDER BY (w.id = $2) DESC LIMIT 1`;

export async function findWorkflow(scope: Scope, idOrSlug: string): Promise<WorkflowBrief | null> {
  const [row] = await query<WorkflowBrief>(scope.db.reads, { name: 'find-workflow', text: BRIEF, values: [scope.workspaceId, idOrSlug] });
  return row ?? null;
}

const FIND = `SELECT w.id, w.slug, w.name, v.number, v.definition_id
FROM workflows w
LEFT JOIN workflow_versions v ON v.workspace_id = w.workspace_id AND v.workflow_id = w.id AND v.number = CASE $3 WHEN 'latest' THEN w.latest_version ELSE $3::int4 END
WHERE w.workspace_id = $1 AND (w.id = $2 OR w.slug = $2) ORDER BY (w.id = $2) DESC LIMIT 1`;

type Row = { id: string; slug: string; name: string } & ({ number: number; definition_id: string } | { number: null; definition_id: null });

export async function findVersion(scope: Scope, workflow: string, version: number | 'latest'): Promise<FoundVersion> {
  const [row] = await query<Row>(scope.db.reads, { name: 'find-version', text: FIND, values: [scope.workspaceId, workflow, String(version)] });
  if (row === undefined) return { found: false, what: 'workflow' };
  if (row.number === null) return { found: false, what: 'version' };
  return { found: true, workflowId: row.id, slug: row.slug, name: row.name, version: row.number, definitionId: row.definition_id };
}

export async function readDraft(scope: Scope, workflowId: string): Promise<unknown> {
  const [row] = await query<{ draft: unknown }>(scope.db.reads, { name: 'read-draft', text: 'SELECT draft FROM workflows WHERE workspace_id = $1 AND id = $2', values: [scope.workspaceId, workflowId] });
  return row?.draft;
}

/** Who uses a document again says so, at most every ten minutes: retention spares what was used lately. */
const PUT = `INSERT INTO definitions (workspace_id, id, document, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (workspace_id, id) DO UPDATE SET created_at = EXCLUDED.created_at WHERE definitions.created_at < EXCLUDED.created_at - 600000`;

export async function putDefinition(scope: Scope, id: string, document: unknown): Promise<void> {
  await query(scope.db.hard, { name: 'put-definition', text: PUT, values: [scope.workspaceId, id, JSON.stringify(document), scope.now()] });
}

/** The document, or undefined. */
export async function readDefinition(scope: Scope, id: string): Promise<unknown> {
  const [row] = await query<{ document: unknown }>(scope.db.reads, { name: 'read-definition', text: 'SELECT document FROM definitions WHERE workspace_id = $1 AND id = $2', values: [scope.workspaceId, id] });
  return row?.document;
}
