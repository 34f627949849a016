import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Definition } from '../definition/schema.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';
import type { Engine } from './engine.ts';

let t: EngineUnderTest;
let other: Engine;
type Policy = 'terminate' | 'cancel' | 'abandon';
type End = 'completed' | 'failed' | 'cancelled' | 'terminated';

const sleeper = definition('sleeper', [node('start', 'start'), node('s', 'signal', { name: 'go' }), node('end', 'end', { output: 'woken' })], edges('start > s > end'));
/** Starts the child, waits for `end` and then completes or fails, unless it is ended from outside. */
const parent = (parentClose: Policy, wait: boolean): Definition =>
  definition('parent', [node('start', 'start'), node('c', 'child', { workflow: 'sleeper', wait, parentClose }), node('s', 'signal', { name: 'end' }), node('how', 'condition', { if: 'nodes.s.output == "well"' }), work('broken', 'fail')], edges(wait ? 'start > c' : 'start > c > s', ...(wait ? ['start > s'] : []), 's > how:false > broken'));
const control = (engine: Engine, runId: string, type: 'run.cancel_requested' | 'run.terminated') => engine.submit(runId, { id: `${type}-${runId}`, type, data: { reason: null, by: null } });
const childOf = async (runId: string) => (await t.engine.listRuns({ parentRunId: runId }, {})).items[0] ?? null;

beforeAll(async () => {
  t = await engineUnderTest({ workers: 2 });
  other = await createEngine({ databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix });
  await publish(t.database, 'sleeper', sleeper);
});
afterAll(async () => {
  await other.close();
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

async function end(runId: string, how: End): Promise<void> {
  if (how === 'cancelled') await control(t.engine, runId, 'run.cancel_requested');
  else if (how === 'terminated') await control(t.engine, runId, 'run.terminated');
  else await t.engine.signalRun(runId, { id: `end-${runId}`, name: 'end', payload: how === 'completed' ? 'well' : 'badly', clientId: null, by: null });
  expect((await t.engine.waitForEnd(runId, 15_000)).status).toBe(how);
}

describe('when a parent ends', () => {
  const ends: End[] = ['completed', 'failed', 'cancelled', 'terminated'];
  const started = (['terminate', 'cancel', 'abandon'] as const).flatMap((policy) => ends.map((how): [Policy, End] => [policy, how]));

  it.each(started)('a child that nobody waits for, with the policy to %s, meets it when its parent is %s', async (policy, how) => {
    const { run } = await t.engine.startRun({ definition: parent(policy, false) });
    await until('the child has begun', async () => (await childOf(run.id)) !== null);
    await end(run.id, how);
    const child = (await childOf(run.id))!;
    if (policy === 'abandon') {
      await until('nothing is under way', async () => (await t.database.query('SELECT FROM outbox')).rowCount === 0);
      expect((await t.engine.readRun(child.id))!.status).toBe('running');
      await t.engine.signalRun(child.id, { id: 'go', name: 'go', payload: null, clientId: null, by: null });
    }
    const status = { terminate: 'terminated', cancel: 'cancelled', abandon: 'completed' }[policy];
    expect((await t.engine.waitForEnd(child.id, 15_000)).status).toBe(status);
  });

  it.each<[Policy, End, string]>([
    // Closing cancels what it waits for, so that the parent ends with its children. Only termination leaves it to the policy.
    ['terminate', 'cancelled', 'cancelled'], ['cancel', 'cancelled', 'cancelled'], ['abandon', 'cancelled', 'cancelled'], ['abandon', 'failed', 'cancelled'],
    ['terminate', 'terminated', 'terminated'], ['cancel', 'terminated', 'cancelled'], ['abandon', 'terminated', 'completed'],
  ])('a child it waits for, with the policy to %s and a parent that is %s, is %s', async (policy, how, status) => {
    const { run } = await t.engine.startRun({ definition: parent(policy, true) });
    await until('the child has begun', async () => (await childOf(run.id)) !== null);
    await end(run.id, how);
    const child = (await childOf(run.id))!;
    if (status === 'completed') await t.engine.signalRun(child.id, { id: 'go', name: 'go', payload: null, clientId: null, by: null });
    expect((await t.engine.waitForEnd(child.id, 15_000)).status).toBe(status);
  });

  it('a child whose start is still under way meets it too', async () => {
    for (const policy of ['terminate', 'cancel'] as const) {
      const { run } = await t.engine.startRun({ definition: parent(policy, false) });
      await control(t.engine, run.id, 'run.terminated');
      await until('nothing is under way', async () => (await t.database.query('SELECT FROM outbox')).rowCount === 0);
      const child = (await childOf(run.id))!;
      expect((await t.engine.waitForEnd(child.id, 15_000)).status).toBe(policy === 'terminate' ? 'terminated' : 'cancelled');
    }
  });
});

describe('of many starts at once, through two engines', () => {
  const engines = (n: number): Engine => (n % 2 === 0 ? t.engine : other);

  it('with one idempotency key one run is made', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => engines(n).startRun({ workflow: 'sleeper', input: { same: true }, idempotencyKey: 'once' })));
    expect([new Set(answers.map(({ run }) => run.id)).size, answers.filter(({ created }) => created).length]).toEqual([1, 1]);
    await control(t.engine, answers[0]!.run.id, 'run.terminated');
    // The key outlives the run.
    expect((await other.startRun({ workflow: 'sleeper', input: { same: true }, idempotencyKey: 'once' })).created).toBe(false);
  });

  it('with one business key one is open: the others are refused, or are told of it', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => engines(n).startRun({ workflow: 'sleeper', key: 'k-fail', onConflict: 'fail' })));
    const made = results.filter((result) => result.status === 'fulfilled');
    expect(made).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'key_in_use', context: { runId: made[0]!.value.run.id } });
    const told = await Promise.all(Array.from({ length: 20 }, (_, n) => engines(n).startRun({ workflow: 'sleeper', key: 'k-fail', onConflict: 'return' })));
    expect(new Set(told.map(({ run }) => run.id))).toEqual(new Set([made[0]!.value.run.id]));
    await control(t.engine, made[0]!.value.run.id, 'run.terminated');
  });

  it('with one business key that replace each other the last one stays, and no two are ever open', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => engines(n).startRun({ workflow: 'sleeper', key: 'k-cancel', onConflict: 'cancel' })));
    expect(new Set(answers.map(({ run }) => run.id)).size).toBe(6);
    const open = await t.engine.listRuns({ key: 'k-cancel', statuses: ['running'] }, {});
    expect(open.items).toHaveLength(1);
    expect((await t.engine.listRuns({ key: 'k-cancel', statuses: ['cancelled'] }, {})).items).toHaveLength(5);
    await control(t.engine, open.items[0]!.id, 'run.terminated');
  });
});
