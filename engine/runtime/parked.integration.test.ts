import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { catalogue } from '../nodes/catalogue.ts';
import { chain, definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest | null = null;
afterEach(async () => {
  const ended = t;
  t = null;
  if (ended !== null) expect(await ended.closeChecked()).toEqual([]);
});

const waits = definition('waits', [node('start', 'start'), node('s', 'signal', { name: 'go' }), work('a', 'echo', '{{ nodes.s.output }}'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > s > a > end'));
const go = (payload: string) => ({ id: 'go-1', type: 'signal.received' as const, data: { name: 'go', payload, clientId: null, by: null } });
const control = { reason: null, by: 'test' };

/** A run that the server will not let take its signal. */
async function parkedRun(under: EngineUnderTest): Promise<string> {
  const { run } = await under.engine.startRun({ definition: waits });
  await under.database.query(`ALTER TABLE events ADD CONSTRAINT no_poison CHECK (data::text NOT LIKE '%poison%')`);
  await expect(under.engine.submit(run.id, go('poison'))).rejects.toMatchObject({ code: 'run_parked' });
  return run.id;
}

describe('a parked run', () => {
  it('goes on when it is let go on, with the input it was parked with', async () => {
    t = await engineUnderTest({ workers: 1 });
    const runId = await parkedRun(t);
    await expect(t.engine.unparkRun(runId)).rejects.toMatchObject({ code: 'run_parked' });
    expect((await t.engine.readRun(runId))?.parked).not.toBeNull();
    await t.database.query('ALTER TABLE events DROP CONSTRAINT no_poison');
    await t.engine.unparkRun(runId);
    expect(await t.engine.waitForEnd(runId, 10_000)).toMatchObject({ status: 'completed', output: 'poison', parked: null });
    expect((await t.database.query('SELECT FROM parked_inputs')).rowCount).toBe(0);
    await expect(t.engine.unparkRun(runId)).rejects.toMatchObject({ code: 'not_parked' });
    await expect(t.engine.unparkRun('nobody')).rejects.toMatchObject({ code: 'run_not_found' });
  });

  it('is terminated as any other, and takes nothing else', async () => {
    t = await engineUnderTest({ workers: 1 });
    const runId = await parkedRun(t);
    await expect(t.engine.submit(runId, { id: 'c', type: 'run.cancel_requested', data: control })).rejects.toMatchObject({ code: 'run_parked' });
    expect(await t.engine.submit(runId, { id: 'k', type: 'run.terminated', data: control })).toMatchObject({ accepted: true });
    expect(await t.engine.readRun(runId)).toMatchObject({ status: 'terminated', parked: null, waitingFor: [] });
    expect((await t.database.query('SELECT FROM parked_inputs')).rowCount).toBe(0);
    expect(await t.engine.replayRun(runId)).toMatchObject({ ok: true });
  });

  it('is terminated even when its definition cannot be read', async () => {
    t = await engineUnderTest({ workers: 0 });
    const { run } = await t.engine.startRun({ definition: waits });
    await t.database.query('DELETE FROM definitions');
    const other = await createEngine({ databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix });
    try {
      await expect(other.submit(run.id, go('x'))).rejects.toMatchObject({ code: 'run_parked' });
      expect(await other.submit(run.id, { id: 'k', type: 'run.terminated', data: control })).toMatchObject({ accepted: true });
      expect(await other.readRun(run.id)).toMatchObject({ status: 'terminated', parked: null });
    } finally {
      await other.close();
    }
    // What checks a database reads the definition too.
    await t.database.query('DELETE FROM events');
    await t.database.query('DELETE FROM runs');
  });
});

describe('a retry', () => {
  it('that would open a second run of a business key is refused, and parks nothing', async () => {
    t = await engineUnderTest({ workers: 1 });
    await publish(t.database, 'keyed', definition('keyed', [node('start', 'start'), node('s', 'signal', { name: 'go' }), work('a', 'fail', '', { retry: { maximumAttempts: 1 } }), node('end', 'end')], edges('start > s > a > end')));
    const first = await t.engine.startRun({ workflow: 'keyed', key: 'k' });
    await t.engine.submit(first.run.id, go('x'));
    expect((await t.engine.waitForEnd(first.run.id, 10_000)).status).toBe('failed');
    const second = await t.engine.startRun({ workflow: 'keyed', key: 'k' });
    const retry = { id: 'r', type: 'run.retried' as const, data: { ...control, generation: 2 } };
    await expect(t.engine.submit(first.run.id, retry)).rejects.toMatchObject({ code: 'key_in_use', context: { runId: second.run.id } });
    expect(await t.engine.readRun(first.run.id)).toMatchObject({ status: 'failed', parked: null });
    await t.engine.submit(second.run.id, { id: 'k', type: 'run.terminated', data: control });
    expect(await t.engine.submit(first.run.id, retry)).toMatchObject({ accepted: true });
    await t.engine.waitForEnd(first.run.id, 10_000);
  });
});

describe('a worker of an older build', () => {
  it('leaves a run whose node types it does not know to others, again and again but not all the time', async () => {
    t = await engineUnderTest({ workers: 0 });
    const old = new Map([...catalogue].filter(([type]) => type !== 'code'));
    // One at a time, so that it stands behind the other in the line for jobs: in one process that order would never change.
    const worker = await t.addWorker({ catalogue: old, concurrency: 1 });
    const { run } = await t.engine.startRun({ definition: chain(2), input: { n: 1 } });
    await until('it was tried', () => worker.counts()['claimed']! > 0);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(worker.counts()['claimed']!).toBeLessThan(8);
    expect(await t.engine.readRun(run.id)).toMatchObject({ status: 'running', parked: null });
    await t.addWorker();
    expect(await t.engine.waitForEnd(run.id, 20_000)).toMatchObject({ status: 'completed', output: 3 });
  });
});

describe('a run of a newer core', () => {
  it('is left alone: nothing is written, and nothing is parked', async () => {
    t = await engineUnderTest({ workers: 0 });
    const { run } = await t.engine.startRun({ definition: chain(2), input: { n: 1 } });
    await t.database.query(`UPDATE events SET data = jsonb_set(data::jsonb, '{coreVersion}', '99')::json WHERE run_id = $1 AND seq = 1`, [run.id]);
    const worker = await t.addWorker();
    await until('it was tried', () => worker.counts()['claimed']! > 0);
    const other = await createEngine({ databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix });
    try {
      await expect(other.submit(run.id, { id: 'c', type: 'run.cancel_requested', data: control })).rejects.toMatchObject({ code: 'unsupported', context: { coreVersion: 99 } });
    } finally {
      await other.close();
    }
    expect(t.behaviours.called('increment')).toBe(0);
    expect(await t.engine.readRun(run.id)).toMatchObject({ status: 'running', parked: null, lastSeq: run.lastSeq });
    await t.database.query(`UPDATE events SET data = jsonb_set(data::jsonb, '{coreVersion}', '1')::json WHERE run_id = $1 AND seq = 1`, [run.id]);
    expect(await t.engine.waitForEnd(run.id, 15_000)).toMatchObject({ status: 'completed', output: 3 });
  });
});

describe('a server that is hard pressed', () => {
  it.each(['53100', '58030', '57014', '25006'])('(%s) for a while parks nothing', async (code) => {
    t = await engineUnderTest({ workers: 0 });
    const { database } = t;
    const { run } = await t.engine.startRun({ definition: chain(3), input: { n: 0 } });
    await database.query('CREATE TABLE pressed AS SELECT 1');
    await database.query(`CREATE FUNCTION press() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT FROM pressed) THEN RAISE EXCEPTION 'pressed' USING ERRCODE = '${code}'; END IF; RETURN NULL; END $$`);
    await database.query('CREATE TRIGGER press BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION press()');
    await t.addWorker();
    await until('a step has been tried', () => t!.behaviours.called('increment') > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await t.engine.readRun(run.id)).toMatchObject({ status: 'running', parked: null });
    await database.query('DELETE FROM pressed');
    expect(await t.engine.waitForEnd(run.id, 15_000)).toMatchObject({ status: 'completed', output: 3, parked: null });
  });
});
