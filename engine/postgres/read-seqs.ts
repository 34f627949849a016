import { textArray } from './array-writer.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

const TEXT = `SELECT r.id, r.seq FROM unnest($2::text[]) AS w (id) JOIN LATERAL (SELECT r.id, r.seq FROM runs r WHERE r.workspace_id = $1 AND r.id = w.id OFFSET 0) r ON true`;

/** Last seq of each run that exists. */
export async function readSeqs(scope: Scope, runIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await query<{ id: string; seq: number }>(scope.db.soft, { name: 'read-seqs', text: TEXT, values: [scope.workspaceId, textArray(runIds, (id) => id)] });
  return new Map(rows.map((row) => [row.id, row.seq]));
}
