import { afterEach, describe, expect, it } from 'vitest';
import { CommitUnknown } from '../ports/store.ts';
import type { PostgresStore } from '../postgres/store.ts';
import { chain, definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest | null = null;
afterEach(async () => {
  const ended = t;
  t = null;
  if (ended !== null) expect(await ended.closeChecked({ idle: true })).toEqual([]);
});

const one = (behaviour: string, rest = {}) => definition('one', [node('start', 'start'), work('a', behaviour, '{{ input }}', rest), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));

/** A worker that has stopped renewing, as if it were stopped: it goes on with what it holds, unaware. */
const stopped = (store: PostgresStore): PostgresStore => ({
  ...store,
  renewLease: () => new Promise(() => {}),
  heartbeat: () => Promise.resolve([]),
});

describe('a worker that is lost', () => {
  it('loses its task to another within 5 s, and its own late outcome is refused', async () => {
    t = await engineUnderTest({ workers: 0 });
    let wake: (value: string) => void = () => {};
    const late = new Promise<string>((resolve) => (wake = resolve));
    let calls = 0;
    t.behaviours.set('slow', () => (++calls === 1 ? late : 'by the second'));
    let renewed = 0;
    const first = await t.addWorker({ wrapStore: (store) => ({ ...stopped(store), renewLease: (lease) => (renewed++ === 0 ? store.renewLease(lease) : new Promise(() => {})) }) });
    const { run } = await t.engine.startRun({ definition: one('slow') });
    await until('the first worker has it', () => calls === 1);
    await t.addWorker();
    const ended = await t.engine.waitForEnd(run.id, 12_000);
    expect(ended).toMatchObject({ status: 'completed', output: 'by the second' });
    wake('by the first');
    await until('the late outcome was refused', () => first.counts()['refused'] === 1);
    expect((await t.engine.readRun(run.id))?.output).toBe('by the second');
  });

  it('three times over fails the step as worker_lost and lists it among the dead letters, from where it is retried', async () => {
    t = await engineUnderTest({ workers: 1 });
    let healthy = false;
    t.behaviours.set('poison', () => (healthy ? 'fine' : new Promise(() => {})));
    const { run } = await t.engine.startRun({ definition: one('poison') });
    const { database } = t;
    for (let loss = 1; loss <= 3; loss++) {
      await until(`delivery ${loss}`, async () => (await database.query('SELECT FROM tasks WHERE token IS NOT NULL AND deliveries = $1', [loss])).rowCount === 1, 15_000);
      await database.query(`INSERT INTO workers (workspace_id, id, host, pid, queues, concurrency, status, version, core_version, started_at, last_seen_at) VALUES ('default', $1, 'h', 1, '{default}', 1, 'up', '0', 1, 0, 0)`, [`dead-${loss}`]);
      await database.query('UPDATE tasks SET worker = $1', [`dead-${loss}`]);
    }
    const ended = await t.engine.waitForEnd(run.id, 15_000);
    expect(ended).toMatchObject({ status: 'failed', error: { type: 'worker_lost' } });
    const [letter] = (await t.engine.listDeadLetters({})).items;
    expect(letter).toMatchObject({ runId: run.id, path: 'a', error: { type: 'worker_lost' } });
    healthy = true;
    expect(await t.engine.retryDeadLetter(letter!.id, { reason: null, by: 'test' })).toMatchObject({ accepted: true });
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 'fine', generation: 2 });
    expect((await t.engine.listDeadLetters({})).items).toEqual([]);
    // Its answer may have been lost: whoever asks again is told the same, and the run is not tried again.
    expect(await t.engine.retryDeadLetter(letter!.id, { reason: null, by: 'test' })).toEqual({ accepted: true, runId: run.id });
    expect(await t.engine.readRun(run.id)).toMatchObject({ status: 'completed', generation: 2 });
    await expect(t.engine.retryDeadLetter('nobody.1', { reason: null, by: 'test' })).rejects.toMatchObject({ code: 'dead_letter_not_found' });
  }, 60_000);

  it('leaves no task and no letter behind when several steps are given up at once and the run is retried from its page', async () => {
    t = await engineUnderTest({ workers: 1 });
    let healthy = false;
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    t.behaviours.set('poison', () => (healthy ? 'fine' : new Promise(() => {})));
    const wide = definition('wide', [node('start', 'start'), ...names.map((name) => work(name, 'poison', '{{ input }}')), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges(...names.map((name) => `start > ${name} > end`)));
    const { run } = await t.engine.startRun({ definition: wide });
    const { database } = t;
    const held = (deliveries: number) => database.query('SELECT FROM tasks WHERE token IS NOT NULL AND deliveries = $1', [deliveries]);
    for (let loss = 1; loss <= 3; loss++) {
      await until(`delivery ${loss}`, async () => (await held(loss)).rowCount === names.length, 20_000);
      await database.query(`INSERT INTO workers (workspace_id, id, host, pid, queues, concurrency, status, version, core_version, started_at, last_seen_at) VALUES ('default', $1, 'h', 1, '{default}', 1, 'up', '0', 1, 0, 0)`, [`dead-${loss}`]);
      await database.query('UPDATE tasks SET worker = $1', [`dead-${loss}`]);
    }
    expect(await t.engine.waitForEnd(run.id, 20_000)).toMatchObject({ status: 'failed', error: { type: 'worker_lost' } });
    expect((await database.query('SELECT seq FROM tasks')).rows).toEqual([]);
    expect((await t.engine.listDeadLetters({})).items.length).toBeGreaterThan(0);
    healthy = true;
    expect(await t.engine.retryRun(run.id, { by: 'test' })).toMatchObject({ accepted: true });
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', generation: 2 });
    expect((await t.engine.listDeadLetters({})).items).toEqual([]);
    expect((await database.query('SELECT seq FROM tasks')).rows).toEqual([]);
  }, 90_000);

  it('hands over what it holds at once when it drains', async () => {
    t = await engineUnderTest({ workers: 1 });
    let calls = 0;
    t.behaviours.set('once', () => (++calls === 1 ? new Promise(() => {}) : 'by the second'));
    const { run } = await t.engine.startRun({ definition: one('once') });
    await until('the first worker has it', () => calls === 1);
    await t.addWorker();
    await t.workers[0]!.stop(200);
    expect(await t.engine.waitForEnd(run.id, 5_000)).toMatchObject({ status: 'completed', output: 'by the second' });
    // Nobody had to wait for a lease to run out.
    expect(t.workers[1]!.counts()).toMatchObject({ lost: 0, recovered: 0 });
  });
});

describe('writes that go wrong', () => {
  it('are found out: a commit that landed while its caller saw an error is neither lost nor done twice', async () => {
    let lies = 0;
    let seed = 7;
    const lying = (store: PostgresStore): PostgresStore => ({
      ...store,
      async commit(kind, batch) {
        const results = await store.commit(kind, batch);
        seed = (seed * 16_807) % 2_147_483_647;
        if (seed % 3 > 0) return results;
        lies++;
        throw new CommitUnknown(new Error('the answer was lost'));
      },
    });
    t = await engineUnderTest({ workers: 2, worker: { wrapStore: lying }, engine: { wrapStore: lying } });
    const ended = await Promise.all(Array.from({ length: 20 }, () => t!.run(chain(10), { n: 0 }, 25_000)));
    expect(ended.map((run) => [run.status, run.output])).toEqual(ended.map(() => ['completed', 10]));
    expect(lies).toBeGreaterThan(3);
  }, 60_000);

  it('that lose their race are decided again: completions of one run in two workers', async () => {
    t = await engineUnderTest({ workers: 2 });
    const items = Array.from({ length: 150 }, (_, index) => index);
    const wide = definition('wide', [node('start', 'start'), node('each', 'map', { items: '{{ input }}' }), work('twice', 'echo', '{{ item * 2 }}', { parent: 'each' }), node('end', 'end', { output: '{{ nodes.each.output }}' })], edges('start > each > end'));
    const run = await t.run(wide, items, 20_000);
    expect(run.output).toEqual(items.map((item) => item * 2));
    expect(t.workers.every((worker) => worker.counts()['steps']! > 0)).toBe(true);
  });

  it('that fail under the lock before anything was decided park the run and tell whoever waits', async () => {
    const failing = (store: PostgresStore): PostgresStore => ({
      ...store,
      commit: async (kind, batch) => (kind === 'start' ? await store.commit(kind, batch) : batch.map(() => ({ result: 'lost' }))),
      commitAlone: () => Promise.reject(new Error('no lock today')),
    });
    t = await engineUnderTest({ workers: 0, engine: { wrapStore: failing } });
    const { run } = await t.engine.startRun({ definition: definition('locked', [node('start', 'start'), node('s', 'signal', { name: 'go' }), node('end', 'end')], edges('start > s > end')) });
    await expect(t.engine.submit(run.id, { id: 'x', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } })).rejects.toMatchObject({ code: 'run_parked' });
    expect((await t.engine.readRun(run.id))?.parked).toBe('no lock today');
    expect((await t.database.query('SELECT id FROM parked_inputs')).rows).toEqual([{ id: 'x' }]);
  });

  it('that the server refuses park their run alone', async () => {
    t = await engineUnderTest({ workers: 1, engine: {} });
    const bad = await t.engine.startRun({ definition: definition('parks', [node('start', 'start'), node('s', 'signal', { name: 'go' }), node('end', 'end')], edges('start > s > end')) });
    await t.database.query(`ALTER TABLE events ADD CONSTRAINT no_poison CHECK (data::text NOT LIKE '%poison-pill%')`);
    await expect(t.engine.submit(bad.run.id, { id: 'x', type: 'signal.received', data: { name: 'go', payload: 'poison-pill', clientId: null, by: null } })).rejects.toMatchObject({ code: 'run_parked' });
    expect((await t.engine.readRun(bad.run.id))?.parked).toContain('no_poison');
    expect((await t.database.query('SELECT id FROM parked_inputs')).rows).toEqual([{ id: 'x' }]);
    expect(await t.run(chain(3), { n: 0 })).toMatchObject({ status: 'completed', output: 3 });
  });
});

describe('a Postgres that ends every connection', () => {
  it('again and again, loses no run and no step', async () => {
    t = await engineUnderTest({ workers: 2 });
    t.behaviours.set('increment', async (input) => {
      await new Promise((resolve) => setTimeout(resolve, 15));
      return (input as number) + 1;
    });
    const { database, engine } = t;
    const started = await Promise.all(Array.from({ length: 20 }, () => engine.startRun({ definition: chain(20), input: { n: 0 } })));
    let ended = 0;
    for (let blow = 0; blow < 5; blow++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      ended += (await database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'heddle%'`)).rowCount ?? 0;
    }
    expect(ended).toBeGreaterThan(10);
    const runs = await Promise.all(started.map(({ run }) => until('the run ends', async () => {
      const row = await engine.readRun(run.id).catch(() => null);
      return row?.status === 'completed' ? row : null;
    }, 25_000)));
    expect(runs.every((run) => run.output === 20)).toBe(true);
  }, 60_000);
});

describe('what is delivered twice', () => {
  it('a job for a task that is held or closed does nothing', async () => {
    t = await engineUnderTest({ workers: 2 });
    const { database } = t;
    let calls = 0;
    t.behaviours.set('counted', async () => {
      calls++;
      // Everything open is made to look lost, so that it is rung again while it is held.
      await database.query('UPDATE tasks SET rung_at = 0, dispatch = dispatch + 1');
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      return calls;
    });
    expect(await t.run(one('counted'))).toMatchObject({ status: 'completed', output: 1 });
    expect(calls).toBe(1);
  });
});
