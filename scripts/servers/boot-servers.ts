import { startPostgres, type RunningPostgres, type ServerLog } from './postgres.ts';
import { startRedis, type RunningRedis } from './redis.ts';

export type BootOptions = {
  /** Where the embedded servers keep what they keep. */
  dataDir: string;
  /** A server that is there already: nothing is started for it, and nothing of it is stopped. */
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  postgresPort?: number;
  /** Beside those of the embedded Postgres. */
  postgresSettings?: Record<string, string>;
  /** A new embedded Postgres gets its write-ahead log laid out. */
  logAhead?: boolean;
  redisPort?: number;
  redisKind?: 'native' | 'embedded';
  log?: ServerLog;
};

export type Servers = {
  databaseUrl: string;
  redisUrl: string;
  /** For people: what serves each. */
  postgresKind: string;
  redisKind: string;
  notes: string[];
  /** Undefined when the server is not ours. */
  postgres: RunningPostgres | undefined;
  redis: RunningRedis | undefined;
  /** Stops what this call started: Redis, then Postgres. */
  stop: () => Promise<void>;
};

/** Brings up Postgres and Redis for start, tests and bench alike. What was started is stopped again when the other fails. */
export async function bootServers(options: BootOptions): Promise<Servers> {
  const { dataDir, log } = options;
  const [postgres, redis] = await Promise.allSettled([
    options.databaseUrl === undefined ? startPostgres({ dataDir, ...(options.postgresPort === undefined ? {} : { port: options.postgresPort }), ...(options.postgresSettings === undefined ? {} : { settings: options.postgresSettings }), logAhead: options.logAhead === true, ...(log ? { log } : {}) }) : undefined,
    options.redisUrl === undefined ? startRedis({ dataDir, ...(options.redisPort === undefined ? {} : { port: options.redisPort }), ...(options.redisKind === undefined ? {} : { kind: options.redisKind }), ...(log ? { log } : {}) }) : undefined,
  ]);
  const failed = [postgres, redis].find((result) => result.status === 'rejected');
  const own = { postgres: postgres.status === 'fulfilled' ? postgres.value : undefined, redis: redis.status === 'fulfilled' ? redis.value : undefined };
  const stop = async () => {
    await own.redis?.stop();
    await own.postgres?.stop();
  };
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return {
    databaseUrl: options.databaseUrl ?? own.postgres?.url ?? '',
    redisUrl: options.redisUrl ?? own.redis?.url ?? '',
    postgresKind: own.postgres === undefined ? 'DATABASE_URL' : 'embedded Postgres',
    redisKind: own.redis?.kind ?? 'REDIS_URL',
    notes: own.postgres?.notes ?? [],
    postgres: own.postgres,
    redis: own.redis,
    stop,
  };
}
