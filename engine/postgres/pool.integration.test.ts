import { afterEach, describe, expect, it } from 'vitest';
import { CommitUnknown, StoreUnavailable } from '../ports/store.ts';
import { chain } from '../testing/build.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { engineUnderTest } from '../testing/engine-under-test.ts';
import { type StallingProxy, stallingProxy } from '../testing/stalling-proxy.ts';
import { until } from '../testing/until.ts';
import { createPostgresStore } from './store.ts';

let proxy: StallingProxy | null = null;
let database: TestDatabase | null = null;
afterEach(async () => {
  await proxy?.close();
  await database?.drop();
  proxy = null;
  database = null;
});

/** Rejections with how long they took, ms. */
async function refusal(work: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const began = performance.now();
  const error: unknown = await work.then(() => null, (thrown: unknown) => thrown);
  return { error, ms: performance.now() - began };
}

describe('a Postgres that takes everything and answers nothing', () => {
  it('holds no caller for ever: reads and claims are unavailable, what became of a commit is not known', async () => {
    database = await createTestDatabase();
    proxy = await stallingProxy(database.url);
    const store = createPostgresStore({ databaseUrl: proxy.url, workspaceId: 'default', process: 'test', statementMs: 300 });
    const start = { coreVersion: 1, workflowId: null, workflowName: 'x', version: null, definitionId: 'x', earlierDefinitions: [], trigger: 'api', key: null, idempotencyKey: null, requestHash: null, parent: null, forkedFrom: null, startedAt: 0, latestOfSlug: null };
    const row = { status: 'queued' as const, output: null, error: null, endedAt: null, waitingFor: [], searchAttributes: {}, memo: {}, generation: 1, openCompensations: [] };
    const commit = (runId: string) => store.commit('start', [{ runId, expectedSeq: 0, seq: 0, events: [], start, moveTo: null, row, guards: [], closeTasks: [], openTasks: [], abortTasks: [], setTimers: [], clearTimers: [], clear: false, openApprovals: [], changeApprovals: [], send: [], taken: [], deadLetters: [], closeLetters: false, values: [] }]);
    try {
      expect(await commit('first')).toEqual([{ result: 'written' }]);
      await Promise.all([store.readRun('first'), store.claim('w', [])]);
      proxy.stall();
      const [written, read, claimed] = await Promise.all([refusal(commit('second')), refusal(store.readRun('first')), refusal(store.claim('w', []))]);
      expect(written.error).toBeInstanceOf(CommitUnknown);
      expect(read.error).toBeInstanceOf(StoreUnavailable);
      expect(claimed.error).toBeInstanceOf(StoreUnavailable);
      for (const { ms } of [written, read, claimed]) expect(ms).toBeLessThan(8_000);
      proxy.go();
      expect(await until('it answers again', () => store.readRun('first').catch(() => null))).toMatchObject({ id: 'first' });
    } finally {
      await store.close();
    }
  });

  it('loses no run and no step', async () => {
    const t = await engineUnderTest({ workers: 0 });
    proxy = await stallingProxy(t.database.url);
    try {
      await t.addWorker({ databaseUrl: proxy.url, statementMs: 300 });
      t.behaviours.set('increment', async (input) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return (input as number) + 1;
      });
      const started = await Promise.all(Array.from({ length: 10 }, () => t.engine.startRun({ definition: chain(20), input: { n: 0 } })));
      await until('some steps are done', () => t.behaviours.calls.length > 40);
      proxy.stall();
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      proxy.go();
      const ended = await Promise.all(started.map(({ run }) => t.engine.waitForEnd(run.id, 30_000)));
      expect(ended.map((run) => [run.status, run.output])).toEqual(ended.map(() => ['completed', 20]));
      expect(await t.violations({ idle: true })).toEqual([]);
    } finally {
      await t.close();
    }
  }, 60_000);
});
