import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, generatePrismaClient } from '../build/build.ts';
import { migrate } from '../migrate.ts';
import { seed } from '../seed.ts';
import { until } from '../servers/poll.ts';
import { isPortFree, nextFreePort, preferPort } from '../servers/ports.ts';
import type { Configuration } from './configuration.ts';
import { readRunning, removeRunning, writeChildren, writeRunning } from './data-files.ts';
import { keepServers, type KeptServers } from './kept-servers.ts';
import { endLeftovers } from './leftovers.ts';
import { LockedError, takeLock } from './lock.ts';
import type { Log } from './log.ts';
import { programsOf } from './programs.ts';
import { Supervised } from './supervised.ts';

/** Kept when it is free: inputs of runs may name it. */
const USUAL_OUTSIDE_PORT = 39_100;

export type HeddleOptions = {
  configuration: Configuration;
  log: Log;
  /** Sources that reload instead of a build. */
  development?: boolean;
  /** Leave the examples away. */
  seed?: boolean;
  redisKind?: 'native' | 'embedded';
  postgresPort?: number;
  redisPort?: number;
  /** Beside those of the embedded Postgres. */
  postgresSettings?: Record<string, string>;
  /** Gives up a start under way, and stops what it has started so far. */
  signal?: AbortSignal;
};

/** A whole Heddle: its servers, its processes, and the way to end them. */
export type Heddle = {
  url: string;
  outsideUrl: string;
  servers: KeptServers;
  web: Supervised[];
  workers: Supervised[];
  outside: Supervised[];
  /** Stops everything this start has started, in order; and nothing else. */
  stop: () => Promise<void>;
};

/**
 * Starts Heddle on a data directory and returns when it answers.
 * @throws a sentence for people; what was started until then is stopped again
 */
export async function startHeddle(options: HeddleOptions): Promise<Heddle> {
  const { configuration, log } = options;
  const { dataDir } = configuration;
  const undo: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    undo.push(takeDataDirectory(dataDir));
    undo.push(() => removeRunning(dataDir));
    return await start(options, undo, stop);
  } catch (error) {
    log.write('debug', 'start', 'The start is given up.');
    await stop();
    throw error;
  }
}

async function start(options: HeddleOptions, undo: (() => void | Promise<void>)[], stop: () => Promise<void>): Promise<Heddle> {
  const { configuration, log, development = false, signal } = options;
  const { dataDir, host } = configuration;
  const say = (message: string) => log.write('info', 'start', message);
  await endLeftovers(dataDir, log);
  const port = await choosePort(configuration);

  let servers: KeptServers | undefined;
  const groups: { web: Supervised[]; workers: Supervised[]; outside: Supervised[] } = { web: [], workers: [], outside: [] };
  const remember = () => writeChildren(dataDir, [...(servers?.pids() ?? []), ...[groups.outside, groups.workers, groups.web].flat().map(({ program, pid }) => ({ name: program.name, pid }))]);

  const boot = keepServers({ dataDir, databaseUrl: configuration.databaseUrl, redisUrl: configuration.redisUrl, ...pick(options), logAhead: true, log: (level, message) => log.write(level, 'servers', message) }, log, remember);
  undo.push(async () => (await boot.catch(() => undefined))?.stop());
  const prepared = development ? generatePrismaClient(say, signal) : build(say, { web: true, ...(signal ? { signal } : {}) });
  const [booted, built] = await Promise.allSettled([boot, prepared]);
  if (booted.status === 'rejected') throw booted.reason;
  if (built.status === 'rejected') throw built.reason;
  servers = booted.value;
  for (const note of servers.notes) say(note);
  signal?.throwIfAborted();
  remember();

  const applied = await migrate(servers.databaseUrl);
  if (applied.length > 0) say(`Brought the database up to date: ${applied.join(', ')}.`);

  const outsideUrl = `http://127.0.0.1:${await preferPort(USUAL_OUTSIDE_PORT)}`;
  const programs = programsOf(configuration, { host, port, databaseUrl: servers.databaseUrl, redisUrl: servers.redisUrl, outsideUrl }, development);
  // Stopped in the reverse order: first the door, then the hands, then what they reach for.
  for (const name of ['outside', 'workers', 'web'] as const) {
    groups[name] = programs[name].map((program) => new Supervised(program, log, remember));
    undo.push(async () => void (await Promise.all(groups[name].map((process) => process.stop()))));
    for (const process of groups[name]) process.start();
  }
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  await until('The web application does not answer', async () => isReady(url), { timeoutMs: 90_000, everyMs: 100, gone: () => (signal?.aborted === true ? 'the start was given up.' : undefined) });
  if (options.seed !== false) await seed({ url, dataDir, databaseUrl: servers.databaseUrl, outsideUrl, say });
  await until('The workers do not answer', async () => (await workersUp(url)) >= configuration.workers, { timeoutMs: 15_000, everyMs: 100 }).catch((error: Error) => log.write('warn', 'start', error.message));
  signal?.throwIfAborted();

  writeRunning(dataDir, { url, databaseUrl: servers.databaseUrl, redisUrl: servers.redisUrl, outsideUrl });
  return { url, outsideUrl, servers, ...groups, stop };
}

function takeDataDirectory(dataDir: string): () => void {
  try {
    return takeLock(join(dataDir, 'lock'));
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    const running = readRunning(dataDir);
    throw new Error(`Heddle already runs on ${dataDir} (process ${error.pid}${running === undefined ? '' : `, at ${running.url}`}). Stop it first, or give this one a folder of its own with HEDDLE_DATA.`, { cause: error });
  }
}

async function choosePort({ port, host }: Configuration): Promise<number> {
  if (port === undefined) return nextFreePort(3_000, host);
  if (!(await isPortFree(port, host))) throw new Error(`Port ${port} on ${host} is taken. Free it, set PORT to another one, or leave PORT away and Heddle finds one.`);
  return port;
}

function pick({ redisKind, postgresPort, redisPort, postgresSettings }: HeddleOptions) {
  return { ...(postgresSettings === undefined ? {} : { postgresSettings }), ...(redisKind === undefined ? {} : { redisKind }), ...(postgresPort === undefined ? {} : { postgresPort }), ...(redisPort === undefined ? {} : { redisPort }) };
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/api/v1/readyz`, { signal: AbortSignal.timeout(30_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}

async function workersUp(url: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/workers`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  if (response?.ok !== true) return 0;
  const { items } = (await response.json()) as { items: { status: string }[] };
  return items.filter(({ status }) => status === 'up').length;
}
