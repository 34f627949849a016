import type { RunListItem } from '@/engine/index.ts';

export type Told = { run: RunListItem; error: unknown };

/**
 * Says the same to many runs, a few at a time. One that refuses does not stop the others.
 * @returns those that refused, each with its error
 */
export async function tellMany(runs: readonly RunListItem[], tell: (run: RunListItem) => Promise<unknown>, atOnce = 6): Promise<Told[]> {
  const failed: Told[] = [];
  const waiting = [...runs];
  async function work(): Promise<void> {
    for (let run = waiting.shift(); run; run = waiting.shift()) {
      try {
        await tell(run);
      } catch (error) {
        failed.push({ run, error });
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, runs.length) }, work));
  return failed;
}
