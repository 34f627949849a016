import type { Dismissal } from '../ports/views.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** Puts a dead letter away. The first who does so stands beside it; one that was retried needs none. */
export async function dismissDeadLetter(scope: Scope, id: string, dismissal: Dismissal): Promise<void> {
  await query(scope.db.hard, { text: 'UPDATE dead_letters SET dismissed = $3::jsonb WHERE workspace_id = $1 AND id = $2 AND dismissed IS NULL AND retried_at IS NULL', values: [scope.workspaceId, id, JSON.stringify(dismissal)] });
}
