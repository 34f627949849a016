import { afterEach, describe, expect, it } from 'vitest';
import type { WorkerOptions } from '../create-worker.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

/** Less than the 30 s that an attempt which was asked to stop may take. */
const SOON_MS = 15_000;

let t: EngineUnderTest;
const withWorker = async (options: Partial<WorkerOptions> = {}): Promise<void> => {
  t = await engineUnderTest({ workers: 0 });
  t.behaviours.set('undo', (input) => input).set('long', () => new Promise(() => {}));
  await t.addWorker(options);
};
afterEach(async () => {
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

const saga = definition('saga', [
  node('start', 'start'), node('book', 'saga'), work('a', 'echo', 'A', { parent: 'book' }), work('b', 'long', 'B', { parent: 'book' }),
  work('undoA', 'undo', 'A', { parent: 'book' }), work('undoB', 'undo', 'B', { parent: 'book' }), node('end', 'end'),
], edges('start > book > end', 'a > b', 'a ~ undoA', 'b ~ undoB'));

const startSaga = async (): Promise<string> => (await t.engine.startRun({ definition: saga })).run.id;
const cancel = (runId: string) => t.engine.submit(runId, { id: `cancel-${runId}`, type: 'run.cancel_requested', data: { reason: null, by: null } });
const undone = (runId: string) => t.behaviours.calls.filter((call) => call.runId === runId && call.name === 'undo').map(({ input }) => input);
const begins = async (runId: string) => await until('the second step has begun', () => t.behaviours.calls.some((call) => call.runId === runId && call.name === 'long'));

describe('a step that had begun with a worker which is gone, and was withdrawn before another took it', () => {
  it('is undone when that worker was lost', async () => {
    // It is gone without a word: nothing that it holds is handed over.
    await withWorker({ wrapStore: (store) => ({ ...store, release: () => Promise.reject(new Error('gone')) }) });
    const runId = await startSaga();
    await begins(runId);
    await t.workers[0]!.stop(0);
    await cancel(runId);
    await t.addWorker();
    expect((await t.engine.waitForEnd(runId, SOON_MS)).status).toBe('cancelled');
    expect(undone(runId)).toEqual(['B', 'A']);
  });

  it('is undone when that worker was stopped in order', async () => {
    await withWorker();
    const runId = await startSaga();
    await begins(runId);
    await t.workers[0]!.stop(200);
    await cancel(runId);
    await t.addWorker();
    expect((await t.engine.waitForEnd(runId, 40_000)).status).toBe('cancelled');
    expect(undone(runId)).toEqual(['B', 'A']);
  }, 60_000);
});

describe('a step that was withdrawn while it lay in the queue', () => {
  it('is not begun by a worker that has the run as it was before', async () => {
    await withWorker({ queues: ['default', 'gated'], wrapStore: (store) => ({ ...store, takeWithdrawn: () => Promise.resolve([]) }) });
    await t.engine.setQueueLimits('gated', { concurrency: 0, rate: null }, 'Ada');
    const two = definition('two', [node('start', 'start'), work('a', 'echo', 'A'), work('b', 'echo', 'B', { taskQueue: 'gated' }), node('end', 'end')], edges('start > a > b > end'));
    const { run } = await t.engine.startRun({ definition: two });
    await until('the second is open', async () => (await t.engine.readTasks(run.id)).some(({ path }) => path === 'b'));
    await cancel(run.id);
    await t.engine.setQueueLimits('gated', null, 'Ada');
    expect((await t.engine.waitForEnd(run.id, SOON_MS)).status).toBe('cancelled');
    expect(t.behaviours.calls.filter((call) => call.runId === run.id).map(({ path }) => path)).toEqual(['a']);
    expect(await t.engine.replayRun(run.id)).toMatchObject({ ok: true });
  });
});
