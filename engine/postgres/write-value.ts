import type { ValueWrite, ValueWritten } from '../ports/store.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/**
 * 1. The attempt must hold its task. The lock is kept until the write stands, so that a token that is cleared meanwhile
 *    is cleared after it, and whoever has the task next sees the write.
 * 2. What the step wrote before, by an earlier delivery: then nothing is written.
 * 3. The write, and what it came to under the step's id.
 */
const statement = (write: string, logged: string): string => `WITH held AS MATERIALIZED (
  SELECT 1 FROM tasks t WHERE t.workspace_id = $1 AND t.run_id = $2 AND t.seq = $3::int4 AND t.token = $4 FOR SHARE
), earlier AS MATERIALIZED (
  SELECT version FROM stored_writes WHERE workspace_id = $1 AND run_id = $2 AND id = $5
), now_written AS MATERIALIZED (SELECT 1 FROM held WHERE NOT EXISTS (SELECT 1 FROM earlier)),
wrote AS (${write}),
logged AS (INSERT INTO stored_writes (workspace_id, run_id, id, version, at) SELECT $1, $2, $5, ${logged})
SELECT EXISTS (SELECT 1 FROM held) AS held, (SELECT version FROM earlier) AS earlier, (SELECT version FROM wrote) AS wrote,
  coalesce((SELECT version FROM stored_values WHERE workspace_id = $1 AND collection = $6 AND key = $7), 0) AS before`;

const PUT = `INSERT INTO stored_values AS v (workspace_id, collection, key, value, bytes, version, created_at, updated_at, run_id, path)
  SELECT $1, $6, $7, $9::text::json, octet_length($9::text), 1, $8::int8, $8::int8, $2, $10 FROM now_written
  ON CONFLICT (workspace_id, collection, key) DO UPDATE SET value = EXCLUDED.value, bytes = EXCLUDED.bytes, version = v.version + 1, updated_at = EXCLUDED.updated_at, run_id = EXCLUDED.run_id, path = EXCLUDED.path
    WHERE NOT $11::bool RETURNING version`;
const REPLACE = `UPDATE stored_values v SET value = $9::text::json, bytes = octet_length($9::text), version = v.version + 1, updated_at = $8::int8, run_id = $2, path = $10
  FROM now_written WHERE v.workspace_id = $1 AND v.collection = $6 AND v.key = $7 AND v.version = $11::int4 RETURNING version`;
const DELETE = `DELETE FROM stored_values v USING now_written WHERE v.workspace_id = $1 AND v.collection = $6 AND v.key = $7 RETURNING version`;

const IF_WRITTEN = 'version, $8::int8 FROM wrote';
// Also when there was nothing to delete: what others put there later is not this step's to take away.
const IN_ANY_CASE = 'coalesce((SELECT version FROM wrote), 0), $8::int8 FROM now_written';

type Row = { held: boolean; earlier: number | null; wrote: number | null; before: number };

/** One durable write of a step. Once, however often it is asked for. */
export async function writeValue(scope: Scope, write: ValueWrite): Promise<ValueWritten> {
  const common = [scope.workspaceId, write.task.runId, write.task.seq, write.task.token, write.id, write.collection, write.key, scope.now()];
  const [row] = await query<Row>(scope.db.hard, sqlOf(write, common));
  const { held, earlier, wrote, before } = row!;
  if (!held) return { result: 'fenced' };
  if (earlier !== null) return { result: 'written', version: earlier };
  if (wrote !== null) return { result: 'written', version: wrote };
  return write.operation === 'delete' ? { result: 'written', version: 0 } : { result: 'conflict', version: before };
}

function sqlOf(write: ValueWrite, common: unknown[]): { name: string; text: string; values: unknown[] } {
  if (write.operation === 'delete') return { name: 'delete-value', text: statement(DELETE, IN_ANY_CASE), values: common };
  const value = [...common, JSON.stringify(write.value), write.path];
  if (write.ifVersion === null || write.ifVersion === 0) return { name: 'put-value', text: statement(PUT, IF_WRITTEN), values: [...value, write.ifVersion === 0] };
  return { name: 'replace-value', text: statement(REPLACE, IF_WRITTEN), values: [...value, write.ifVersion] };
}
