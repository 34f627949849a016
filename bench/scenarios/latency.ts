import { median, percentile } from '../measure/statistics.ts';
import { RUNNER } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

const RUNS = 100;
/** Until V8 has compiled what a step goes through in both workers: some 1,500 steps in each. Colder, a run takes a third longer. */
const WARMING = 400;
const STEPS = 10;

/** 100 runs of a 10-step chain one after the other: from the call that starts a run to the news that it has ended. */
export async function latency({ engine, sql }: Bench): Promise<Figure[]> {
  const total: number[] = [];
  const ids: string[] = [];
  for (let n = 0; n < WARMING + RUNS; n++) {
    const before = performance.now();
    const { run } = await engine.startRun({ workflow: 'bench-chain', input: { n }, willWait: true });
    const ended = await engine.waitForEnd(run.id, 30_000);
    const took = performance.now() - before;
    const output = ended.output as { n?: number } | null;
    if (ended.status !== 'completed' || output?.n !== n + STEPS) throw new Error(`The run ${run.id} ended ${ended.status} with ${JSON.stringify(ended.output)}.`);
    if (n < WARMING) continue;
    total.push(took);
    ids.push(run.id);
  }
  const gaps = await gapsBetweenSteps(sql, ids);
  const conditions = `${RUNS} runs one after the other × ${STEPS} ${RUNNER}, after ${WARMING} that warm up; start call → end heard by the starter`;
  return [
    { name: 'latency p50', value: median(total), unit: 'ms', conditions, bar: { below: 10 } },
    { name: 'latency p99', value: percentile(total, 0.99), unit: 'ms', conditions, bar: null },
    { name: 'latency per step p50', value: median(total) / STEPS, unit: 'ms', conditions: 'a tenth of the run', bar: null },
    { name: 'latency per step p99', value: percentile(gaps, 0.99), unit: 'ms', conditions: 'from one completion to the next in the histories, in whole ms', bar: null },
  ];
}

async function gapsBetweenSteps(sql: Bench['sql'], ids: string[]): Promise<number[]> {
  const { rows } = await sql.query<{ gap: number }>(
    `SELECT (at - lag(at) OVER (PARTITION BY run_id ORDER BY seq))::float8 AS gap FROM events WHERE run_id = ANY($1) AND type = 'step.completed' AND NOT derived`,
    [ids],
  );
  return rows.map(({ gap }) => gap).filter((gap) => gap !== null);
}
