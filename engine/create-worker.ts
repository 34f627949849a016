import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { createListener } from './bullmq/listener.ts';
import { compose, type EngineOptions, untilReady } from './compose.ts';
import { runners as builtInRunners } from './nodes/runners.ts';
import type { NodeRunner } from './ports/node-runner.ts';
import type { Ring } from './ports/store.ts';
import { Beats, type Chore } from './runtime/beats.ts';
import { externalSweeper } from './runtime/external-sweeper.ts';
import { LeaseKeeper } from './runtime/lease-keeper.ts';
import { QueueGates } from './runtime/queue-gates.ts';
import { QuietHeap } from './runtime/quiet-heap.ts';
import { reconciler } from './runtime/reconciler.ts';
import { retention } from './runtime/retention.ts';
import { schedules } from './runtime/schedules.ts';
import { strays } from './runtime/strays.ts';
import { sweeper } from './runtime/sweeper.ts';
import { withdrawals } from './runtime/withdrawals.ts';
import { WorkerLoop } from './runtime/worker-loop.ts';

export type WorkerOptions = EngineOptions & {
  queues?: readonly string[];
  /** Steps at once. */
  concurrency?: number;
  runners?: ReadonlyMap<string, NodeRunner>;
  version?: string;
  /** How long runs are kept after they have ended; null or nothing = for ever. */
  retentionDays?: number | null;
  /** What a worker does that a burst has left, where it has the process to itself. */
  giveBackMemory?: () => Promise<void>;
};

export type RunningWorker = {
  readonly id: string;
  counts(): Record<string, number>;
  /** Takes nothing new, lets what it holds end for `graceMs`, and hands the rest to others. */
  stop(graceMs?: number): Promise<void>;
};

const DAY_MS = 86_400_000;
const GRACE_MS = 10_000;
const RING_MS = 1_000;
const LET_GO_MS = 1_000;

/** A process that executes steps. Resolves when it listens: Postgres answers and the first lease is written. */
export async function createWorker(options: WorkerOptions, signal?: AbortSignal): Promise<RunningWorker> {
  const parts = compose(options, 'worker');
  const { id, store, runs, dispatcher, log } = parts;
  const heartbeats = parts.heartbeats!;
  try {
    await untilReady(store, log, signal);
  } catch (error) {
    await parts.close();
    throw error;
  }
  runs.onCommitted.push((commit) => heartbeats.committed(commit));
  const queues = options.queues ?? ['default'];
  const concurrency = options.concurrency ?? 50;
  // What this worker lets go it would be the first to take again, at once, for as long as it cannot execute it.
  const ring = async (rings: readonly Ring[], when: 'now' | 'later'): Promise<void> => {
    if (when === 'now') await dispatcher.ring(rings);
    else setTimeout(() => void dispatcher.ring(rings), LET_GO_MS).unref();
  };
  const gates = new QueueGates({ store, log });
  const loop = new WorkerLoop({ worker: id, store, runs, runners: options.runners ?? builtInRunners, heartbeats, live: parts.bus, log, now: parts.now, ring, gates, concurrency });
  // Each with a timer of its own: a Redis that does not answer must not cost a worker its lease.
  const keeper = new LeaseKeeper({
    lease: { id, host: hostname(), pid: process.pid, queues, concurrency, version: options.version ?? packageVersion(), startedAt: parts.now() },
    running: () => loop.running, draining: () => loop.draining, store, measured: (now, sentAt, receivedAt) => store.clock.measured(now, sentAt, receivedAt), runs, dispatcher, live: parts.bus, log,
  });
  const { giveBackMemory } = options;
  const quietHeap = giveBackMemory && new QuietHeap({ load: () => ({ steps: loop.counts.steps, running: loop.running }), collect: giveBackMemory, failed: (error) => log.warn({ err: error }, 'Memory could not be given back') });
  const retentionDays = options.retentionDays ?? null;
  const chores: Chore[] = [
    reconciler({ store, dispatcher, log }),
    sweeper({ store, runs, log }),
    externalSweeper({ store, runs, log }),
    withdrawals({ worker: id, store, runs, log }),
    strays({ worker: id, store, knows: (token) => loop.knows(token), letGo: (tasks) => loop.letGo(tasks, true), log }),
    retention({ store, now: parts.now, keepMs: retentionDays === null ? null : retentionDays * DAY_MS, log }),
    schedules({ store, starts: parts.starts, runs, live: parts.bus, log }),
  ];
  const beats = chores.map((chore) => new Beats(chore, log));
  await keeper.start();
  await gates.start();
  for (const beat of beats) beat.start();
  const listener = createListener(dispatcher.redis, parts.prefix, queues, concurrency, log);
  loop.listen(listener);
  parts.alarms.start();
  parts.messages.start();
  log.info({ worker: id, queues, concurrency }, 'The worker listens');
  let stopping: Promise<void> | null = null;
  return {
    id,
    counts: () => ({ ...loop.counts, ...runs.committer.counts, ...keeper.counts, ...Object.fromEntries(chores.flatMap((chore) => Object.entries(chore.counts))), warm: runs.warm, running: loop.running }),
    stop(graceMs = GRACE_MS) {
      return (stopping ??= (async () => {
        loop.draining = true;
        gates.close();
        quietHeap?.close();
        await listener.pause();
        await loop.settled(graceMs);
        loop.abandonAll();
        await loop.settled(1_000);
        for (const beat of beats) beat.close();
        await keeper.close();
        // Before anything is rung again: a listener that is only paused would still take the job off the queue.
        await listener.stop(true);
        // What is still held goes to others at once instead of after the lease's end; without a Redis that answers, a
        // reconciler rings.
        const rings = await store.release(id).catch(() => []);
        parts.bus.list({ type: 'worker', id });
        await Promise.race([dispatcher.ring(rings), new Promise((resolve) => setTimeout(resolve, RING_MS).unref())]);
        await parts.close();
      })());
    },
  };
}

function packageVersion(): string {
  try {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version?: string };
    return version ?? '0';
  } catch {
    return '0';
  }
}
