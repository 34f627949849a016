import type { RunInput } from '../core/events.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

const TEXT = `WITH kept AS (
  INSERT INTO parked_inputs (workspace_id, run_id, id, input, error, at) SELECT $1, $2, $4, $5::json, $3, $6::int8 WHERE $4::text IS NOT NULL ON CONFLICT DO NOTHING
) UPDATE runs SET parked = $3 WHERE workspace_id = $1 AND id = $2`;

/** Stops a run that the core cannot go on with; nothing of its history is changed, and the input is kept. */
export async function park(scope: Scope, runId: string, reason: string, input: RunInput | null): Promise<void> {
  await query(scope.db.hard, { text: TEXT, values: [scope.workspaceId, runId, reason.slice(0, 2_000), input?.id ?? null, input === null ? null : JSON.stringify(input), scope.now()] });
}
