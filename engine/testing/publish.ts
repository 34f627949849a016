import type { Definition } from '../definition/schema.ts';
import { definitionId } from '../runtime/plans.ts';
import type { TestDatabase } from './database.ts';

/** A workflow with one version, without the way through the API. */
export async function publish(database: TestDatabase, slug: string, document: Definition): Promise<void> {
  const id = definitionId(document);
  const draft = JSON.stringify(document);
  await database.query(`INSERT INTO workflows (workspace_id, id, slug, name, draft, draft_hash, latest_version, created_at, updated_at) VALUES ('default', $1, $1, $1, $2::json, '', 1, 0, 0)`, [slug, draft]);
  await database.query(`INSERT INTO definitions (workspace_id, id, document, created_at) VALUES ('default', $1, $2::json, 0) ON CONFLICT DO NOTHING`, [id, draft]);
  await database.query(`INSERT INTO workflow_versions (workspace_id, workflow_id, number, definition_id, hash, created_at) VALUES ('default', $1, 1, $2, '', 0)`, [slug, id]);
}

/** The next version of a workflow that is there. @returns its number */
export async function publishNext(database: TestDatabase, slug: string, document: Definition): Promise<number> {
  const id = definitionId(document);
  await database.query(`INSERT INTO definitions (workspace_id, id, document, created_at) VALUES ('default', $1, $2::json, 0) ON CONFLICT DO NOTHING`, [id, JSON.stringify(document)]);
  const { rows } = await database.query(`UPDATE workflows SET latest_version = latest_version + 1 WHERE id = $1 RETURNING latest_version`, [slug]);
  const number = Number(rows[0]!['latest_version']);
  await database.query(`INSERT INTO workflow_versions (workspace_id, workflow_id, number, definition_id, hash, created_at) VALUES ('default', $1, $2, $3, '', 0)`, [slug, number, id]);
  return number;
}
