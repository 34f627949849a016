import { compose, type EngineOptions, untilReady } from './compose.ts';
import { WorkerWatch } from './live/worker-watch.ts';
import type { Engine } from './runtime/engine.ts';
import { ExternalTasks } from './runtime/external-tasks.ts';
import { engineOf } from './runtime/engine-of.ts';
import { Presence } from './runtime/presence.ts';

/**
 * The engine of a process that starts and drives runs but executes no steps. Resolves when Postgres answers; Redis may
 * come later.
 */
export async function createEngine(options: EngineOptions & { /** Resolve at once and let calls wait for Postgres. */ waitForPostgres?: boolean }): Promise<Engine> {
  const parts = compose(options, 'web');
  const { store, hub, bus, dispatcher, runs } = parts;
  const ready = untilReady(store, parts.log);
  const presence = new Presence(parts.id, store, parts.log);
  const present = ready.then(() => presence.start());
  if (options.waitForPostgres === false) present.catch(() => {});
  else await present;
  const external = new ExternalTasks({ store, runs, live: bus, log: parts.log, now: parts.now });
  const workers = new WorkerWatch(store, parts.log);
  return engineOf({
    store, plans: parts.plans, runs, starts: parts.starts, signals: parts.signals, external, parked: parts.parked, forks: parts.forks, migrations: parts.migrations, backTests: parts.backTests,
    watch: (runId, afterSeq, watcher) => hub.watch(runId, afterSeq, watcher),
    whenOver: (runId, over) => hub.whenOver(runId, over),
    expect: (runId) => hub.expect(runId),
    watchLists(listener) {
      const stops = [bus.subscribeLists(listener), workers.watch(listener)];
      return () => stops.forEach((stop) => stop());
    },
    tellLists: (change) => bus.list(change),
    async health() {
      const [postgres, migrations] = await Promise.all([store.health(), store.migrations()]);
      const up = dispatcher.healthy() && bus.healthy();
      return { postgres, migrations, redis: { ok: up, detail: up ? 'answers' : 'cannot be reached' } };
    },
    metrics: () => {
      const { counts } = runs.committer;
      return {
        heddle_commits_total: counts.commits, heddle_commit_batches_total: counts.batches, heddle_commit_lost_total: counts.lost, heddle_commit_fenced_total: counts.fenced,
        heddle_commit_unknown_total: counts.unknown, heddle_warm_runs: runs.warm, heddle_watchers: hub.size,
      };
    },
    async close() {
      external.end();
      workers.close();
      await presence.close();
      await parts.close();
    },
  });
}
