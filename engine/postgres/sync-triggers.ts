import { randomUUID } from 'node:crypto';
import type { Definition } from '../definition/schema.ts';
import { type DrawnTrigger, type KeptTrigger, triggerChanges, triggersOf } from '../definition/triggers.ts';
import type { Prisma } from './generated/client.ts';
import { newHookToken } from './triggers.ts';

/**
 * Makes the triggers of a workflow those of the version that it is given, in the transaction that publishes it and under
 * its lock.
 * @returns whether anything changed
 */
export async function syncTriggers(tx: Prisma.TransactionClient, workspaceId: string, workflowId: string, definition: Pick<Definition, 'nodes'>, now: number): Promise<boolean> {
  // The rule of a schedule that nobody looks at any more counts as none: what could not be kept may be kept now.
  const kept = await tx.$queryRaw<KeptTrigger[]>`SELECT id, node, name, kind, CASE WHEN kind = 'webhook' OR next_at IS NOT NULL THEN rule END AS rule FROM triggers WHERE workspace_id = ${workspaceId} AND workflow_id = ${workflowId}`;
  // A worker finds out at once when a schedule comes first: whoever publishes need know nothing of zones.
  const fromNow = (kind: DrawnTrigger['kind']): number | null => (kind === 'schedule' ? now : null);
  const changes = triggerChanges(kept, triggersOf(definition));
  for (const change of changes) {
    switch (change.type) {
      case 'remove':
        await tx.$executeRaw`DELETE FROM triggers WHERE workspace_id = ${workspaceId} AND id = ${change.id}`;
        break;
      case 'add': {
        const { node, name, kind, rule } = change.drawn;
        const token = kind === 'webhook' ? newHookToken() : null;
        await tx.$executeRaw`INSERT INTO triggers (workspace_id, id, workflow_id, node, name, kind, rule, created_at, cursor_at, next_at, token, token_at)
          VALUES (${workspaceId}, ${`tr_${randomUUID()}`}, ${workflowId}, ${node}, ${name}, ${kind}, ${textOf(rule)}::json, ${now}::int8, ${fromNow(kind)}::int8, ${fromNow(kind)}::int8, ${token}, ${token === null ? null : now}::int8)`;
        break;
      }
      case 'reschedule':
        await tx.$executeRaw`UPDATE triggers SET name = ${change.name}, rule = ${textOf(change.rule)}::json, cursor_at = ${now}::int8, next_at = ${now}::int8, last_problem = NULL, taken_token = NULL, taken_until = NULL, left_at = '{}' WHERE workspace_id = ${workspaceId} AND id = ${change.id}`;
        break;
      case 'rename':
        await tx.$executeRaw`UPDATE triggers SET name = ${change.name} WHERE workspace_id = ${workspaceId} AND id = ${change.id}`;
        break;
    }
  }
  return changes.length > 0;
}

function textOf(rule: DrawnTrigger['rule']): string | null {
  return rule === null ? null : JSON.stringify(rule);
}
