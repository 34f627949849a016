import { burst } from '../measure/burst.ts';
import { median, spread } from '../measure/statistics.ts';
import { storageOf } from '../measure/storage.ts';
import { RUNNER } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

const RUNS = 500;
const STEPS = 10;
const WARMING = 5;

/** 500 runs of 10 sequential steps started at once. */
export async function chain(bench: Bench): Promise<Figure[]> {
  const once = () => burst(bench, { workflow: 'bench-chain', runs: RUNS, stepsEach: STEPS, answer: (n) => n + STEPS });
  // The first are slow in every process: sandboxes and connections are opened, and the compiler wants its share of the cores.
  for (let warming = 0; warming < WARMING; warming++) await once();
  const rates: number[] = [];
  let shares: number[] = [];
  const before = await storageOf(bench.sql);
  for (let repeat = 0; repeat < bench.options.repeats; repeat++) {
    const { stepsPerSecond, byWorker } = await once();
    rates.push(stepsPerSecond);
    shares = byWorker;
  }
  const after = await storageOf(bench.sql);
  const steps = bench.options.repeats * RUNS * STEPS;
  return [
    { name: 'chain', value: median(rates), unit: 'steps/s', conditions: `${RUNS} runs × ${STEPS} ${RUNNER}, ${bench.workers}, ${spread(rates)}, the last split ${shares.join(' : ')}`, bar: { atLeast: 6_000 } },
    { name: 'chain, rows kept', value: (after.rows - before.rows) / steps, unit: 'bytes/step', conditions: 'growth of the tables and their indexes', bar: null },
    { name: 'chain, log written', value: (after.log - before.log) / steps, unit: 'bytes/step', conditions: 'write-ahead log', bar: null },
  ];
}
