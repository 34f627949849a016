import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Definition } from '../definition/schema.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

/** Far less than the 30 s that an attempt which was asked to stop may take. */
const SOON_MS = 6_000;

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest();
});
afterAll(async () => {
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

const one = (taskQueue: string, behaviour = 'echo'): Definition => definition('one', [node('start', 'start'), work('a', behaviour, 'A', { taskQueue }), node('end', 'end')], edges('start > a > end'));
const start = async (document: Definition): Promise<string> => (await t.engine.startRun({ definition: document })).run.id;
const cancel = (runId: string) => t.engine.submit(runId, { id: `cancel-${runId}`, type: 'run.cancel_requested', data: { reason: null, by: null } });
/** Everything that was withdrawn before this began has been looked at: one that is withdrawn after it is answered. */
const looked = async () => {
  const runId = await start(one('nobody-serves-this'));
  await cancel(runId);
  expect((await t.engine.waitForEnd(runId, SOON_MS)).status).toBe('cancelled');
};
const answersOf = async (runId: string) => (await t.engine.readEvents(runId, 0, 10_000)).flatMap((event) => (event.type === 'attempt.aborted' ? [event.data] : []));

describe('an attempt that is withdrawn before a worker has it', () => {
  it('is answered at once where nobody serves its queue', async () => {
    const runId = await start(one('nobody-serves-this'));
    await cancel(runId);
    expect((await t.engine.waitForEnd(runId, SOON_MS)).status).toBe('cancelled');
    // It has not begun: nobody worked on it, and nobody says when.
    expect(await answersOf(runId)).toEqual([{ task: expect.any(Number) as number }]);
    expect(await t.engine.replayRun(runId)).toMatchObject({ ok: true });
  });

  it('is answered at once where its queue lets nothing begin', async () => {
    await t.engine.setQueueLimits('default', { concurrency: 0, rate: null }, 'Ada');
    try {
      const runId = await start(one('default'));
      await cancel(runId);
      expect((await t.engine.waitForEnd(runId, SOON_MS)).status).toBe('cancelled');
    } finally {
      await t.engine.setQueueLimits('default', null, 'Ada');
    }
  });

  it('holds up no saga: what was done is undone, and what never began is not', async () => {
    const saga = definition('saga', [
      node('start', 'start'), node('book', 'saga'), work('a', 'echo', 'A', { parent: 'book' }), work('b', 'echo', 'B', { parent: 'book', taskQueue: 'nobody-serves-this' }),
      work('undoA', 'undo', '{{ compensated.output }}', { parent: 'book' }), work('undoB', 'undo', 'never', { parent: 'book' }), node('end', 'end'),
    ], edges('start > book > end', 'a > b', 'a ~ undoA', 'b ~ undoB'));
    t.behaviours.set('undo', (input) => input);
    const runId = await start(saga);
    await until('the second is open', async () => (await t.engine.readTasks(runId)).some(({ path }) => path === 'book/b'));
    await cancel(runId);
    expect((await t.engine.waitForEnd(runId, SOON_MS)).status).toBe('cancelled');
    expect(t.behaviours.calls.filter((call) => call.runId === runId && call.name === 'undo').map(({ input }) => input)).toEqual(['A']);
  });

  it('of a wide fan-out is answered with all the others', async () => {
    const wide = definition('wide', [node('start', 'start'), node('each', 'map', { items: '{{ input }}', concurrency: 700 }), work('a', 'echo', 'A', { parent: 'each', taskQueue: 'nobody-serves-this' }), node('end', 'end')], edges('start > each > end'));
    const { run } = await t.engine.startRun({ definition: wide, input: Array.from({ length: 700 }, (_, index) => index) });
    await cancel(run.id);
    expect((await t.engine.waitForEnd(run.id, 15_000)).status).toBe('cancelled');
    expect(await answersOf(run.id)).toHaveLength(700);
  });
});

describe('an attempt that was asked to stop', () => {
  it('keeps its time to answer while a worker has it', async () => {
    let finish: (value: string) => void = () => {};
    t.behaviours.set('deaf', () => new Promise<string>((resolve) => (finish = resolve)));
    const runId = await start(one('default', 'deaf'));
    await until('the step runs', () => t.behaviours.calls.some((call) => call.runId === runId));
    await cancel(runId);
    await looked();
    expect((await t.engine.readRun(runId))?.status).toBe('running');
    finish('all the same');
    expect((await t.engine.waitForEnd(runId, SOON_MS)).status).toBe('cancelled');
    expect((await t.engine.readEvents(runId, 0, 200)).some((event) => event.type === 'step.completed' && event.path === 'a')).toBe(true);
  });

  it('is not answered for when a worker had it before: it may have begun', async () => {
    const runId = await start(one('nobody-serves-this'));
    await t.database.query('UPDATE tasks SET begun = true WHERE run_id = $1', [runId]);
    await cancel(runId);
    await looked();
    expect((await t.engine.readRun(runId))?.status).toBe('running');
    await t.database.query('UPDATE tasks SET begun = false WHERE run_id = $1', [runId]);
    expect((await t.engine.waitForEnd(runId, SOON_MS)).status).toBe('cancelled');
  });

  it('is not looked at any more once its grace is over: that closes it, and what is paused or parked for long costs nothing', async () => {
    const runId = await start(one('nobody-serves-this'));
    const before = await t.engine.readTasks(runId);
    await t.database.query('UPDATE tasks SET abort_until = 1 WHERE run_id = $1', [runId]);
    await looked();
    expect(before).toHaveLength(1);
    expect(await t.engine.readTasks(runId)).toEqual(before);
    await t.engine.submit(runId, { id: `terminate-${runId}`, type: 'run.terminated', data: { reason: null, by: null } });
  });
});
