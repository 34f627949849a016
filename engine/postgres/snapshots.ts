import type { StoredSnapshot } from '../ports/store.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/**
 * 1. Only of a run that stands at that event or later. 2. A newer one takes the place of an older, and one that can be
 * read that of another build's. Not durable: what is lost is folded again.
 */
const PUT = `INSERT INTO snapshots (workspace_id, run_id, core_version, seq, format, hash, state, created_at)
SELECT $1, r.id, r.core_version, $3, $4, $5, $6, $7::int8 FROM runs r WHERE r.workspace_id = $1 AND r.id = $2 AND r.seq >= $3
ON CONFLICT (workspace_id, run_id, core_version) DO UPDATE SET seq = EXCLUDED.seq, format = EXCLUDED.format, hash = EXCLUDED.hash, state = EXCLUDED.state, created_at = EXCLUDED.created_at
WHERE snapshots.seq < EXCLUDED.seq OR snapshots.format <> EXCLUDED.format`;

export async function putSnapshot(scope: Scope, runId: string, { seq, format, hash, text }: StoredSnapshot): Promise<void> {
  await query(scope.db.soft, { name: 'put-snapshot', text: PUT, values: [scope.workspaceId, runId, seq, format, hash, text, scope.now()] });
}

/** Removes one that turned out to be of no use, unless another has taken its place. */
export async function dropSnapshot(scope: Scope, runId: string, hash: string): Promise<void> {
  await query(scope.db.soft, { text: 'DELETE FROM snapshots WHERE workspace_id = $1 AND run_id = $2 AND hash = $3', values: [scope.workspaceId, runId, hash] });
}
