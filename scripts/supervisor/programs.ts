import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../build/root.ts';
import type { Configuration } from './configuration.ts';
import { ONE_ARENA, smallHeap, youngFirst } from './heap-flags.ts';
import type { Program } from './supervised.ts';

export type Addresses = { host: string; port: number; databaseUrl: string; redisUrl: string; outsideUrl: string };

const GUARD = ['--import', pathToFileURL(join(ROOT, 'scripts/supervisor/orphan-guard.mjs')).href];
const SOURCE_MAPS = ['--import', pathToFileURL(join(ROOT, 'scripts/supervisor/source-maps.mjs')).href];

/** How the processes of one start are run: bundles in production, sources that reload in development. */
export function programsOf(configuration: Configuration, addresses: Addresses, development: boolean): { outside: Program[]; workers: Program[]; web: Program[] } {
  const common = {
    ...process.env,
    NODE_ENV: development ? ('development' as const) : ('production' as const),
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: configuration.logLevel,
    HEDDLE_OUTSIDE_URL: addresses.outsideUrl,
  };
  const stores = { DATABASE_URL: addresses.databaseUrl, REDIS_URL: addresses.redisUrl };
  const outside = new URL(addresses.outsideUrl);
  const program = (name: string, source: string, bundle: string, env: NodeJS.ProcessEnv, graceMs: number, watch = false, flags = SOURCE_MAPS): Program => {
    const args = development ? (watch ? [...GUARD, join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', join(ROOT, source)] : [...GUARD, '--import', 'tsx', join(ROOT, source)]) : [...GUARD, ...flags, join(ROOT, 'dist', bundle)];
    return { name, command: process.execPath, args, env, graceMs };
  };
  const workerEnv = { ...ONE_ARENA, ...common, ...stores, HEDDLE_CONCURRENCY: String(configuration.concurrency), HEDDLE_QUEUES: configuration.queues.join(',') };
  return {
    outside: [program('outside', 'examples/outside-world/server.ts', 'outside-world.mjs', { ...common, HOST: outside.hostname, PORT: outside.port }, 2_000, true)],
    workers: Array.from({ length: configuration.workers }, (_, index) => program(`worker-${index + 1}`, 'engine/worker.ts', 'worker.mjs', workerEnv, 15_000, true, [...smallHeap(), ...youngFirst(), ...SOURCE_MAPS])),
    web: [program('web', 'scripts/web.ts', 'web.mjs', { ...common, ...stores, HOST: addresses.host, PORT: String(addresses.port) }, 6_000, false, [...youngFirst(), '--enable-source-maps'])],
  };
}

/** One more worker, for `npm run worker`. */
export function workerProgram(configuration: Configuration, stores: { databaseUrl: string; redisUrl: string; outsideUrl: string }): Program {
  return programsOf({ ...configuration, workers: 1 }, { host: configuration.host, port: 0, ...stores }, false).workers[0]!;
}
