import { build } from '../build/build.ts';

/** `npm run build`: everything production runs, without starting it. */
export async function run(): Promise<void> {
  await build((message) => process.stdout.write(`${message}\n`));
}
