import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepServers } from '../supervisor/kept-servers.ts';
import type { Log } from '../supervisor/log.ts';
import { bootServers } from './boot-servers.ts';
import { until } from './poll.ts';
import { anyFreePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { processStart } from './processes.ts';
import { startRedis } from './redis.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'heddle-servers-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const alive = (pid: number) => processStart(pid) !== undefined;

async function one(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

describe('the embedded Postgres', () => {
  it('keeps what was committed when it is killed, whatever its pid file says', async () => {
    const first = await startPostgres({ dataDir, port: await anyFreePort() });
    await one(first.url, 'create table thread as select 42 as n');
    first.process.signal('SIGKILL');
    await first.process.exited;
    // The number now belongs to a stranger: this test.
    const file = join(first.directory, 'postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
    const second = await startPostgres({ dataDir, port: await anyFreePort() });
    try {
      expect(await one(second.url, 'select n from thread')).toBe(42);
    } finally {
      await second.stop();
    }
    expect(existsSync(file)).toBe(false);
  });

  it('lays the log of a new cluster out, and that of an old one never again', async () => {
    const first = await startPostgres({ dataDir, port: await anyFreePort(), logAhead: true, settings: { min_wal_size: '80MB' } });
    const segments = (): string[] => readdirSync(join(first.directory, 'pg_wal')).filter((name) => /^[0-9A-F]{24}$/.test(name)).sort();
    const ahead = async (url: string): Promise<number> => {
      const now = String(await one(url, 'select pg_walfile_name(pg_current_wal_insert_lsn())'));
      return segments().filter((name) => name > now).length;
    };
    try {
      expect(await ahead(first.url)).toBeGreaterThanOrEqual(4);
    } finally {
      await first.stop();
    }
    const before = segments().at(-1);
    const second = await startPostgres({ dataDir, port: await anyFreePort(), logAhead: true, settings: { min_wal_size: '320MB' } });
    try {
      expect(segments().at(-1)).toBe(before);
    } finally {
      await second.stop();
    }
  });

  it('never trades durability, listens on loopback alone and asks for its password', async () => {
    const server = await startPostgres({ dataDir, port: await anyFreePort() });
    try {
      for (const [setting, value] of [['fsync', 'on'], ['synchronous_commit', 'on'], ['full_page_writes', 'on'], ['listen_addresses', '127.0.0.1'], ['unix_socket_directories', '']]) expect(await one(server.url, `show ${setting}`)).toBe(value);
      const wrong = new URL(server.url);
      wrong.password = 'guess';
      await expect(one(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
      expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
    } finally {
      await server.stop();
    }
  });

  it('is taken back from a start that was killed', async () => {
    const first = await startPostgres({ dataDir, port: await anyFreePort() });
    const second = await startPostgres({ dataDir, port: await anyFreePort() });
    expect(alive(first.process.pid)).toBe(false);
    expect(await one(second.url, 'select 1')).toBe(1);
    await second.stop();
  });
});

describe('Redis', () => {
  it.each(['embedded', 'preferred'] as const)('answers only who knows its password (%s)', async (kind) => {
    const server = await startRedis({ dataDir, port: await anyFreePort(), ...(kind === 'embedded' ? { kind } : {}) });
    const client = new Redis(server.url.replace(/:[^:@]+@/, ':guess@'), { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    client.on('error', () => undefined);
    await expect(client.connect().then(() => client.ping())).rejects.toThrow();
    client.disconnect();
    await server.stop();
    expect(alive(server.process.pid)).toBe(false);
  });
});

describe('servers that are kept', () => {
  it('come back at the same address when they are killed, and stay away when they are stopped', async () => {
    const said: string[] = [];
    const log: Log = { write: (_level, name, message) => void said.push(`${name}: ${message}`), line: () => undefined, plain: () => undefined };
    const servers = await keepServers({ dataDir, postgresPort: await anyFreePort(), redisPort: await anyFreePort() }, log, () => undefined);
    const { databaseUrl, redisUrl } = servers;
    const before = servers.pids();
    for (const { pid } of before) process.kill(pid, 'SIGKILL');
    await until('both come back', async () => servers.pids().every(({ pid }, index) => pid !== before[index]?.pid), { timeoutMs: 30_000 });
    expect(await one(databaseUrl, 'select 1')).toBe(1);
    const redis = new Redis(redisUrl);
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
    expect(said).toEqual(expect.arrayContaining(['postgres: It ended (SIGKILL) and is started again.', 'redis: It ended (SIGKILL) and is started again.']));
    const after = servers.pids();
    await servers.stop();
    expect(after.filter(({ pid }) => alive(pid))).toEqual([]);
  });

  it('that were given by address are not ours to stop', async () => {
    const given = await bootServers({ dataDir, postgresPort: await anyFreePort(), redisPort: await anyFreePort() });
    const other = await bootServers({ dataDir: join(dataDir, 'other'), databaseUrl: given.databaseUrl, redisUrl: given.redisUrl });
    await other.stop();
    expect(await one(given.databaseUrl, 'select 1')).toBe(1);
    await given.stop();
  });

  it.each(['preferred', 'embedded'])('end by themselves when whoever started them is killed (%s Redis)', async (kind) => {
    const script = `import { register } from 'tsx/esm/api'; register(); const { bootServers } = await import(${JSON.stringify(new URL('boot-servers.ts', import.meta.url).href)});
      const servers = await bootServers({ dataDir: ${JSON.stringify(dataDir)}, postgresPort: ${await anyFreePort()}, redisPort: ${await anyFreePort()}, ${kind === 'embedded' ? "redisKind: 'embedded'" : ''} });
      process.stdout.write(JSON.stringify([servers.postgres.process.pid, servers.redis.process.pid])); setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pids = JSON.parse(String((await once(starter.stdout, 'data'))[0])) as number[];
    expect(pids.map(alive)).toEqual([true, true]);
    starter.kill('SIGKILL');
    await until('nobody is left', async () => !pids.some(alive), { timeoutMs: 15_000 });
  });
});
