import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { publish } from '../measure/publish.ts';
import { median } from '../measure/statistics.ts';
import { callsTo } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

const STEPS = 10;
const STEP_MS = 100;
const WARMING = 3;
const ROUNDS = 15;
const QUICK_ROUNDS = 4;

/**
 * A chain of steps of 100 ms in the engine against the same requests one after the other in a bare process; in turns, so
 * that the machine is the same for both.
 */
export async function checkpoint(bench: Bench): Promise<Figure[]> {
  const { probe, options } = bench;
  await publish(bench, 'bench-slow', callsTo(probe.url, STEPS));
  const bare = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../measure/bare.ts', import.meta.url))], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    await answer(bare);
    probe.onVisit = (visit) => void setTimeout(visit.answer, STEP_MS);
    const inEngine: number[] = [];
    const inBare: number[] = [];
    const rounds = options.quick ? QUICK_ROUNDS : ROUNDS;
    for (let round = 0; round < WARMING + rounds; round++) {
      const engineMs = await runOnce(bench);
      bare.send({ url: probe.url, steps: STEPS });
      const bareMs = z.number().parse(await answer(bare));
      if (round < WARMING) continue;
      inEngine.push(engineMs);
      inBare.push(bareMs);
    }
    const [engineMs, bareMs] = [median(inEngine), median(inBare)];
    const conditions = `${STEPS} requests that are answered after ${STEP_MS} ms, one after the other: ${engineMs.toFixed(0)} ms as a run (start call → end heard), ${bareMs.toFixed(0)} ms in a bare process, medians of ${rounds} in turns`;
    return [{ name: 'checkpoint', value: (engineMs / bareMs - 1) * 100, unit: '%', conditions, bar: { below: 5 } }];
  } finally {
    probe.onVisit = (visit) => visit.answer();
    bare.kill();
  }
}

async function runOnce({ engine }: Bench): Promise<number> {
  const before = performance.now();
  const { run } = await engine.startRun({ workflow: 'bench-slow', input: {}, willWait: true });
  const ended = await engine.waitForEnd(run.id, 30_000);
  const took = performance.now() - before;
  if (ended.status !== 'completed' || ended.output !== 200) throw new Error(`The run ${run.id} ended ${ended.status} with ${JSON.stringify(ended.output)}.`);
  return took;
}

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`The bare process ended with ${code}.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
