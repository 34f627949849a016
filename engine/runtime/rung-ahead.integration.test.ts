import { afterEach, describe, expect, it } from 'vitest';
import type { QueueLimits, StartRun } from './engine.ts';
import type { Definition } from '../definition/schema.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish, publishNext } from '../testing/publish.ts';
import { until } from '../testing/until.ts';
import { LOOKS_MS } from './rings.ts';

let t: EngineUnderTest | null = null;
afterEach(async () => {
  const ended = t;
  t = null;
  if (ended !== null) expect(await ended.closeChecked({ idle: true })).toEqual([]);
});

const one = definition('one', [node('start', 'start'), work('a', 'echo', '{{ input }}'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));

/** An engine whose starts are not committed before they are let go, and a worker that tells how often it claimed in vain. */
async function held(limits: QueueLimits | null = null): Promise<{ under: EngineUnderTest; release: () => void; inVain: () => number }> {
  let release: () => void = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let inVain = 0;
  const under = await engineUnderTest({
    workers: 0,
    engine: {
      wrapStore: (store) => ({
        ...store,
        async commit(kind, batch) {
          if (kind === 'start') await released;
          return await store.commit(kind, batch);
        },
      }),
    },
    worker: {
      wrapStore: (store) => ({
        ...store,
        async claim(worker, wanted) {
          const given = await store.claim(worker, wanted);
          inVain += wanted.length - given.length;
          return given;
        },
        async claimWithin(worker, queue, wanted) {
          const given = await store.claimWithin(worker, queue, wanted);
          inVain += wanted.length - given.claimed.length;
          return given;
        },
      }),
    },
  });
  under.behaviours.set('echo', (input) => input);
  if (limits !== null) await under.engine.setQueueLimits('default', limits, null);
  await under.addWorker();
  t = under;
  return { under, release, inVain: () => inVain };
}

async function endOf(under: EngineUnderTest, request: Partial<StartRun>, between: () => Promise<void>): Promise<unknown> {
  const started = under.engine.startRun({ definition: one, input: { n: 1 }, ...request });
  await between();
  const { run } = await started;
  const { output } = await under.engine.waitForEnd(run.id, 10_000);
  expect(under.workers[0]!.counts()['rung'], 'by the reconciler').toBe(0);
  return output;
}

describe('a start', () => {
  it('whose ring is there before its commit is looked for until it is made, and begun once', async () => {
    const { under, release, inVain } = await held();
    expect(await endOf(under, {}, async () => {
      await until('the worker has looked for it in vain', () => inVain() > 0);
      release();
    })).toEqual({ n: 1 });
    expect(under.behaviours.calls).toHaveLength(1);
  });

  it('whose commit takes longer than anybody looks is rung again behind it', async () => {
    const { under, release, inVain } = await held();
    expect(await endOf(under, {}, async () => {
      await until('the worker has given it up', () => inVain() === LOOKS_MS.length + 1);
      release();
    })).toEqual({ n: 1 });
    expect(under.behaviours.calls).toHaveLength(1);
  });

  it('in a queue with limits is looked for again, too', async () => {
    const { under, release, inVain } = await held({ concurrency: 2, rate: null });
    expect(await endOf(under, {}, async () => {
      await until('the worker has looked for it in vain', () => inVain() > 0);
      release();
    })).toEqual({ n: 1 });
    expect(under.behaviours.calls).toHaveLength(1);
  });

  it('that may be another run’s is not rung before it is there', async () => {
    const { under, release, inVain } = await held();
    const starts = [under.engine.startRun({ definition: one, input: 1, key: 'k' }), under.engine.startRun({ definition: one, input: 2, idempotencyKey: 'i' })];
    // Whoever is rung ahead is looked for within moments: this one is, and the others are not.
    const sure = under.engine.startRun({ definition: one, input: 3 });
    await until('the sure one was given up', () => inVain() >= LOOKS_MS.length + 1);
    expect(inVain()).toBe(LOOKS_MS.length + 1);
    release();
    const ended = await Promise.all([...starts, sure].map(async (start) => (await under.engine.waitForEnd((await start).run.id, 10_000)).output));
    expect(ended).toEqual([1, 2, 3]);
  });

  it('that is refused, and made by a newer version for another queue, is done by none that serves the first', async () => {
    t = await engineUnderTest({ workers: 0 });
    t.behaviours.set('echo', (input) => input);
    const serving = await t.addWorker({ queues: ['default'] });
    const inQueue = (taskQueue: string): Definition => ({ ...one, settings: { ...one.settings, taskQueue } });
    const runs: string[] = [];
    for (let n = 0; n < 5; n++) {
      await publish(t.database, `w${n}`, inQueue('default'));
      // The latest is believed for some time from here on.
      const { run: first } = await t.engine.startRun({ workflow: `w${n}`, input: n, willWait: true });
      await t.engine.waitForEnd(first.id, 10_000);
      await publishNext(t.database, `w${n}`, inQueue('special'));
      const { run } = await t.engine.startRun({ workflow: `w${n}`, input: n });
      expect(run.version).toBe(2);
      runs.push(run.id);
    }
    const special = await t.addWorker({ queues: ['special'] });
    for (const id of runs) expect((await t.engine.waitForEnd(id, 10_000)).status).toBe('completed');
    expect([serving.counts()['steps'], special.counts()['steps']]).toEqual([5, 5]);
  });
});
