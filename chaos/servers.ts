import { Redis } from 'ioredis';
import { anyFreePort } from '../scripts/servers/ports.ts';
import { type RunningPostgres, startPostgres } from '../scripts/servers/postgres.ts';
import { type RunningRedis, startRedis } from '../scripts/servers/redis.ts';

const PASSWORD = 'of-this-round-alone';

/** A Postgres and a Redis of one's own, to be done everything to. */
export class OwnServers {
  /** On a slow machine a server may still be coming up when it is to go again; two starts on one folder would end each other. */
  private readonly coming = new Set<'Postgres' | 'Redis'>();

  private constructor(
    private readonly dataDir: string,
    private postgres: RunningPostgres,
    private redis: RunningRedis,
  ) {}

  static async start(dataDir: string): Promise<OwnServers> {
    const postgres = await startPostgres({ dataDir, port: await anyFreePort() });
    try {
      return new OwnServers(dataDir, postgres, await startRedis({ dataDir, port: await anyFreePort(), password: PASSWORD }));
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  get redisUrl(): string {
    return this.redis.url;
  }

  /** Where the database lies, for who wants to look at it afterwards. */
  get databaseFolder(): string {
    return this.postgres.directory;
  }

  get kinds(): string {
    return `embedded Postgres, ${this.redis.kind}`;
  }

  /** `pg_ctl restart -m immediate`: no checkpoint, recovery from the log. @returns null when it is not up at the moment, else what resolves when it is again */
  restartPostgres(awayMs: number): Promise<void> | null {
    return this.once('Postgres', async () => {
      const { port, process } = this.postgres;
      process.signal('SIGQUIT');
      await process.exited;
      await pause(awayMs);
      this.postgres = await startPostgres({ dataDir: this.dataDir, port });
    });
  }

  async emptyRedis(): Promise<void> {
    const redis = new Redis(this.redisUrl, { maxRetriesPerRequest: 1 });
    redis.on('error', () => undefined);
    try {
      await redis.flushall();
    } finally {
      redis.disconnect();
    }
  }

  /** SIGKILL, and an empty one at the same address after a while. @returns as above */
  replaceRedis(awayMs: number): Promise<void> | null {
    return this.once('Redis', async () => {
      const { port, process } = this.redis;
      process.signal('SIGKILL');
      await process.exited;
      await pause(awayMs);
      this.redis = await startRedis({ dataDir: this.dataDir, port, password: PASSWORD });
    });
  }

  private once(server: 'Postgres' | 'Redis', replace: () => Promise<void>): Promise<void> | null {
    if (this.coming.has(server)) return null;
    this.coming.add(server);
    return replace().finally(() => this.coming.delete(server));
  }

  async stop(): Promise<void> {
    await this.redis.stop();
    await this.postgres.stop();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
