import type { Withdrawn } from '../ports/store.ts';
import { ITS_RUN_IS_OPEN } from './claim.ts';
import { query } from './pool.ts';
import { rowsByKey } from './rows-by-key.ts';
import type { Scope } from './scope.ts';

/**
 * 1. Lock some of the tasks that were asked to stop and that nobody holds or has begun. What was held by one who is
 *    gone may have begun, and is not for us to answer for.
 * 2. Claim them, so that no worker can begin one while it is answered for.
 * What is past its grace is closed by that; of a run that is parked or paused for long it is not looked through again and again.
 * `IS TRUE`: found by the index that holds only what was asked to stop, whatever was known when the plan was made.
 */
const TEXT = `WITH found AS MATERIALIZED (
  SELECT t.run_id, t.seq FROM tasks t WHERE (t.workspace_id = $1) IS TRUE AND t.abort_until > $4::int8 AND t.token IS NULL AND NOT t.begun AND NOT t.external AND ${ITS_RUN_IS_OPEN}
  ORDER BY t.abort_until LIMIT $5 FOR UPDATE OF t SKIP LOCKED
)
UPDATE tasks t SET token = $2, worker = $3, claimed_at = $4::int8, deliveries = t.deliveries + 1 WHERE ${rowsByKey('t', 'found')} RETURNING t.run_id AS "runId", t.seq, t.path, t.attempt`;

/** As loose as a claim: one that is lost with the server leaves a task that nobody holds. */
export async function takeWithdrawn(scope: Scope, worker: string, token: string, limit: number): Promise<Withdrawn[]> {
  return await query<Withdrawn>(scope.db.soft, { name: 'take-withdrawn', text: TEXT, values: [scope.workspaceId, token, worker, scope.now(), limit] });
}
