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

const FREE = `WITH freed AS (UPDATE runs SET parked = NULL WHERE workspace_id = $1 AND id = $2 AND parked IS NOT NULL RETURNING id)
SELECT ARRAY(SELECT p.input FROM parked_inputs p WHERE p.workspace_id = $1 AND p.run_id = f.id ORDER BY p.at, p.id) AS inputs FROM freed f`;

/** Lets a run go on. @returns the inputs it was parked with, oldest first, which stay kept; null when it is not parked */
export async function unpark(scope: Scope, runId: string): Promise<RunInput[] | null> {
  const [row] = await query<{ inputs: RunInput[] }>(scope.db.hard, { text: FREE, values: [scope.workspaceId, runId] });
  return row?.inputs ?? null;
}

/** Forgets kept inputs: one that was handed in, or all of a run that is over. */
export async function forgetParked(scope: Scope, runId: string, inputId: string | null): Promise<void> {
  await query(scope.db.hard, { text: 'DELETE FROM parked_inputs WHERE workspace_id = $1 AND run_id = $2 AND ($3::text IS NULL OR id = $3)', values: [scope.workspaceId, runId, inputId] });
}
