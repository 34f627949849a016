import { burst } from '../measure/burst.ts';
import { median, spread } from '../measure/statistics.ts';
import { fanOutAnswer, RUNNER } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

const RUNS = 20;
export const WIDTH = 100;
const WARMING = 5;

/** 20 runs of one step, 100 beside each other, and one that joins them. */
export async function fanOut(bench: Bench): Promise<Figure[]> {
  const once = () => burst(bench, { workflow: 'bench-fan-out', runs: RUNS, stepsEach: WIDTH + 2, answer: (n) => fanOutAnswer(WIDTH, n) });
  for (let warming = 0; warming < WARMING; warming++) await once();
  const rates: number[] = [];
  let shares: number[] = [];
  for (let repeat = 0; repeat < bench.options.repeats; repeat++) {
    const { stepsPerSecond, byWorker } = await once();
    rates.push(stepsPerSecond);
    shares = byWorker;
  }
  return [{ name: 'fan-out', value: median(rates), unit: 'steps/s', conditions: `${RUNS} runs × (1 → ${WIDTH} → join) ${RUNNER}, ${bench.workers}, ${spread(rates)}, the last split ${shares.join(' : ')}`, bar: { atLeast: 4_000 } }];
}
