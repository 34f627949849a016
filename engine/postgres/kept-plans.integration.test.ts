import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunCommit } from '../ports/run-commit.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { cacheGet } from './cache.ts';
import { claimWithin } from './claim-within.ts';
import { claim, letGo } from './claim.ts';
import { commitBatch } from './commit.ts';
import { claimExternal, endLeases, externalReady } from './external-tasks.ts';
import { heartbeat } from './heartbeat.ts';
import { recoverLost } from './leases.ts';
import { takeMessages } from './outbox.ts';
import { PLANNER } from './pool.ts';
import { readHistories } from './read-histories.ts';
import { readSeqs } from './read-seqs.ts';
import { everythingUnclaimed, markRung, tasksDueWithin, unclaimedSince } from './rings.ts';
import type { Scope } from './scope.ts';
import { takeWithdrawn } from './take-withdrawn.ts';
import { armTimers } from './timers.ts';

/** Runs that nobody asks for. */
const OTHERS = 3_000;
/** Rows that a verb for some three runs, or for ten rows at most, may read. */
const FEW = 150;

type Verb = (scope: Scope) => Promise<unknown>;
const three = ['r500', 'r1500', 'r2500'].map((runId) => ({ runId, seq: 3, token: `token-${runId}` }));
const held = three.map(({ runId }) => ({ runId, seq: 5, token: 't' }));
const later = three.map(({ runId }) => ({ runId, seq: 8 }));

const summary = { status: 'completed' as const, generation: 1, endedAt: 2, output: null, error: null, waitingFor: [], openCompensations: [], searchAttributes: {}, memo: {} };
/** A run comes to its end, with all that may be open in it. */
const end = (runId: string): RunCommit => ({
  runId, expectedSeq: 3, seq: 5, start: null, moveTo: null, row: summary, guards: [{ task: 5, token: 't' }], closeTasks: [5], openTasks: [], abortTasks: [{ task: 4, until: 9 }], setTimers: [], clearTimers: [6], clear: true, openApprovals: [],
  changeApprovals: [{ seq: 7, decisions: [], delegations: [], reminders: null, escalation: null, assignees: null, status: 'withdrawn', outcome: null, closedAt: 2 }], send: [], taken: [`m${runId.slice(1)}`], deadLetters: [], closeLetters: true, values: [],
  events: [
    { seq: 4, at: 2, derived: false, id: 'end', type: 'run.resumed', data: { reason: null, by: null } },
    { seq: 5, at: 2, derived: true, type: 'run.completed', data: { output: null } },
  ],
});
const step = (runId: string): RunCommit => ({ ...end(runId), row: null, abortTasks: [], clearTimers: [], clear: false, changeApprovals: [], taken: [], closeLetters: false });
const commit = (commits: RunCommit[]) => async ({ db, workspaceId, process, now }: Scope) => await commitBatch(db.hard, { workspaceId, process, now: now() }, 'advance', commits);

/** What looks rows up by key, or the first few of an order, all day long. */
const VERBS: Readonly<Record<string, Verb>> = {
  'commit of one step': commit([step('r500')]),
  'commit of steps': commit(three.map(({ runId }) => step(runId))),
  'commit of an end': commit([{ ...end('r500'), abortTasks: [], clearTimers: [], changeApprovals: [], taken: [], closeLetters: false }]),
  'commit of ends': commit(three.map(({ runId }) => end(runId))),
  claim: (scope) => claim(scope, 'me', three.map((task) => ({ ...task, after: null }))),
  'claim that reads': (scope) => claim(scope, 'me', three.map((task) => ({ ...task, after: 0 }))),
  'claim within limits': (scope) => claimWithin(scope, 'me', 'limited', three),
  'let go': (scope) => letGo(scope, held, false),
  histories: (scope) => readHistories(scope, three.map(({ runId }) => ({ runId, after: 0, snapshot: 'f' }))),
  seqs: (scope) => readSeqs(scope, three.map(({ runId }) => runId)),
  heartbeat: (scope) => heartbeat(scope, held.map((task) => ({ ...task, details: { at: 1 }, alive: true }))),
  'mark as rung': (scope) => markRung(scope, later),
  'ring again': (scope) => unclaimedSince(scope, 1_000, null, 10),
  'ring everything': (scope) => everythingUnclaimed(scope, null, 10, true),
  'ready for outside': (scope) => externalReady(scope, ['outside', 'nobody'], 10),
  'claim from outside': (scope) => claimExternal(scope, { queue: 'outside', worker: 'me', limit: 10, leaseMs: 1_000 }),
  'leases that ended': (scope) => endLeases(scope, 10),
  'what was asked to stop': (scope) => takeWithdrawn(scope, 'me', 'token', 10),
  'retries that are due': (scope) => tasksDueWithin(scope, 1_000, 10),
  'what was computed before': (scope) => cacheGet(scope, 'k7'),
  timers: (scope) => armTimers(scope, 'me', 100, 2_500, 10),
  messages: (scope) => takeMessages(scope, 'me', 2_500, 10),
};

/** What is scanned on purpose: open tasks are few, and it is rare. Rows alone are counted here, not what a join goes through in memory. */
const SCANS: Readonly<Record<string, Verb>> = {
  'recover what was lost': (scope) => recoverLost(scope, 3_000),
};

const fill = (rows: number): string[] => {
  const each = `generate_series(1, ${rows}) i`;
  return [
    `INSERT INTO runs (workspace_id, id, seq, status, core_version, workflow_name, definition_id, trigger, started_at) SELECT 'default', 'r' || i, 3, CASE WHEN i % 2 = 0 THEN 'running' ELSE 'completed' END, 1, 'x', 'x', 'api', i FROM ${each} ON CONFLICT DO NOTHING`,
    `UPDATE runs SET status = 'running' WHERE id IN ('r500', 'r1500', 'r2500')`,
    `INSERT INTO events (workspace_id, run_id, seq, attempt, at, derived, type, input_id, data) SELECT 'default', 'r' || i, n, NULL, 1, n > 1, 'x', 'i' || n, '{}' FROM ${each}, generate_series(1, 3) n ON CONFLICT DO NOTHING`,
    `INSERT INTO snapshots (workspace_id, run_id, seq, core_version, format, hash, state, created_at) SELECT 'default', 'r' || i, 2, 1, 'f', 'h', '{}', 1 FROM ${each} ON CONFLICT DO NOTHING`,
    `INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, created_at, available_at, rung_at, created_by) SELECT 'default', 'r' || i, 3, 1, 'x', 'x', 'default', 0, 0, 0, 'gone' FROM ${each} WHERE i % 2 = 0 ON CONFLICT DO NOTHING`,
    `INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, created_at, available_at, external) SELECT 'default', 'r' || i, 4, 1, 'y', 'y', 'outside', 0, i, true FROM ${each} WHERE i % 2 = 0 ON CONFLICT DO NOTHING`,
    `INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, created_at, available_at, external, token, worker, lease_until) SELECT 'default', 'r' || i, 5, 1, 'z', 'z', 'elsewhere', 0, 0, true, 't', 'w', 5 FROM ${each} WHERE i % 2 = 0 ON CONFLICT DO NOTHING`,
    `INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, created_at, available_at) SELECT 'default', 'r' || i, 8, 1, 'l', 'l', 'default', 0, 9000000 + i FROM ${each} WHERE i % 4 = 0 ON CONFLICT DO NOTHING`,
    `INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, created_at, available_at, abort_until) SELECT 'default', 'r' || i, 9, 1, 'm', 'm', 'default', 0, 0, 9000000000000 + i FROM ${each} WHERE i % 1000 = 2 ON CONFLICT DO NOTHING`,
    `INSERT INTO activity_cache (workspace_id, key, output, run_id, expires_at) SELECT 'default', 'k' || i, '1', 'r' || i, 9999999999 FROM ${each} ON CONFLICT DO NOTHING`,
    `INSERT INTO timers (workspace_id, run_id, seq, path, purpose, due_at) SELECT 'default', 'r' || i, 6, 'w', 'wait', 1000 + i FROM ${each} ON CONFLICT DO NOTHING`,
    `INSERT INTO outbox (workspace_id, id, source_run_id, kind, payload, created_at) SELECT 'default', 'm' || i, 'r' || i, 'signal', '{}', i FROM ${each} ON CONFLICT DO NOTHING`,
    `INSERT INTO approvals (workspace_id, run_id, seq, path, node, workflow_name, status, title, context, assignees, quorum, outcomes, opened_at, shown_hash) SELECT 'default', 'r' || i, 7, 'a', 'a', 'x', CASE WHEN i % 4 = 0 THEN 'open' ELSE 'closed' END, 't', '', '{}', 1, '{yes}', i, '' FROM ${each} ON CONFLICT DO NOTHING`,
    `INSERT INTO dead_letters (workspace_id, id, run_id, path, node, attempt, error, workflow_name, at) SELECT 'default', 'd' || i, 'r' || i, 'x', 'x', 1, '{}', 'x', i FROM ${each} ON CONFLICT DO NOTHING`,
    `INSERT INTO queue_claims (workspace_id, queue, run_id, seq, token, at) SELECT 'default', 'limited', 'r' || i, 3, 't', 0 FROM generate_series(1, ${Math.min(rows, 20)}) i ON CONFLICT DO NOTHING`,
  ];
};

const TABLES = ['runs', 'events', 'snapshots', 'tasks', 'timers', 'outbox', 'approvals', 'dead_letters', 'activity_cache', 'queue_claims'];

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  // Who analyses the tables in between makes all plans anew, and good.
  for (const table of TABLES) await database.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
  // Without limits it would be another statement that is planned.
  await database.query(`INSERT INTO queue_limits (workspace_id, queue, concurrency, changed_at) VALUES ('default', 'limited', 5, 0)`);
  await database.query(`INSERT INTO workers (workspace_id, id, host, pid, queues, concurrency, status, version, core_version, started_at, last_seen_at) VALUES ('default', 'gone', 'h', 1, '{}', 0, 'up', '1', 1, 0, 0)`);
});
afterAll(() => database.drop());
beforeEach(async () => {
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(PLANNER);
});
afterEach(() => client.end());

/** Rows fetched so far, of all tables, in what the connection has not reported yet. */
async function fetched(): Promise<number> {
  const { rows } = await client.query<{ fetched: string }>(`SELECT coalesce(sum(coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0)), 0) AS fetched FROM pg_stat_xact_user_tables`);
  return Number(rows[0]!.fetched);
}

/** Carries a verb out on the one connection, whose plans are kept, and takes it back. @returns how many rows it has read */
async function cost(verb: Verb): Promise<number> {
  const own = (text: unknown): boolean => text === 'BEGIN' || text === 'COMMIT';
  const query = async (sql: pg.QueryConfig, values?: unknown[]) => (own(sql) ? { rows: [] } : await client.query(sql, values));
  const pool = { query, connect: async () => ({ query, release: () => {} }) } as unknown as pg.Pool;
  await client.query('BEGIN');
  try {
    const before = await fetched();
    await verb({ db: { hard: pool, soft: pool, reads: pool, close: async () => {} }, workspaceId: 'default', process: 'test', now: () => 9_000_000 });
    return (await fetched()) - before;
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Makes the plans now, then adds what nobody asks for, and reads by them. */
async function costs(): Promise<Record<string, number>> {
  const all = { ...VERBS, ...SCANS };
  // A commit that finds nothing to write fails on purpose, which ends its transaction; planned it is all the same.
  for (const verb of Object.values(all)) await cost(verb).catch(() => {});
  for (const sql of fill(OTHERS)) await database.query(sql);
  const found: Record<string, number> = {};
  for (const [name, verb] of Object.entries(all)) found[name] = await cost(verb);
  return found;
}

async function expectFew(): Promise<void> {
  const found = await costs();
  expect(Object.entries(found).filter(([name, rows]) => name in VERBS && (rows === 0 || rows > FEW))).toEqual([]);
  // Each look at the open tasks may see all of them, and what is done by key comes to it.
  for (const name of Object.keys(SCANS)) expect(found[name]).toBeLessThan(20 * OTHERS);
}

describe(`a plan that was made before holds beside ${OTHERS} other runs`, () => {
  it('made while nothing is known of the tables', async () => await expectFew());

  it('made when the statistics say one or two rows', async () => {
    for (const table of TABLES) await database.query(`DELETE FROM ${table}`);
    for (const sql of fill(2)) await database.query(sql);
    await database.query('VACUUM ANALYZE');
    await expectFew();
  });

  it('made when many runs are known and nothing is open', async () => {
    for (const table of ['tasks', 'timers', 'outbox', 'approvals', 'dead_letters']) await database.query(`DELETE FROM ${table}`);
    await database.query('VACUUM ANALYZE');
    await expectFew();
  });
});
