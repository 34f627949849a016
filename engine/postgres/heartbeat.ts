import type { Beat, BeatAnswer } from '../ports/store.ts';
import { boolArray, int4Array, jsonArray, textArray } from './array-writer.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';
import { byKey } from './task-order.ts';

/**
 * 1. Which of these tasks are still held under these tokens, and which were asked to stop.
 * 2. Details are written where there are any, and when there was a sign of life; both fenced by the token.
 */
const TEXT = `WITH beats AS MATERIALIZED (
  SELECT b.run_id, b.seq, b.details, b.alive, t.abort_until, t.seq IS NOT NULL AS held
  FROM unnest($2::text[], $3::int4[], $4::text[], $5::json[], $7::bool[]) AS b (run_id, seq, token, details, alive)
  LEFT JOIN LATERAL (SELECT t.seq, t.abort_until FROM tasks t WHERE t.workspace_id = $1 AND t.run_id = b.run_id AND t.seq = b.seq AND t.token = b.token OFFSET 0) t ON true
), written AS (
  UPDATE tasks t SET heartbeat = coalesce(b.details, t.heartbeat), heartbeat_at = $6::int8 FROM beats b, unnest($2::text[], $3::int4[], $4::text[]) AS k (run_id, seq, token)
  WHERE b.held AND (b.alive OR b.details IS NOT NULL) AND k.run_id = b.run_id AND k.seq = b.seq
    AND t.workspace_id = $1 AND t.run_id = ANY ($2::text[]) AND t.run_id = b.run_id AND t.seq = b.seq AND t.token = k.token
)
SELECT run_id, seq, CASE WHEN NOT held THEN 'gone' WHEN abort_until IS NOT NULL THEN 'abort' ELSE 'held' END AS state FROM beats`;

export async function heartbeat(scope: Scope, beats: readonly Beat[]): Promise<BeatAnswer[]> {
  const sorted = [...beats].sort(byKey);
  const values = [
    scope.workspaceId, textArray(sorted, (b) => b.runId), int4Array(sorted, (b) => b.seq), textArray(sorted, (b) => b.token),
    jsonArray(sorted, (b) => (b.details === undefined ? null : JSON.stringify(b.details))), scope.now(), boolArray(sorted, (b) => b.alive === true),
  ];
  const rows = await query<{ run_id: string; seq: number; state: BeatAnswer['state'] }>(scope.db.soft, { name: 'heartbeat', text: TEXT, values });
  return rows.map((row) => ({ runId: row.run_id, seq: row.seq, state: row.state }));
}
