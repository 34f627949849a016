import type { EngineOptions } from '../compose.ts';
import { createEngine } from '../create-engine.ts';
import { createWorker, type RunningWorker, type WorkerOptions } from '../create-worker.ts';
import type { Definition } from '../definition/schema.ts';
import { catalogue } from '../nodes/catalogue.ts';
import type { Engine, StartRun } from '../runtime/engine.ts';
import type { RunRow } from '../ports/views.ts';
import { Behaviours } from './behaviours.ts';
import { createTestDatabase, testRedis, type TestDatabase, type TestRedis } from './database.ts';
import { findViolations, type Violation } from './invariants.ts';

/** How long what is left to deliver may take when a test is over. */
const SETTLE_MS = 15_000;

export type EngineUnderTest = {
  engine: Engine;
  behaviours: Behaviours;
  database: TestDatabase;
  redis: TestRedis;
  workers: RunningWorker[];
  addWorker(options?: Partial<WorkerOptions>): Promise<RunningWorker>;
  /** Starts a run and waits for its end. */
  run(definition: Definition, input?: StartRun['input'], ms?: number): Promise<RunRow>;
  violations(options?: { idle?: boolean; runIds?: readonly string[] }): Promise<Violation[]>;
  close(): Promise<void>;
  /** Closes, and tells which invariants do not hold of what is left. With `idle` nothing may be open, which is waited for. */
  closeChecked(options?: { idle?: boolean }): Promise<Violation[]>;
};

/** An engine and workers on a database and a Redis prefix of their own. */
export async function engineUnderTest(options: { workers?: number; redisUrl?: string; engine?: Partial<EngineOptions>; worker?: Partial<WorkerOptions> } = {}): Promise<EngineUnderTest> {
  const database = await createTestDatabase();
  const { url, prefix } = testRedis();
  const redis = { url: options.redisUrl ?? url, prefix };
  const common = { databaseUrl: database.url, redisUrl: redis.url, redisPrefix: prefix };
  const behaviours = new Behaviours();
  const engine = await createEngine({ ...common, ...options.engine });
  const workers: RunningWorker[] = [];
  const addWorker = async (own: Partial<WorkerOptions> = {}): Promise<RunningWorker> => {
    const worker = await createWorker({ ...common, runners: behaviours.runners, concurrency: 20, ...options.worker, ...own });
    workers.push(worker);
    return worker;
  };
  for (let index = 0; index < (options.workers ?? 2); index++) await addWorker();
  const violations: EngineUnderTest['violations'] = (check) => findViolations(database.query, { catalogue, ...check });
  const close = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop(2_000)));
    await engine.close();
    await database.drop();
  };
  return {
    engine, behaviours, database, redis, workers, addWorker,
    async run(definition, input = null, ms = 15_000) {
      const { run } = await engine.startRun({ definition, input, willWait: true });
      return await engine.waitForEnd(run.id, ms);
    },
    violations, close,
    async closeChecked(check = {}) {
      try {
        let found = await violations(check);
        const until = performance.now() + SETTLE_MS;
        while (check.idle === true && found.length > 0 && performance.now() < until) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          found = await violations(check);
        }
        return found;
      } finally {
        await close();
      }
    },
  };
}
