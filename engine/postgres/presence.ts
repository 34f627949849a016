import type { WebProcess } from '../ports/store.ts';
import { NOW } from './now.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** Those that were killed leave a row; nobody counts it after three seconds, and the next to say that it lives takes it away. */
const FORGOTTEN_MS = 60_000;

const TELL = `WITH forgotten AS (
  DELETE FROM web_processes WHERE workspace_id = $1 AND id IN (SELECT id FROM web_processes WHERE workspace_id = $1 AND id <> $2 AND last_seen_at < ${NOW} - ${FORGOTTEN_MS} FOR UPDATE SKIP LOCKED)
)
INSERT INTO web_processes (workspace_id, id, core_version, last_seen_at) VALUES ($1, $2, $3, ${NOW})
ON CONFLICT (workspace_id, id) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at`;

export async function tellPresence(scope: Scope, process: WebProcess): Promise<void> {
  await query(scope.db.soft, { name: 'tell-presence', text: TELL, values: [scope.workspaceId, process.id, process.coreVersion] });
}

export async function forgetPresence(scope: Scope, id: string): Promise<void> {
  await query(scope.db.soft, { text: 'DELETE FROM web_processes WHERE workspace_id = $1 AND id = $2', values: [scope.workspaceId, id] });
}
