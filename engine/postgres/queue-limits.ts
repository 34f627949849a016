import type pg from 'pg';
import type { QueueLimits } from '../ports/views.ts';
import { onLentConnection } from './lent.ts';
import { NOW } from './now.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

export async function limitedQueues(scope: Scope): Promise<string[]> {
  const rows = await query<{ queue: string }>(scope.db.soft, { name: 'limited-queues', text: 'SELECT queue FROM queue_limits WHERE workspace_id = $1', values: [scope.workspaceId] });
  return rows.map(({ queue }) => queue);
}

const SET = `INSERT INTO queue_limits (workspace_id, queue, concurrency, rate_count, rate_per_ms, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (workspace_id, queue) DO UPDATE SET concurrency = EXCLUDED.concurrency, rate_count = EXCLUDED.rate_count, rate_per_ms = EXCLUDED.rate_per_ms, changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by`;
/** What is held already counts, too. */
const SET_AND_COUNT = `WITH limits AS (${SET}) INSERT INTO queue_claims (workspace_id, queue, run_id, seq, token, at)
SELECT workspace_id, queue, run_id, seq, token, claimed_at FROM tasks WHERE workspace_id = $1 AND queue = $2 AND token IS NOT NULL AND claimed_at IS NOT NULL ON CONFLICT DO NOTHING`;
/** What was claimed is forgotten with the limits: nothing counts it any more. */
const UNSET = `WITH gone AS (DELETE FROM queue_limits WHERE workspace_id = $1 AND queue = $2) DELETE FROM queue_claims WHERE workspace_id = $1 AND queue = $2`;

export async function setQueueLimits(scope: Scope, queue: string, limits: QueueLimits | null, by: string | null): Promise<void> {
  if (limits === null) return void (await query(scope.db.hard, { text: UNSET, values: [scope.workspaceId, queue] }));
  const { concurrency, rate } = limits;
  await query(scope.db.hard, { text: SET_AND_COUNT, values: [scope.workspaceId, queue, concurrency, rate?.count ?? null, rate?.perMs ?? null, scope.now(), by] });
}

/** `now`: of the server that counts, for what is claimed then: one clock for all. `count`: how many more may begin now. `retryInMs`: when the rate has room again; null when it is not what is short. */
export type Room = { now: number; count: number; retryInMs: number | null };

const LIMITS = `SELECT concurrency, rate_count, rate_per_ms FROM queue_limits WHERE workspace_id = $1 AND queue = $2 FOR UPDATE`;

/**
 * A claim is held as long as its task stands under its token: whatever ends that (an outcome, a lost worker, a run that
 * is over) makes room without having to know of it. What neither is held nor counts for the rate is deleted.
 */
const COUNT = `WITH clock AS MATERIALIZED (SELECT ${NOW} AS now), mine AS MATERIALIZED (
  SELECT c.run_id, c.seq, c.token, c.at, coalesce((SELECT true FROM tasks t WHERE t.workspace_id = $1 AND t.run_id = c.run_id AND t.seq = c.seq AND t.token = c.token), false) AS held, c.at > clock.now - $3::int8 AS counts
  FROM queue_claims c, clock WHERE c.workspace_id = $1 AND c.queue = $2
), gone AS (
  DELETE FROM queue_claims c WHERE c.workspace_id = $1 AND c.queue = $2 AND CASE WHEN (c.run_id, c.seq, c.token) IN (SELECT run_id, seq, token FROM mine WHERE NOT held AND NOT counts) THEN true END
)
SELECT (SELECT now FROM clock) AS now, count(*) FILTER (WHERE held) AS held, count(*) FILTER (WHERE counts) AS begun, min(at) FILTER (WHERE counts) AS first FROM mine`;

/**
 * Claims of one queue, one process at a time: 1. Lock its limits. 2. Count, with a snapshot taken under the lock.
 * 3. Claim. All three in one transaction, as little durable as other claims: lost with the server, both the claim and
 * its count are.
 * @param claim is given no room when the queue has no limits
 */
export async function withinLimits<T>(scope: Scope, queue: string, claim: (client: pg.PoolClient, room: Room | null) => Promise<T>): Promise<T> {
  return await onLentConnection(scope.db.soft, async (client) => {
    await client.query('BEGIN');
    const [limits] = await query<{ concurrency: number | null; rate_count: number | null; rate_per_ms: number | null }>(client, { name: 'lock-limits', text: LIMITS, values: [scope.workspaceId, queue] });
    const room = limits === undefined ? null : await roomOf(client, limits.concurrency, limits.rate_count === null || limits.rate_per_ms === null ? null : { count: limits.rate_count, perMs: limits.rate_per_ms });
    const claimed = await claim(client, room);
    await client.query('COMMIT');
    return claimed;
  });

  async function roomOf(client: pg.PoolClient, concurrency: QueueLimits['concurrency'], rate: QueueLimits['rate']): Promise<Room> {
    const [counted] = await query<{ now: number; held: number; begun: number; first: number | null }>(client, { name: 'count-claims', text: COUNT, values: [scope.workspaceId, queue, rate?.perMs ?? 0] });
    const { now, held, begun, first } = counted!;
    const slots = concurrency === null ? Infinity : Math.max(0, concurrency - held);
    const beginnings = rate === null ? Infinity : Math.max(0, rate.count - begun);
    return { now, count: Math.min(slots, beginnings), retryInMs: rate !== null && beginnings === 0 && first !== null ? Math.max(1, first + rate.perMs - now) : null };
  }
}

/** Written beside a claim, for those that come after. `claimed` is the name of a part of the statement with run_id, seq and token. */
export const keepClaims = (queue: string, at: string): string =>
  `kept AS (INSERT INTO queue_claims (workspace_id, queue, run_id, seq, token, at) SELECT $1, ${queue}, run_id, seq, token, ${at} FROM claimed)`;
