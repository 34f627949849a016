import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../servers/poll.ts';
import { anyFreePort } from '../servers/ports.ts';
import { processStart } from '../servers/processes.ts';
import { readConfiguration } from './configuration.ts';
import { readRunning } from './data-files.ts';
import { startHeddle, type Heddle } from './heddle.ts';
import type { Log } from './log.ts';

const said: string[] = [];
const log: Log = { write: (_level, process, message) => void said.push(`${process}: ${message}`), line: () => undefined, plain: () => undefined };
let dataDir: string;
let heddle: Heddle;

async function start(port?: number): Promise<Heddle> {
  const configuration = { ...readConfiguration({ NODE_ENV: 'test', HEDDLE_DATA: dataDir, HEDDLE_WORKERS: '2', LOG_LEVEL: 'warn' }), port: port ?? (await anyFreePort()) };
  return startHeddle({ configuration, log, seed: false, postgresPort: await anyFreePort(), redisPort: await anyFreePort() });
}

async function ready(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'heddle-start-'));
  heddle = await start();
}, 300_000);
afterAll(async () => {
  await heddle.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 60_000);

const everybody = () => [...heddle.web, ...heddle.workers, ...heddle.outside];
const alive = (pid: number | undefined) => pid !== undefined && processStart(pid) !== undefined;

describe('one start of Heddle', () => {
  it('answers at its address, with its workers up', async () => {
    expect(await ready(heddle.url)).toBe(true);
    expect(heddle.workers.map(({ pid }) => alive(pid))).toEqual([true, true]);
    expect(readRunning(dataDir)).toMatchObject({ url: heddle.url, pid: process.pid });
  });

  it('refuses a second start on the same data directory with a sentence', async () => {
    await expect(start()).rejects.toThrow(`Heddle already runs on ${dataDir} (process ${process.pid}, at ${heddle.url}). Stop it first, or give this one a folder of its own with HEDDLE_DATA.`);
    expect(await ready(heddle.url)).toBe(true);
  });

  it('refuses a host and an origin that are not its own', async () => {
    expect((await fetch(heddle.url, { headers: { origin: 'http://evil.example' } })).status).toBe(403);
    expect((await fetch(heddle.url)).status).toBe(200);
  });

  it('starts every process again that is killed, and answers again', async () => {
    const before = everybody().map(({ pid }) => pid);
    for (const process of everybody()) process.signal('SIGKILL');
    await until('all are back', async () => everybody().every(({ pid }, index) => alive(pid) && pid !== before[index]), { timeoutMs: 20_000 });
    await until('it answers', () => ready(heddle.url), { timeoutMs: 20_000 });
  });

  it('answers again after its Postgres and its Redis were killed', async () => {
    for (const { pid } of heddle.servers.pids()) process.kill(pid, 'SIGKILL');
    await until('the loss is seen', async () => said.some((line) => line.startsWith('postgres: It ended')) && said.some((line) => line.startsWith('redis: It ended')), { timeoutMs: 10_000 });
    await until('it answers', () => ready(heddle.url), { timeoutMs: 30_000 });
  });

  it('leaves nobody behind when it stops, and starts again on the same data', async () => {
    const pids = [...everybody().map(({ pid }) => pid), ...heddle.servers.pids().map(({ pid }) => pid)];
    await heddle.stop();
    expect(pids.filter(alive)).toEqual([]);
    expect(['lock', 'running.json', 'children.json'].filter((name) => existsSync(join(dataDir, name)))).toEqual([]);
    heddle = await start();
    expect(await ready(heddle.url)).toBe(true);
  });

  it('stops what it had started when a port that was asked for is taken', async () => {
    const other = mkdtempSync(join(tmpdir(), 'heddle-start-'));
    const configuration = { ...readConfiguration({ NODE_ENV: 'test', HEDDLE_DATA: other }), port: Number(new URL(heddle.url).port) };
    await expect(startHeddle({ configuration, log, seed: false })).rejects.toThrow(/Port \d+ on 127\.0\.0\.1 is taken/);
    expect(existsSync(join(other, 'lock'))).toBe(false);
    rmSync(other, { recursive: true });
  });
});
