import type { Json } from '../definition/json.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** `IS TRUE`: found by its key, and not among all that has not expired, whatever was known when the plan was made. */
export async function cacheGet(scope: Scope, key: string): Promise<{ output: Json } | null> {
  const [row] = await query<{ output: Json }>(scope.db.soft, { name: 'cache-get', text: 'SELECT output FROM activity_cache WHERE workspace_id = $1 AND key = $2 AND (expires_at > $3::int8) IS TRUE', values: [scope.workspaceId, key, scope.now()] });
  return row ?? null;
}

export async function cachePut(scope: Scope, key: string, output: Json, runId: string, ttlMs: number): Promise<void> {
  const text = `INSERT INTO activity_cache (workspace_id, key, output, run_id, expires_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (workspace_id, key) DO UPDATE SET output = EXCLUDED.output, run_id = EXCLUDED.run_id, expires_at = EXCLUDED.expires_at`;
  await query(scope.db.soft, { name: 'cache-put', text, values: [scope.workspaceId, key, JSON.stringify(output), runId, scope.now() + ttlMs] });
}
