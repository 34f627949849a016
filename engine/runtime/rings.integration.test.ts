import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest | null = null;
let client: Redis | null = null;
afterEach(async () => {
  client?.disconnect();
  const ended = t;
  t = null;
  if (ended !== null) expect(await ended.closeChecked({ idle: true })).toEqual([]);
});

const one = definition('one', [node('start', 'start'), work('a', 'echo'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const rung = (under: EngineUnderTest): number => under.workers.reduce((sum, worker) => sum + worker.counts()['rung']!, 0);

/** Keys of the jobs that Redis holds for a queue. */
async function jobs(under: EngineUnderTest, queue: string): Promise<string[]> {
  client = new Redis(under.redis.url);
  try {
    return await client.keys(`${under.redis.prefix}:${queue}:t-*`);
  } finally {
    client.disconnect();
  }
}

describe('a task that is rung again', () => {
  it('is one job, however long nobody serves its queue and however many reconcilers ring', async () => {
    t = await engineUnderTest({ workers: 2 });
    const { engine } = t;
    const started = await Promise.all(Array.from({ length: 5 }, (_, index) => engine.startRun({ definition: one, input: index, taskQueue: 'nobody' })));
    await until('every task was rung again three times', () => rung(t!) >= 15, 20_000);
    expect(await jobs(t, 'nobody')).toHaveLength(5);
    // Another Redis, as far as they can tell: both look through everything.
    client = new Redis(t.redis.url);
    await client.set(`${t.redis.prefix}:epoch`, 'another');
    client.disconnect();
    await pause(2_500);
    expect(await jobs(t, 'nobody')).toHaveLength(5);
    await t.addWorker({ queues: ['nobody'] });
    const ended = await Promise.all(started.map(({ run }) => engine.waitForEnd(run.id, 10_000)));
    expect(ended.map((run) => run.output)).toEqual([0, 1, 2, 3, 4]);
  }, 60_000);

  it('is not doubled by being bundled anew each time: a wide fan-out that nobody serves', async () => {
    t = await engineUnderTest({ workers: 2 });
    const names = Array.from({ length: 60 }, (_, index) => `f${index}`);
    const wide = definition('wide', [node('start', 'start'), ...names.map((name) => work(name, 'echo')), node('end', 'end')], edges(...names.map((name) => `start > ${name} > end`)));
    const runs = await Promise.all(Array.from({ length: 25 }, () => t!.engine.startRun({ definition: wide, taskQueue: 'wide' })));
    await until('every task was rung again three times', () => rung(t!) >= 25 * 60 * 3, 25_000);
    // The bundles of the start, and at most one job for each task beside them.
    expect((await jobs(t, 'wide')).length).toBeLessThanOrEqual(25 * 61);
    const before = (await jobs(t, 'wide')).length;
    await until('they were rung twice more', () => rung(t!) >= 25 * 60 * 5, 25_000);
    expect((await jobs(t, 'wide')).length).toBe(before);
    for (const { run } of runs) await t.engine.submit(run.id, { id: 'k', type: 'run.terminated', data: { reason: null, by: null } });
  }, 90_000);

  it('is a new job when the first was acknowledged without a claim: its run was paused', async () => {
    t = await engineUnderTest({ workers: 1 });
    const { run } = await t.engine.startRun({ definition: one, input: 7, taskQueue: 'later' });
    await until('the job waits', async () => (await jobs(t!, 'later')).length === 1);
    await t.engine.submit(run.id, { id: 'p', type: 'run.paused', data: { reason: null, by: null } });
    await t.addWorker({ queues: ['later'] });
    await until('the job is gone', async () => (await jobs(t!, 'later')).length === 0);
    await t.engine.submit(run.id, { id: 'r', type: 'run.resumed', data: { reason: null, by: null } });
    expect(await t.engine.waitForEnd(run.id, 6_000)).toMatchObject({ status: 'completed', output: 7 });
  }, 60_000);

  it('is a new job when a worker took the first and was lost before it claimed', async () => {
    t = await engineUnderTest({ workers: 1 });
    let asked = 0;
    let renewed = 0;
    await t.addWorker({ queues: ['grave'], concurrency: 1, wrapStore: (store) => ({ ...store, claim: () => (asked++, new Promise(() => {})), renewLease: (lease) => (renewed++ === 0 ? store.renewLease(lease) : new Promise(() => {})) }) });
    const { run } = await t.engine.startRun({ definition: one, input: 7, taskQueue: 'grave' });
    await until('the worker has the job', () => asked === 1);
    await t.addWorker({ queues: ['grave'] });
    // BullMQ itself would give the job to somebody else after 15 to 25 s.
    expect(await t.engine.waitForEnd(run.id, 9_000)).toMatchObject({ status: 'completed', output: 7 });
  }, 60_000);
});
