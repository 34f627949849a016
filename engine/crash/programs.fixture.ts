import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { PROGRAM, WORKER_PROGRAM } from '../../scripts/build/bundle-options.ts';
import { ROOT } from '../../scripts/build/root.ts';

/** A place of the source that is another before it is built. */
export type Edit = { file: string; find: string; replace: string };

export type Programs = { worker: string; outside: string; dispose: () => Promise<void> };

/** The worker and the thread that it starts. */
export const WORKER = { worker: 'engine/worker.ts', 'threads/sandbox': 'engine/nodes/code/sandbox.thread.ts' };

/** Builds the worker and the outside world the way production does. @throws when the source no longer holds what is to be edited */
export async function buildPrograms(edits: readonly Edit[] = []): Promise<Programs> {
  const { folder, dispose } = await bundle({ ...WORKER, outside: 'examples/outside-world/server.ts' }, edits, WORKER_PROGRAM);
  return { worker: join(folder, 'worker.mjs'), outside: join(folder, 'outside.mjs'), dispose };
}

/**
 * Bundles programs into a folder of their own inside node_modules, from where packages are found.
 * @param how with packages left outside unless told otherwise
 * @throws when the source no longer holds what is to be edited
 */
export async function bundle(entryPoints: Record<string, string>, edits: readonly Edit[], how: BuildOptions = PROGRAM): Promise<{ folder: string; dispose: () => Promise<void> }> {
  const cache = join(ROOT, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'heddle-crash-'));
  const missing = new Set(edits);
  await build({
    ...how,
    entryPoints,
    outdir: folder,
    plugins: [
      ...(how.plugins ?? []),
      {
        name: 'edit',
        setup(builder) {
          builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const here = edits.filter(({ file }) => join(ROOT, file) === path);
            if (here.length === 0) return null;
            let contents = await readFile(path, 'utf8');
            for (const edit of here) {
              if (contents.includes(edit.find)) missing.delete(edit);
              contents = contents.replaceAll(edit.find, edit.replace);
            }
            return { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  const dispose = () => rm(folder, { recursive: true, force: true });
  const [first] = missing;
  if (first !== undefined) {
    await dispose();
    throw new Error(`${first.file} no longer holds: ${first.find}`);
  }
  return { folder, dispose };
}
