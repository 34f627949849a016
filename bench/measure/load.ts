import type { Bench } from '../bench-context.ts';
import { untilOver } from './burst.ts';

export type Load = { /** Ids of what was started so far. */ ids: string[]; stop: () => Promise<void> };

const TICK_MS = 20;
export const LOAD_STEPS = 10;

/** Chains started evenly, so many steps per second, until it is stopped; then waits for them to end. */
export async function halfLoad(bench: Bench): Promise<Load & { stepsPerSecond: number }> {
  const stepsPerSecond = (await bench.chainRate()) / 2;
  const ids: string[] = [];
  const begun: Promise<unknown>[] = [];
  const since = performance.now();
  let asked = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - since) / 1_000) * (stepsPerSecond / LOAD_STEPS));
    for (; asked < due; asked++) begun.push(bench.engine.startRun({ workflow: 'bench-chain', input: { n: asked } }).then(({ run }) => ids.push(run.id)));
  }, TICK_MS);
  return {
    ids, stepsPerSecond,
    async stop() {
      clearInterval(timer);
      await Promise.all(begun);
      await untilOver(bench, ids);
    },
  };
}
