import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { createDispatcher } from './bullmq/dispatcher.ts';
import type { Catalogue } from './definition/catalogue.ts';
import { Hub } from './live/hub.ts';
import { createRedisBus } from './live/redis-bus.ts';
import { catalogue as builtInCatalogue } from './nodes/catalogue.ts';
import { type Log, silentLog } from './ports/log.ts';
import { StoreUnavailable } from './ports/store.ts';
import { createPostgresStore, type PostgresStore } from './postgres/store.ts';
import { follow } from './runtime/after-commit.ts';
import { Alarms, HORIZON_MS } from './runtime/alarms.ts';
import { BackTests } from './runtime/back-tests.ts';
import { Heartbeats } from './runtime/heartbeats.ts';
import { Forks } from './runtime/forks.ts';
import { Messages } from './runtime/messages.ts';
import { Migrations } from './runtime/migrations.ts';
import { Parked } from './runtime/parked.ts';
import { Plans } from './runtime/plans.ts';
import { Runs } from './runtime/runs.ts';
import { Signals } from './runtime/signals.ts';
import { Starts } from './runtime/starts.ts';

export type EngineOptions = {
  databaseUrl: string;
  redisUrl: string;
  /** For keys, queues and channels; test files have one each. */
  redisPrefix?: string;
  workspaceId?: string;
  catalogue?: Catalogue;
  log?: Log;
  /** Runs whose state stays in memory. */
  warmRuns?: number;
  /** How long a statement may take in Postgres, instead of what each kind is given. */
  statementMs?: number;
  /** Puts something between the runtime and the store: faults, in tests. */
  wrapStore?: (store: PostgresStore) => PostgresStore;
};

/** What timers due soon are armed with: a little more than the look ahead, so that none falls between. */
const ARM_MS = HORIZON_MS + 200;
const CLOSE_MS = 3_000;

export const DEFAULT_REDIS_PREFIX = 'heddle';

/** The parts that the engine of a web process and a worker share, wired. */
export function compose(options: EngineOptions, role: 'web' | 'worker') {
  const log = options.log ?? silentLog;
  const id = `${role}-${hostname().slice(0, 24)}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const prefix = options.redisPrefix ?? DEFAULT_REDIS_PREFIX;
  const made = createPostgresStore({ databaseUrl: options.databaseUrl, workspaceId: options.workspaceId ?? 'default', process: id, readConnections: role === 'web' ? 6 : 2, ...(options.statementMs === undefined ? {} : { statementMs: options.statementMs }) });
  const store = options.wrapStore?.(made) ?? made;
  const now = (): number => store.clock.now();
  const dispatcher = createDispatcher(options.redisUrl, prefix, id, log);
  const bus = createRedisBus(options.redisUrl, prefix, id);
  const plans = new Plans(store, options.catalogue ?? builtInCatalogue);
  const runs = new Runs(store, plans, now, log, { warm: options.warmRuns ?? 1_000, armMs: ARM_MS, continues: role === 'worker' });
  const starts = new Starts(store, plans, runs, dispatcher);
  const alarms = new Alarms({ owner: id, store, runs, dispatcher, log, now });
  const parked = new Parked({ store, runs, log });
  const forks = new Forks({ store, plans, runs });
  const migrations = new Migrations({ store, plans, runs });
  const backTests = new BackTests({ store, plans, runs, log });
  const signals = new Signals({ store, plans, runs, starts });
  const messages = new Messages({ owner: id, store, runs, starts, signals, parked, log });
  const heartbeats = role === 'worker' ? new Heartbeats(store, log) : null;
  const hub = new Hub(store, bus, log);
  follow(runs, { dispatcher, live: bus, alarms, messages, heartbeats });
  const syncing = setInterval(() => void store.syncClock().catch(() => {}), 5_000);
  syncing.unref();
  return {
    id, log, prefix, store, now, dispatcher, bus, plans, runs, starts, signals, parked, forks, migrations, backTests, alarms, messages, heartbeats, hub,
    async close(): Promise<void> {
      clearInterval(syncing);
      hub.close();
      alarms.close();
      runs.close();
      messages.close();
      heartbeats?.close();
      // A Redis that does not answer has nothing more to say.
      await Promise.race([Promise.allSettled([dispatcher.close(), bus.close()]), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
      dispatcher.redis.disconnect();
      await store.close();
    },
  };
}

export type Composed = ReturnType<typeof compose>;

/** Waits until Postgres answers and the tables are there; says what it waits for, once when it begins and every ten seconds. */
export async function untilReady(store: Pick<PostgresStore, 'migrations' | 'syncClock'>, log: Log, signal?: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries++) {
    const detail = await whatIsMissing(store);
    if (detail === null) return;
    signal?.throwIfAborted();
    if (tries % 20 === 0) log.warn({ detail }, 'Waiting for Postgres');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Null when it answers and its clock is known. It may be lost again between the two. */
async function whatIsMissing(store: Pick<PostgresStore, 'migrations' | 'syncClock'>): Promise<string | null> {
  const state = await store.migrations();
  if (!state.ok) return state.detail;
  try {
    await store.syncClock();
    return null;
  } catch (error) {
    if (error instanceof StoreUnavailable) return error.message;
    throw error;
  }
}
