import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type * as Esbuild from 'esbuild';
import type { ThreadData } from './protocol.ts';

// The interpreter recurses on the thread's stack; the heap holds little but texts on their way through.
const LIMITS = { stackSizeMb: 16, maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4 };

/** Starts a thread from its bundled file: in `threads/` beside a bundled program, made on the spot from source otherwise. */
export function startSandboxThread(data: ThreadData): Worker {
  const bundled = new URL('./threads/sandbox.mjs', import.meta.url);
  return new Worker(existsSync(bundled) ? bundled : bundleFromSource(), { workerData: data, resourceLimits: LIMITS, execArgv: [] });
}

let fromSource: string | null = null;

/**
 * While developing and in tests there is no `dist/`, and a loader for TypeScript does not reach a thread's entry on
 * Node 20. The bundle lies under node_modules, where its packages are found.
 */
function bundleFromSource(): string {
  if (fromSource !== null) return fromSource;
  const require = createRequire(import.meta.url);
  const { buildSync } = require('esbuild') as typeof Esbuild;
  const entry = fileURLToPath(new URL('./sandbox.thread.ts', import.meta.url));
  const [output] = buildSync({ entryPoints: [entry], bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', write: false, logLevel: 'silent' }).outputFiles;
  const folder = fileURLToPath(new URL('../../../node_modules/.cache/heddle/', import.meta.url));
  const file = `${folder}sandbox-${createHash('sha256').update(output!.contents).digest('hex').slice(0, 16)}.mjs`;
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    // Two processes may do this at once; a rename gives either of them a whole file.
    writeFileSync(`${file}.${process.pid}`, output!.contents);
    renameSync(`${file}.${process.pid}`, file);
  }
  fromSource = file;
  return file;
}
