import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { anyFreePort } from '../../scripts/servers/ports.ts';
import { type RunningRedis, startRedis } from '../../scripts/servers/redis.ts';

/** A Redis of one's own, to be emptied and killed. */
export class OwnRedis {
  private constructor(
    private readonly dataDir: string,
    private running: RunningRedis,
    private readonly password: string,
  ) {}

  static async start(): Promise<OwnRedis> {
    const dataDir = mkdtempSync(join(tmpdir(), 'heddle-crash-redis-'));
    const password = 'of-this-test-alone';
    return new OwnRedis(dataDir, await startRedis({ dataDir, port: await anyFreePort(), password }), password);
  }

  get url(): string {
    return this.running.url;
  }

  /** Empties it. @returns how many keys it held */
  async flush(): Promise<number> {
    const redis = new Redis(this.url);
    try {
      const keys = await redis.dbsize();
      await redis.flushall();
      return keys;
    } finally {
      redis.disconnect();
    }
  }

  /** SIGKILL, and an empty one at the same address after `awayMs`. */
  async killAndReplace(awayMs: number): Promise<void> {
    const { port, process } = this.running;
    process.signal('SIGKILL');
    await process.exited;
    await new Promise((resolve) => setTimeout(resolve, awayMs));
    this.running = await startRedis({ dataDir: this.dataDir, port, password: this.password });
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
