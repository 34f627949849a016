import { burst } from '../measure/burst.ts';
import { megabytes, residentOf } from '../measure/memory.ts';
import { pause } from '../measure/until.ts';
import { pidsOf, restartWorkers } from '../measure/workers.ts';
import type { Bench, Figure } from '../bench-context.ts';

const RUNS = 500;
const STEPS = 10;
const IDLE_MS = 5_000;
/** A worker that a burst has left gives memory back after a second. */
const SETTLE_MS = 2_000;

/** Resident memory of workers that have just come up and have nothing to do, and of the same ones after the chain scenario. */
export async function workerMemory(bench: Bench): Promise<Figure[]> {
  await restartWorkers(bench);
  await pause(IDLE_MS);
  const idle = residentOf(pidsOf(bench));
  const bursts = 5 + bench.options.repeats;
  for (let time = 0; time < bursts; time++) await burst(bench, { workflow: 'bench-chain', runs: RUNS, stepsEach: STEPS, answer: (n) => n + STEPS });
  await pause(SETTLE_MS);
  const after = residentOf(pidsOf(bench));
  return [
    { name: 'worker memory, idle', value: Math.max(...idle), unit: 'MB', conditions: `resident, ${IDLE_MS / 1_000} s after the start; the larger of ${megabytes(idle)}`, bar: { below: 100 } },
    { name: 'worker memory, after chain', value: Math.max(...after), unit: 'MB', conditions: `resident, ${SETTLE_MS / 1_000} s after ${bursts} × ${RUNS} runs × ${STEPS} steps; the larger of ${megabytes(after)}`, bar: { below: 150 } },
  ];
}
