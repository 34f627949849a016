import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { takeMessages } from './outbox.ts';
import { PLANNER } from './pool.ts';
import { writeCursor } from './cursor.ts';
import { listApprovals } from './read-approvals.ts';
import { listRuns } from './read-runs.ts';
import { readHistories } from './read-histories.ts';
import { tasksDueWithin } from './rings.ts';
import type { Scope } from './scope.ts';
import { armTimers } from './timers.ts';

const WAITING = 100_000;

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const runs = `generate_series(1, ${WAITING}) i`;
  for (const sql of [
    `INSERT INTO runs (workspace_id, id, seq, status, core_version, workflow_name, definition_id, trigger, started_at) SELECT 'default', 'r' || i, 3, 'running', 1, 'x', 'x', 'api', i FROM ${runs}`,
    `INSERT INTO timers (workspace_id, run_id, seq, path, purpose, due_at) SELECT 'default', 'r' || i, 3, 'w', 'wait', 1000000 + i FROM ${runs}`,
    `INSERT INTO approvals (workspace_id, run_id, seq, path, node, workflow_name, status, title, context, assignees, quorum, outcomes, opened_at, shown_hash) SELECT 'default', 'r' || i, 3, 'a', 'a', 'x', 'open', 't', '', '{}', 1, '{yes}', i, '' FROM ${runs}`,
    `INSERT INTO outbox (workspace_id, id, source_run_id, kind, payload, created_at, taken_until) SELECT 'default', 'm' || i, 'r' || i, 'signal', '{}', i, CASE WHEN i > 100 THEN 9999999999999 END FROM ${runs}`,
    'ANALYZE',
  ]) await client.query(sql);
}, 60_000);
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** What a verb sends, explained and carried out: the plan's text, and how many rows its scans have read. */
async function planOf(verb: (scope: Scope) => Promise<unknown>, settings = PLANNER): Promise<{ plan: string; read: number }> {
  const sent: { text: string; values?: unknown[] }[] = [];
  const pool = { query: async ({ text, values }: { text: string; values: unknown[] }) => (sent.push({ text, values }), { rows: [] }) } as unknown as pg.Pool;
  await verb({ db: { hard: pool, soft: pool, reads: pool, close: async () => {} }, workspaceId: 'default', process: 'test', now: () => 1_000_500 });
  await client.query('BEGIN');
  try {
    await client.query(settings);
    const { text, values } = sent[0]!;
    const { rows } = await client.query<{ 'QUERY PLAN': string }>({ text: `EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, BUFFERS OFF) ${text}`, values: values ?? [] });
    const lines = rows.map((row) => row['QUERY PLAN']);
    const read = lines.filter((line) => /Scan/.test(line)).reduce((sum, line) => sum + Number(/rows=([\d.]+)/.exec(line)?.[1] ?? 0) * Number(/loops=(\d+)/.exec(line)?.[1] ?? 1), 0);
    return { plan: lines.join('\n'), read };
  } finally {
    await client.query('ROLLBACK');
  }
}

describe(`with ${WAITING} runs that wait`, () => {
  it('timers are fetched by their instant, no more than are due or asked for', async () => {
    const { plan, read } = await planOf((scope) => armTimers(scope, 'me', 100, 2_500, 200));
    expect(plan).toContain('timers_due_at_idx');
    expect(plan).not.toContain('Seq Scan');
    expect(read).toBeLessThan(2_000);
  });

  it('messages are taken by their key', async () => {
    const { plan } = await planOf((scope) => takeMessages(scope, 'me', 2_500, 50));
    expect(plan).toContain('outbox_pkey');
    expect(plan).not.toContain('Seq Scan');
  });

  it('retries that are due are found by their instant', async () => {
    const { plan } = await planOf((scope) => tasksDueWithin(scope, 1_000, 100));
    expect(plan).not.toContain('Seq Scan');
  });

  it('histories and their snapshots are read by key', async () => {
    const { plan, read } = await planOf((scope) => readHistories(scope, [{ runId: 'r7', after: 0, snapshot: 'f' }, { runId: 'r99999', after: 0, snapshot: 'f' }]));
    for (const key of ['runs_pkey', 'snapshots_pkey', 'events_pkey']) expect(plan).toContain(key);
    expect(read).toBeLessThan(20);
  });

  it('a page of the inbox reads a page', async () => {
    const { plan, read } = await planOf((scope) => listApprovals(scope, {}, { limit: 50 }), 'SET LOCAL jit = off');
    expect(plan).toContain('approvals_open_idx');
    expect(read).toBeLessThan(500);
  });

  it('the newest run that had a key is found by the key', async () => {
    const { plan, read } = await planOf((scope) => listRuns(scope, { workflowId: 'w', key: 'k' }, { limit: 1 }), 'SET LOCAL jit = off');
    expect(plan).toContain('runs_by_key');
    expect(read).toBeLessThan(10);
  });

  it.each([
    ['open', 'approvals_open_idx', [Number.MAX_SAFE_INTEGER, 50_000, 'r50000', 3]],
    ['closed', 'approvals_closed_idx', [1_000, 3, 'r1']],
    ['all', 'approvals_opened_idx', [50_000, 'r50000', 3]],
  ] as const)('a later page of %s requests reads a page', async (status, index, cursor) => {
    const { plan, read } = await planOf((scope) => listApprovals(scope, { status }, { limit: 50, cursor: writeCursor(cursor) }), 'SET LOCAL jit = off');
    expect(plan).toContain(index);
    expect(plan).not.toContain('Sort');
    expect(read).toBeLessThan(500);
  });
});
