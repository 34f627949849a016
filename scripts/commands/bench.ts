import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build/build.ts';
import { ROOT } from '../build/root.ts';
import { onEnd } from '../supervisor/on-end.ts';

/** `npm run bench`: builds what production runs, then hands over to bench/main.ts, which brings its servers up with `bootServers` or `startHeddle`. */
export async function run(args: string[]): Promise<void> {
  const ended = new AbortController();
  onEnd(() => ended.abort(new Error('The benchmark was ended.')));
  await build((message) => process.stderr.write(`${message}\n`));
  const { bench } = (await import(pathToFileURL(join(ROOT, 'bench', 'main.ts')).href)) as { bench: (args: string[], signal: AbortSignal) => Promise<void> };
  try {
    await bench(args, ended.signal);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
