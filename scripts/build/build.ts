import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build as bundle, stop as stopBundler } from 'esbuild';
import { until } from '../servers/poll.ts';
import { LockedError, takeLock } from '../supervisor/lock.ts';
import { PROGRAM, WORKER_PROGRAM } from './bundle-options.ts';
import { packStatic } from './pack-static.ts';
import { ROOT } from './root.ts';
import { hashOf, isFresh, unstamp, writeStamp } from './stamp.ts';

const SHARED_SOURCES = ['engine', 'examples', 'prisma/schema.prisma', 'package.json', 'package-lock.json', 'tsconfig.json', 'scripts/build'];
const WEB_SOURCES = [...SHARED_SOURCES, 'app', 'components', 'next.config.js', 'postcss.config.mjs'];

export type BuildSteps = (message: string) => void;

/**
 * Makes what production runs: the Prisma client, the bundles in `dist/` and the web application in `.next/`.
 * What was made from the same sources is left alone. Builds of several processes go one after the other.
 */
export async function build(say: BuildSteps, options: { web: boolean; signal?: AbortSignal } = { web: true }): Promise<void> {
  await alone(async () => {
    await generatePrismaClient(say, options.signal);
    await bundlePrograms(say);
    if (options.web) await buildWeb(say, options.signal);
  });
}

async function alone(work: () => Promise<void>): Promise<void> {
  let free: (() => void) | undefined;
  await until('Another build of this folder does not end', async () => {
    try {
      free = takeLock(join(ROOT, 'dist', '.build.lock'));
      return true;
    } catch (error) {
      if (error instanceof LockedError) return false;
      throw error;
    }
  }, { timeoutMs: 600_000, everyMs: 200 });
  try {
    await work();
  } finally {
    free?.();
  }
}

/** Without a download: the engine that Prisma would fetch is not needed for the client, any executable will do in its place. */
export async function generatePrismaClient(say: BuildSteps, signal?: AbortSignal): Promise<void> {
  const hash = hashOf(ROOT, ['prisma/schema.prisma', 'package-lock.json']);
  const stamp = join(ROOT, 'engine', 'postgres', 'generated', '.stamp');
  if (isFresh(stamp, hash)) return;
  say('Generating the Prisma client.');
  await runNode(['node_modules/prisma/build/index.js', 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1', DATABASE_URL: process.env['DATABASE_URL'] ?? 'postgresql://localhost/none' }, signal);
  writeStamp(stamp, hash);
}

/**
 * Bundles our own code; the packages of most programs stay in node_modules. The worker takes in its own: one file instead of
 * several hundred halves the time until it is ready, and what nobody uses of them is not in its memory.
 */
async function bundlePrograms(say: BuildSteps): Promise<void> {
  const hash = hashOf(ROOT, [...SHARED_SOURCES, 'scripts']);
  const stamp = join(ROOT, 'dist', '.programs');
  if (isFresh(stamp, hash)) return;
  unstamp(stamp);
  say('Bundling the programs.');
  const made = { outdir: join(ROOT, 'dist'), sourcemap: true };
  await Promise.all([
    bundle({ ...PROGRAM, ...made, entryPoints: programEntries() }),
    bundle({ ...WORKER_PROGRAM, ...made, entryPoints: { worker: 'engine/worker.ts' } }),
  ]);
  await stopBundler();
  writeStamp(stamp, hash);
}

/** What becomes a file of `dist/` beside the worker: the other processes, and every thread that one of them starts. */
function programEntries(): Record<string, string> {
  const entries: Record<string, string> = { web: 'scripts/web.ts', 'outside-world': 'examples/outside-world/server.ts' };
  for (const file of readdirSync(join(ROOT, 'engine'), { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.thread.ts')) entries[`threads/${basename(file, '.thread.ts')}`] = `engine/${file}`;
  }
  return entries;
}

async function buildWeb(say: BuildSteps, signal?: AbortSignal): Promise<void> {
  const hash = hashOf(ROOT, WEB_SOURCES);
  const stamp = join(ROOT, '.next', '.heddle-stamp');
  if (isFresh(stamp, hash) && existsSync(join(ROOT, '.next', 'BUILD_ID'))) return;
  unstamp(stamp);
  say('Building the web application; this takes half a minute.');
  await runNode(['node_modules/next/dist/bin/next', 'build'], { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }, signal);
  await packStatic(join(ROOT, '.next', 'static'));
  writeStamp(stamp, hash);
}

/** Runs a tool to its end. @throws with all it said when it fails */
async function runNode(args: string[], env: Record<string, string | undefined>, signal?: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...(signal ? { signal } : {}) });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => (words += chunk));
  }
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      words += error.message;
      resolve(1);
    });
    child.once('close', (status) => resolve(status ?? 1));
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')} failed:\n${words.trim()}`);
}
