import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../ports/log.ts';
import { Beats } from '../runtime/beats.ts';
import { retention } from '../runtime/retention.ts';
import { chain, definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';
import { TABLES_OF_A_RUN } from './retention.ts';
import { createPostgresStore, type PostgresStore } from './store.ts';

let t: EngineUnderTest;
let store: PostgresStore;
beforeAll(async () => {
  t = await engineUnderTest({ workers: 1 });
  store = createPostgresStore({ databaseUrl: t.database.url, workspaceId: 'default', process: 'retention-test' });
  await store.syncClock();
});
afterEach(async () => {
  expect(await t.violations()).toEqual([]);
});
afterAll(async () => {
  await store.close();
  await t.close();
});

const LATER = 60_000;
const count = async (table: string, runId: string) => Number((await t.database.query(`SELECT count(*) AS n FROM ${table} WHERE ${table === 'runs' ? 'id' : 'run_id'} = $1`, [runId])).rows[0]!['n']);
const waiting = definition('waiting', [node('start', 'start'), node('go', 'signal', { name: 'go' })], edges('start > go'));

describe('what is over and old', () => {
  it('knows every table whose rows belong to a run', async () => {
    const { rows } = await t.database.query(`SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'run_id'`);
    // What steps keep beyond their run names the one that wrote it last.
    expect(rows.map((row) => String(row['table_name'])).sort()).toEqual([...TABLES_OF_A_RUN, 'stored_values'].sort());
  });

  it('goes with everything that is its own, and frees its keys', async () => {
    const request = { workflow: 'kept', input: { n: 1 }, idempotencyKey: 'once', willWait: true };
    await publish(t.database, 'kept', chain(2));
    const { run } = await t.engine.startRun(request);
    expect((await t.engine.waitForEnd(run.id, 10_000)).status).toBe('completed');
    for (const sql of [
      `INSERT INTO dead_letters (workspace_id, id, run_id, path, node, attempt, error, workflow_name, at) VALUES ('default', 'l1', $1, 's1', 's1', 1, '{}', 'x', 0)`,
      `INSERT INTO activity_cache (workspace_id, key, output, run_id, expires_at) VALUES ('default', 'k1', '1', $1, 9999999999999)`,
      `INSERT INTO parked_inputs (workspace_id, run_id, id, input, error, at) VALUES ('default', $1, 'i1', '{}', 'x', 0)`,
      `INSERT INTO snapshots (workspace_id, run_id, core_version, seq, format, hash, state, created_at) VALUES ('default', $1, 1, 3, 'x', 'x', 'x', 0)`,
    ]) await t.database.query(sql, [run.id]);
    expect(await store.deleteOldRuns(store.clock.now() - LATER, 10)).toEqual({ deleted: 0, more: false });
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 10)).toMatchObject({ deleted: 1 });
    for (const table of ['runs', ...TABLES_OF_A_RUN]) expect(await count(table, run.id), table).toBe(0);
    const again = await t.engine.startRun(request);
    expect(again).toMatchObject({ created: true });
    await t.engine.waitForEnd(again.run.id, 10_000);
    await store.deleteOldRuns(store.clock.now() + LATER, 10);
  });

  it('goes oldest first, in batches', async () => {
    const runs: string[] = [];
    for (let n = 0; n < 5; n++) runs.push((await t.run(chain(1), { n })).id);
    const left = async () => (await Promise.all(runs.map((id) => count('runs', id)))).join('');
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 2)).toEqual({ deleted: 2, more: true });
    expect(await left()).toBe('00111');
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 2)).toEqual({ deleted: 2, more: true });
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 2)).toEqual({ deleted: 1, more: false });
    expect(await left()).toBe('00000');
  });

  it('stays while its parent is open, while a message is under way, and while it is open itself', async () => {
    await publish(t.database, 'kid', chain(4));
    const parent = definition('parent', [node('start', 'start'), node('kid', 'child', { workflow: 'kid', input: { n: 1 } }), node('go', 'signal', { name: 'go' })], edges('start > kid > go'));
    const { run } = await t.engine.startRun({ definition: parent });
    const child = await until('the child has ended', async () => (await t.engine.listRuns({ parentRunId: run.id }, {})).items.find((row) => row.status === 'completed'));
    await until('the parent waits for the signal', async () => (await t.engine.readRun(run.id))!.waitingFor.some((wait) => wait.kind === 'signal'));
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 10)).toMatchObject({ deleted: 0 });
    await t.engine.submit(run.id, { id: 's', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    await t.database.query(`INSERT INTO outbox (workspace_id, id, source_run_id, target_run_id, kind, payload, created_at, taken_until) VALUES ('default', 'm1', $1, 'nobody', 'control', '{}', 0, 9999999999999)`, [run.id]);
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 10)).toMatchObject({ deleted: 1 });
    expect([await count('runs', run.id), await count('runs', child.id)]).toEqual([1, 0]);
    await t.database.query(`DELETE FROM outbox WHERE id = 'm1'`);
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 10)).toMatchObject({ deleted: 1 });
  });

  it('is deleted by one process at a time', async () => {
    const { id } = await t.run(chain(1), { n: 1 });
    const other = new pg.Client({ connectionString: t.database.url });
    await other.connect();
    try {
      await other.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('heddle retention default', 0))`);
      expect(await store.deleteOldRuns(store.clock.now() + LATER, 10)).toEqual({ deleted: 0, more: false });
      await other.query('COMMIT');
    } finally {
      await other.end();
    }
    expect(await count('runs', id)).toBe(1);
    expect(await store.deleteOldRuns(store.clock.now() + LATER, 10)).toMatchObject({ deleted: 1 });
  });

  it('leaves definitions that a version or a run uses, or that somebody used today', async () => {
    const ids = async () => (await t.database.query('SELECT id FROM definitions')).rows.map((row) => String(row['id']));
    await publish(t.database, 'versioned', chain(7));
    const { run: open } = await t.engine.startRun({ definition: waiting });
    const { definitionId: gone } = await t.run(chain(6), { n: 1 });
    await store.deleteOldRuns(store.clock.now() + LATER, 10);
    const before = await ids();
    expect(await store.deleteUnusedDefinitions(store.clock.now() + LATER)).toMatchObject({ deleted: 0 });
    await t.database.query('UPDATE definitions SET created_at = 0');
    await store.deleteUnusedDefinitions(store.clock.now());
    const after = await ids();
    expect(after).toContain(open.definitionId);
    expect(before).toContain(gone);
    expect(after).not.toContain(gone);
    const { rows } = await t.database.query(`SELECT count(*) AS n FROM workflow_versions v LEFT JOIN definitions d ON d.id = v.definition_id WHERE d.id IS NULL`);
    expect(Number(rows[0]!['n'])).toBe(0);
    await t.database.query('UPDATE definitions SET created_at = 0 WHERE id = $1', [open.definitionId]);
    await store.putDefinition(open.definitionId, waiting);
    const [row] = (await t.database.query('SELECT created_at FROM definitions WHERE id = $1', [open.definitionId])).rows;
    expect(Number(row!['created_at'])).toBeGreaterThan(store.clock.now() - LATER);
    // A run that was moved, and a fork of it, replay under the definition that the history began with.
    await publish(t.database, 'moved', { ...waiting, name: 'moved' });
    const { run: draft } = await t.engine.startRun({ workflow: 'moved', definition: { ...waiting, description: 'not saved' } });
    expect(await t.engine.migrateRun(draft.id, { version: 1 })).toMatchObject({ accepted: true });
    const forked = await t.engine.forkRun(draft.id, { mode: 'reset' });
    await t.database.query('UPDATE definitions SET created_at = 0');
    await store.deleteUnusedDefinitions(store.clock.now());
    expect((await t.engine.replayRun(draft.id)).ok).toBe(true);
    expect(forked.forked && (await t.engine.replayRun(forked.run.id)).ok).toBe(true);
    for (const id of [open.id, forked.forked ? forked.run.id : '']) await t.engine.submit(id, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
  });

  it('is deleted while runs go on, and cached outputs go when their time is over', async () => {
    await t.database.query(`INSERT INTO activity_cache (workspace_id, key, output, run_id, expires_at) VALUES ('default', 'old', '1', 'r', 1), ('default', 'new', '1', 'r', 9999999999999)`);
    const chore = retention({ store, now: () => store.clock.now(), keepMs: 0, log: silentLog });
    const beats = new Beats({ ...chore, everyMs: 10 }, silentLog);
    beats.start();
    try {
      for (let n = 0; n < 10; n++) expect((await t.engine.waitForEnd((await t.engine.startRun({ definition: chain(3), input: { n }, willWait: true })).run.id, 10_000).catch((error: unknown) => error)) instanceof TypeError).toBe(false);
      await until('all are gone', async () => chore.counts['runsDeleted']! >= 10);
    } finally {
      beats.close();
    }
    expect((await t.database.query('SELECT key FROM activity_cache')).rows).toEqual([{ key: 'new' }]);
  });
});
