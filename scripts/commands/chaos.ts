import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build/build.ts';
import { ROOT } from '../build/root.ts';
import { onEnd } from '../supervisor/on-end.ts';

/** `npm run chaos`: builds what production runs, then hands over to chaos/main.ts. Ends with 0 when everything held, 1 when not, 2 when the round could not be played. */
export async function run(args: string[]): Promise<void> {
  const ended = new AbortController();
  onEnd(() => ended.abort(new Error('The round was given up.')));
  try {
    await build((message) => process.stderr.write(`${message}\n`));
    const { chaos } = (await import(pathToFileURL(join(ROOT, 'chaos', 'main.ts')).href)) as { chaos: (args: string[], signal: AbortSignal) => Promise<boolean> };
    process.exit((await chaos(args, ended.signal)) ? 0 : 1);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}
