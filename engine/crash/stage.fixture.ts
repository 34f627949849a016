import { isRunOver } from '../core/status.ts';
import { applyDefaults } from '../definition/apply-defaults.ts';
import type { Json } from '../definition/json.ts';
import type { Definition } from '../definition/schema.ts';
import { loadExamples } from '../../examples/index.ts';
import { type EngineUnderTest, engineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';
import { type Entry, Fleet, Outside } from './processes.fixture.ts';
import type { Programs } from './programs.fixture.ts';

/** Everything a scenario plays on: real servers, an engine that starts runs, worker processes, the outside world. */
export type Stage = {
  t: EngineUnderTest;
  fleet: Fleet;
  outside: Outside;
  redisPrefix: string;
  start(definition: Definition, input: Json): Promise<string>;
  /** Waits until all of these have ended. @returns those that have not when the time is over */
  ended(runIds: readonly string[], ms: number): Promise<string[]>;
  /** What of the promises does not hold, one sentence each; empty when all is well. */
  findings(runIds: readonly string[]): Promise<string[]>;
  strike(): Promise<void>;
};

export async function example(slug: string): Promise<Definition> {
  return (await loadExamples()).find((candidate) => candidate.slug === slug)!.definition;
}

/** Builds a stage, plays on it and strikes it, whatever happens. */
export async function onStage<T>(programs: Programs, play: (stage: Stage) => Promise<T>, options: { redisUrl?: string } = {}): Promise<T> {
  const stage = await build(programs, options);
  try {
    return await play(stage);
  } finally {
    await stage.strike();
  }
}

async function build(programs: Programs, options: { redisUrl?: string }): Promise<Stage> {
  const t = await engineUnderTest({ workers: 0, ...(options.redisUrl === undefined ? {} : { redisUrl: options.redisUrl }) });
  const outside = await Outside.start(programs.outside);
  const fleet = new Fleet(programs.worker, { DATABASE_URL: t.database.url, REDIS_URL: t.redis.url, HEDDLE_REDIS_PREFIX: t.redis.prefix, HEDDLE_OUTSIDE_URL: outside.url, LOG_LEVEL: 'warn' });
  const open = async (runIds: readonly string[]): Promise<string[]> => {
    const { rows } = await t.database.query('SELECT id, status FROM runs WHERE id = ANY($1)', [runIds]);
    const over = new Set(rows.filter((row) => isRunOver(row['status'] as Parameters<typeof isRunOver>[0])).map((row) => String(row['id'])));
    return runIds.filter((id) => !over.has(id));
  };
  return {
    t, fleet, outside, redisPrefix: t.redis.prefix,
    async start(definition, input) {
      const { run } = await t.engine.startRun({ definition, input: applyDefaults(definition.input, input) });
      return run.id;
    },
    async ended(runIds, ms) {
      const deadline = performance.now() + ms;
      for (;;) {
        const left = await open(runIds).catch(() => runIds);
        if (left.length === 0 || performance.now() > deadline) return [...left];
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async findings(runIds) {
      const left = await open(runIds);
      const found = left.map((id) => `the run ${id} has not ended`);
      found.push(...(await t.violations({ idle: left.length === 0 })).map((violation) => `${violation.invariant}: ${violation.runId} ${violation.detail}`));
      if (left.length === 0) found.push(...(await notAtRest(t)));
      found.push(...doneTwice(await outside.ledger(), runIds));
      return found;
    },
    async strike() {
      await fleet.killAll();
      await outside.stop();
      await t.close();
    },
  };
}

/** Slots and holds go back to zero when there is nothing to do; a worker tells its slots once a second. */
async function notAtRest(t: EngineUnderTest): Promise<string[]> {
  const counts = async (): Promise<Record<string, unknown>> =>
    (await t.database.query(`SELECT (SELECT count(*)::int FROM tasks) AS tasks, (SELECT count(*)::int FROM timers) AS timers, (SELECT count(*)::int FROM outbox) AS messages,
      (SELECT coalesce(sum(running), 0)::int FROM workers WHERE status <> 'lost' AND last_seen_at > extract(epoch FROM now()) * 1000 - 3000) AS slots`)).rows[0]!;
  const rest = { tasks: 0, timers: 0, messages: 0, slots: 0 };
  let last: Record<string, unknown> = {};
  await until('everything is at rest', async () => JSON.stringify((last = await counts())) === JSON.stringify(rest), 5_000).catch(() => {});
  return Object.entries(last).filter(([, count]) => count !== 0).map(([what, count]) => `at rest there are still ${String(count)} ${what}`);
}

/** An effect is a service and an idempotency key: done once, however often it was asked for; and a step has one key. */
export function doneTwice(ledger: readonly Entry[], runIds: readonly string[]): string[] {
  const mine = new Set(runIds);
  const done = new Map<string, number>();
  const keys = new Map<string, Set<string>>();
  for (const entry of ledger) {
    // What belongs to a run in the plural is named `run/which`.
    if (!mine.has(entry.reference.split('/')[0]!) || entry.idempotencyKey === null) continue;
    const step = `${entry.service} of ${entry.reference}`;
    keys.set(step, (keys.get(step) ?? new Set()).add(entry.idempotencyKey));
    if (entry.outcome === 'done') done.set(step, (done.get(step) ?? 0) + 1);
  }
  const twice = [...done].filter(([, count]) => count > 1).map(([step, count]) => `${step} was done ${count} times`);
  return [...twice, ...[...keys].filter(([, own]) => own.size > 1).map(([step, own]) => `${step} was asked for under ${own.size} keys`)];
}
