import { run as start } from './start.ts';

/** `npm run dev`: the same as `npm start`, with sources that reload. */
export async function run(args: string[]): Promise<void> {
  await start(args, true);
}
