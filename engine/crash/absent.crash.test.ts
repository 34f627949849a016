import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../scripts/migrate.ts';
import { anyFreePort } from '../../scripts/servers/ports.ts';
import { type RunningPostgres, startPostgres } from '../../scripts/servers/postgres.ts';
import { type RunningRedis, startRedis } from '../../scripts/servers/redis.ts';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../runtime/engine.ts';
import { definition, edges, node } from '../testing/build.ts';
import { until } from '../testing/until.ts';
import { Process } from './processes.fixture.ts';
import { buildPrograms, type Programs } from './programs.fixture.ts';

const PASSWORD = 'of-this-test-alone';
const PATIENCE_MS = 30_000;
/** Longer than a lease, a statement's patience and every pause between two tries. */
const AWAY_MS = 7_000;

const calling = definition('calling', [node('start', 'start'), node('rest', 'wait', { for: '100ms' }), node('call', 'http', { url: 'http://127.0.0.1:9/nobody' }, { onError: 'continue', retry: { maximumAttempts: 1 } }), node('end', 'end', { output: '{{ nodes.call.status }}' })], edges('start > rest > call > end'));

let programs: Programs;
let dataDir: string;
const ports = { postgres: 0, redis: 0 };
let postgres: RunningPostgres | null = null;
let redis: RunningRedis | null = null;
let engine: Engine | null = null;
let worker: Process | null = null;

const bringPostgres = async (): Promise<void> => void (postgres = await startPostgres({ dataDir, port: ports.postgres }));
const bringRedis = async (): Promise<void> => void (redis = await startRedis({ dataDir, port: ports.redis, password: PASSWORD }));
const answers = async (): Promise<string> => {
  const { postgres: store, redis: transport, migrations } = await engine!.health();
  return [store, transport, migrations].map(({ ok }) => (ok ? 'yes' : 'no')).join(' ');
};
const ends = async (runId: string): Promise<unknown> => await until('the run ends', async () => (await engine!.readRun(runId))?.endedAt ?? null, PATIENCE_MS).then(async () => (await engine!.readRun(runId))?.status);

beforeAll(async () => {
  programs = await buildPrograms();
  dataDir = mkdtempSync(join(tmpdir(), 'heddle-absent-'));
  Object.assign(ports, { postgres: await anyFreePort(), redis: await anyFreePort() });
  await bringPostgres();
  await migrate(postgres!.url);
});
afterAll(async () => {
  await engine?.close();
  await worker?.kill();
  await redis?.stop();
  await postgres?.stop();
  if (postgres !== null) rmSync(postgres.directory, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  await programs.dispose();
});

it('who starts before Postgres and Redis are there waits and says so, and goes on with each as it comes; both may go again and come back', async () => {
  const databaseUrl = postgres!.url;
  const redisUrl = `redis://:${PASSWORD}@127.0.0.1:${ports.redis}`;
  await postgres!.stop();

  worker = new Process(programs.worker, { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
  const ready = worker.ready<{ worker: string }>();
  engine = await createEngine({ databaseUrl, redisUrl, waitForPostgres: false });
  await until('the worker says what it waits for', () => worker!.lines.some((line) => line.includes('Waiting for Postgres')), PATIENCE_MS);
  expect(await answers()).toBe('no no no');

  await bringPostgres();
  await ready;
  await until('Postgres and the tables are seen', async () => (await answers()) === 'yes no yes', PATIENCE_MS);
  // A start needs no Redis: it is durable, and what is to be done waits.
  const first = (await engine.startRun({ definition: calling, input: {} })).run.id;
  await bringRedis();
  expect(await ends(first)).toBe('completed');
  await until('everything is seen', async () => (await answers()) === 'yes yes yes', PATIENCE_MS);

  redis!.process.signal('SIGKILL');
  postgres!.process.signal('SIGQUIT');
  await Promise.all([redis!.process.exited, postgres!.process.exited]);
  await until('both are missed', async () => (await answers()) === 'no no no', PATIENCE_MS);
  await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
  expect(worker.exit).toBe(null);
  await bringPostgres();
  await bringRedis();
  await until('both are seen again', async () => (await answers()) === 'yes yes yes', PATIENCE_MS);
  expect(await ends((await engine.startRun({ definition: calling, input: {} })).run.id)).toBe('completed');
  expect(worker.exit).toBe(null);
});
