import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

/** One protection taken out of the source before it is built. */
export type Removal = { name: string; file: string; find: string; replace: string };

export type Programs = { worker: string; outside: string; dispose: () => Promise<void> };

/**
 * Builds the worker and the outside world the way production does, into a folder of their own inside node_modules,
 * from where packages are found. @throws when the source no longer holds what is to be removed
 */
export async function buildPrograms(removal: Removal | null = null): Promise<Programs> {
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'heddle-crash-'));
  const removed = removal === null ? null : join(ROOT, removal.file);
  let found = removal === null;
  await build({
    entryPoints: { worker: 'engine/worker.ts', outside: 'examples/outside-world/server.ts' },
    absWorkingDir: ROOT, outdir: folder, outExtension: { '.js': '.mjs' },
    bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent',
    plugins: [
      {
        name: 'remove',
        setup(builder) {
          builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            if (removal === null || path !== removed) return null;
            const source = await readFile(path, 'utf8');
            found = source.includes(removal.find);
            return { contents: source.replaceAll(removal.find, removal.replace), loader: 'ts' };
          });
        },
      },
    ],
  });
  const dispose = () => rm(folder, { recursive: true, force: true });
  if (!found) {
    await dispose();
    throw new Error(`${removal!.file} no longer holds: ${removal!.find}`);
  }
  return { worker: join(folder, 'worker.mjs'), outside: join(folder, 'outside.mjs'), dispose };
}
