import { randomUUID } from 'node:crypto';
import type { Json } from '../definition/json.ts';
import type { Definition } from '../definition/schema.ts';
import { isSameRule, triggersOf } from '../definition/triggers.ts';
import type { TriggerKept } from '../ports/triggers.ts';
import type { Prisma } from './generated/client.ts';
import { newHookToken } from './triggers.ts';

type Kept = { id: string; node: string; name: string; kind: TriggerKept; rule: Json };

/**
 * Makes the triggers of a workflow those of the version that it is given, in the transaction that publishes it and under
 * its lock. What is drawn as before keeps everything: its place in time, its pause, its address and its secret.
 */
export async function syncTriggers(tx: Prisma.TransactionClient, workspaceId: string, workflowId: string, definition: Pick<Definition, 'nodes'>, now: number): Promise<void> {
  const drawn = triggersOf(definition);
  const rows = await tx.$queryRaw<Kept[]>`SELECT id, node, name, kind, rule FROM triggers WHERE workspace_id = ${workspaceId} AND workflow_id = ${workflowId}`;
  const kept = new Map(rows.map((row) => [`${row.kind} ${row.node}`, row]));
  const stay = new Set(drawn.map(({ kind, node }) => `${kind} ${node}`));
  // What goes makes room first: the same node may be of another kind now.
  for (const [name, { id }] of kept) if (!stay.has(name)) await tx.$executeRaw`DELETE FROM triggers WHERE workspace_id = ${workspaceId} AND id = ${id}`;
  for (const { node, name, kind, rule } of drawn) {
    const row = kept.get(`${kind} ${node}`);
    const text = rule === null ? null : JSON.stringify(rule);
    // A worker finds out at once when it comes first: whoever publishes need know nothing of zones.
    const from = kind === 'schedule' ? now : null;
    if (row === undefined) {
      const token = kind === 'webhook' ? newHookToken() : null;
      await tx.$executeRaw`INSERT INTO triggers (workspace_id, id, workflow_id, node, name, kind, rule, created_at, cursor_at, next_at, token, token_at)
        VALUES (${workspaceId}, ${`tr_${randomUUID()}`}, ${workflowId}, ${node}, ${name}, ${kind}, ${text}::json, ${now}::int8, ${from}::int8, ${from}::int8, ${token}, ${token === null ? null : now}::int8)`;
    } else if (!isSameRule(row.rule, rule)) {
      await tx.$executeRaw`UPDATE triggers SET name = ${name}, rule = ${text}::json, cursor_at = ${from}::int8, next_at = ${from}::int8, last_problem = NULL, taken_token = NULL, taken_until = NULL WHERE workspace_id = ${workspaceId} AND id = ${row.id}`;
    } else if (row.name !== name) {
      await tx.$executeRaw`UPDATE triggers SET name = ${name} WHERE workspace_id = ${workspaceId} AND id = ${row.id}`;
    }
  }
}
