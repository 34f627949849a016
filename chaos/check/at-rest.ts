import { Redis } from 'ioredis';
import { catalogue } from '../../engine/index.ts';
import { findViolations } from '../../engine/testing/invariants.ts';
import { until } from '../../engine/testing/until.ts';
import { NARROW } from '../load/flows.ts';
import type { Known } from '../load/load.ts';
import type { Sql } from '../sql.ts';

const PATIENCE_MS = 20_000;
const HISTORIES = 200;

/** What must hold when the load has ended and nobody disturbs any more: of every run there is, and of everything that is lent out. */
export async function atRest(sql: Sql, redisUrl: string, known: readonly Known[]): Promise<string[]> {
  const faults: string[] = [];
  faults.push(...(await stillLent(sql, redisUrl)));
  faults.push(...(await nothingLost(sql, known)));
  const { rows } = await sql.query(`SELECT id FROM runs WHERE workspace_id = 'default' AND NOT id = ANY ($1)`, [known.map(({ id }) => id)]);
  const children = rows.map((row) => String(row['id']));
  // Those that were started by name were checked when they ended; what they started is checked here.
  for (let at = 0; at < children.length; at += HISTORIES) {
    for (const { invariant, runId, detail } of await findViolations(sql.query, { catalogue, runIds: children.slice(at, at + HISTORIES) })) faults.push(`${invariant}: ${runId} ${detail}`);
  }
  return faults;
}

/** Every run that was answered is there, once, and stands where it stood when it ended. */
async function nothingLost(sql: Sql, known: readonly Known[]): Promise<string[]> {
  const faults: string[] = [];
  const { rows } = await sql.query(`SELECT id, idempotency_key, status, seq, generation, ended_at IS NOT NULL AS over, parked FROM runs WHERE workspace_id = 'default'`);
  const byId = new Map(rows.map((row) => [String(row['id']), row]));
  for (const { id, kind, standing } of known) {
    const row = byId.get(id);
    if (row === undefined) faults.push(`the run ${id} of ${kind} was lost`);
    else if (standing === null) faults.push(`the run ${id} of ${kind} has not ended: ${String(row['status'])} at ${String(row['seq'])}${row['parked'] === null ? '' : `, parked: ${String(row['parked'])}`}`);
    else if (row['status'] !== standing.status || row['seq'] !== standing.seq) faults.push(`the run ${id} was over as ${standing.status} at ${standing.seq} and is ${String(row['status'])} at ${String(row['seq'])}`);
  }
  const keys = new Map<string, number>();
  for (const row of rows) if (row['idempotency_key'] !== null) keys.set(String(row['idempotency_key']), (keys.get(String(row['idempotency_key'])) ?? 0) + 1);
  for (const [key, times] of keys) if (times > 1) faults.push(`the start ${key} made ${times} runs`);
  for (const row of rows) if (row['over'] !== true && !known.some(({ id }) => id === row['id'])) faults.push(`the run ${String(row['id'])} that another one started has not ended: ${String(row['status'])}`);
  return faults;
}

/** Tasks, timers, messages, slots, locks and transactions, and what the queue holds. */
async function stillLent(sql: Sql, redisUrl: string): Promise<string[]> {
  const counts = async (): Promise<Record<string, unknown>> => ({
    ...(await sql.query(`SELECT (SELECT count(*)::int FROM tasks WHERE workspace_id = 'default') AS tasks, (SELECT count(*)::int FROM timers WHERE workspace_id = 'default') AS timers,
      (SELECT count(*)::int FROM outbox WHERE workspace_id = 'default') AS messages, (SELECT count(*)::int FROM parked_inputs WHERE workspace_id = 'default') AS "parked inputs",
      (SELECT count(*)::int FROM approvals WHERE workspace_id = 'default' AND status = 'open') AS "open requests",
      (SELECT coalesce(sum(running), 0)::int FROM workers WHERE workspace_id = 'default' AND status <> 'lost' AND last_seen_at > extract(epoch FROM now()) * 1000 - 3000) AS slots,
      (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' OR NOT granted) AS locks,
      (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND state_change < now() - interval '2 s') AS "open transactions"`)).rows[0]!,
    jobs: await jobsIn(redisUrl),
  });
  let last: Record<string, unknown> = {};
  await until('everything is at rest', async () => Object.values((last = await counts())).every((count) => count === 0), PATIENCE_MS).catch(() => undefined);
  return Object.entries(last).filter(([, count]) => count !== 0).map(([what, count]) => `at rest there are still ${String(count)} ${what}`);
}

/** Jobs of the queues that wait or are being looked at. */
async function jobsIn(redisUrl: string): Promise<number> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 3 });
  redis.on('error', () => undefined);
  try {
    const lengths = await Promise.all(['default', NARROW.queue].flatMap((queue) => [redis.llen(`heddle:${queue}:wait`), redis.llen(`heddle:${queue}:active`), redis.zcard(`heddle:${queue}:prioritized`)]));
    return lengths.reduce((total, length) => total + length, 0);
  } finally {
    redis.disconnect();
  }
}
