import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Definition } from '../definition/schema.ts';
import { chain, definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

const QUEUES = ['default', 'narrow', 'single', 'paced', 'shut', 'late'];

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest({ workers: 2, worker: { queues: QUEUES } });
});
afterAll(async () => {
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

/** So many steps side by side. */
const wide = (queue: string, steps: number, behaviour = 'echo'): Definition =>
  definition(`wide on ${queue}`, [node('start', 'start'), ...Array.from({ length: steps }, (_, n) => work(`s${n}`, behaviour))], edges(...Array.from({ length: steps }, (_, n) => `start > s${n}`)), { settings: { taskQueue: queue } });
const limits = (queue: string, concurrency: number | null, rate: { count: number; perMs: number } | null = null) => t.engine.setQueueLimits(queue, { concurrency, rate }, 'Ada');
const claimsOf = async (queue: string) => (await t.database.query('SELECT run_id, seq, token FROM queue_claims WHERE queue = $1', [queue])).rows;

describe('a task queue with limits', () => {
  it('has at most so many attempts going on in all workers together', async () => {
    let running = 0;
    let most = 0;
    t.behaviours.set('gauge', async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
      return null;
    });
    await limits('narrow', 3);
    const runs = await Promise.all([t.run(wide('narrow', 10, 'gauge'), null, 30_000), t.run(wide('narrow', 10, 'gauge'), null, 30_000)]);
    expect(runs.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(most).toBeLessThanOrEqual(3);
    expect(t.behaviours.called('gauge')).toBe(20);
    expect((await t.engine.listTaskQueues()).find(({ name }) => name === 'narrow')).toMatchObject({ external: false, waiting: 0, running: 0, workers: 2, limits: { concurrency: 3, rate: null, changedBy: 'Ada' } });
  });

  it('keeps no successor where every attempt is counted, and its runs end all the same', async () => {
    await limits('single', 1);
    const claimed = (): number => t.workers.reduce((sum, worker) => sum + (worker.counts()['claimed'] ?? 0), 0);
    const before = claimed();
    expect(await t.run({ ...chain(5), settings: { taskQueue: 'single' } }, { n: 1 }, 30_000)).toMatchObject({ status: 'completed', output: 6 });
    expect(claimed() - before).toBeGreaterThanOrEqual(5);
  });

  it('begins no more attempts in any span of time than its rate says', async () => {
    await limits('paced', null, { count: 3, perMs: 300 });
    expect(await t.run(wide('paced', 8), 1, 30_000)).toMatchObject({ status: 'completed' });

    await limits('paced-outside', null, { count: 3, perMs: 700 });
    const asked = definition('asked', [node('start', 'start'), ...Array.from({ length: 8 }, (_, n) => node(`x${n}`, 'external', { queue: 'paced-outside' }))], edges(...Array.from({ length: 8 }, (_, n) => `start > x${n}`)));
    const { run } = await t.engine.startRun({ definition: asked, willWait: true });
    const begun: number[] = [];
    while (begun.length < 8) {
      for (const task of await t.engine.pollTasks({ queue: 'paced-outside', worker: 'w1', limit: 5, waitMs: 10_000, leaseMs: 60_000 })) {
        begun.push(task.claimedAt);
        await t.engine.completeTask(task.id, task.token, null);
      }
    }
    for (let at = 3; at < begun.length; at++) expect(begun[at]! - begun[at - 3]!, `the ${at + 1}th`).toBeGreaterThanOrEqual(700);
    expect((await t.engine.waitForEnd(run.id, 10_000)).status).toBe('completed');
  });

  it('holds everything back at 0, while others go on, and lets it go when its limits are taken away', async () => {
    await limits('shut', 0);
    const { run } = await t.engine.startRun({ definition: wide('shut', 3, 'held'), input: 1, willWait: true });
    t.behaviours.set('held', (input) => input);
    await until('all of it waits', async () => ((await t.engine.listTaskQueues()).find(({ name }) => name === 'shut')?.waiting === 3 ? true : undefined));
    for (let round = 0; round < 3; round++) expect((await t.run(chain(3), { n: 1 })).status).toBe('completed');
    expect(t.behaviours.called('held')).toBe(0);
    await t.engine.setQueueLimits('shut', null, null);
    expect((await t.engine.waitForEnd(run.id, 30_000)).status).toBe('completed');
    expect(await claimsOf('shut')).toEqual([]);
  });

  it('counts what is held when its limits are set, and makes room when a run is over', async () => {
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    t.behaviours.set('blocked', async () => (await gate, null));
    const first = (await t.engine.startRun({ definition: wide('late', 2, 'blocked'), willWait: true })).run;
    await until('both have begun', async () => (t.behaviours.called('blocked') === 2 ? true : undefined));
    await limits('late', 2);
    expect(await claimsOf('late')).toHaveLength(2);
    const second = (await t.engine.startRun({ definition: wide('late', 1), input: 7, willWait: true })).run;
    await until('the next one waits', async () => ((await t.engine.listTaskQueues()).find(({ name }) => name === 'late')?.waiting === 1 ? true : undefined));
    await t.engine.submit(first.id, { id: 'over', type: 'run.terminated', data: { reason: null, by: null } });
    expect((await t.engine.waitForEnd(second.id, 30_000)).status).toBe('completed');
    release();
  });

  it('counts what programs outside take, too', async () => {
    await limits('outside', 1);
    const asked = definition('asked', [node('start', 'start'), node('a', 'external', { queue: 'outside' }), node('b', 'external', { queue: 'outside' })], edges('start > a', 'start > b'));
    const { run } = await t.engine.startRun({ definition: asked, willWait: true });
    const poll = (waitMs: number) => t.engine.pollTasks({ queue: 'outside', worker: 'w1', limit: 5, waitMs, leaseMs: 60_000 });
    const [task, ...others] = await poll(10_000);
    expect(others).toEqual([]);
    expect(await poll(0)).toEqual([]);
    await t.engine.completeTask(task!.id, task!.token, null);
    const [next] = await poll(10_000);
    await t.engine.completeTask(next!.id, next!.token, null);
    expect((await t.engine.waitForEnd(run.id, 10_000)).status).toBe('completed');
  });

  it('is listed with its limits though nothing stands in it', async () => {
    await limits('nothing-yet', null, { count: 5, perMs: 60_000 });
    expect((await t.engine.listTaskQueues()).find(({ name }) => name === 'nothing-yet')).toEqual({ name: 'nothing-yet', external: false, waiting: 0, delayed: 0, running: 0, workers: 0, limits: { concurrency: null, rate: { count: 5, perMs: 60_000 }, changedAt: expect.any(Number), changedBy: 'Ada' } });
  });
});
