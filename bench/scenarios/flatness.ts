import { burst, untilOver } from '../measure/burst.ts';
import { publish } from '../measure/publish.ts';
import { chainOf, RUNNER } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

/** A hundred steps from the 10th and from the 1,000th: as many as a worker does under one job, so that each window holds one passage through the queue. */
const EARLY = 10;
const LATE = 1_000;
const WINDOW = 100;
const RUNS = 5;
const FINISHED = 10_000;
const QUICK_FINISHED = 1_000;

type Gaps = { early: number; late: number };

/** What one more step costs far into a long run, against its beginning; and the same beside many finished runs. */
export async function flatness(bench: Bench): Promise<Figure[]> {
  await publish(bench, 'bench-long', chainOf(LATE + WINDOW));
  await longRun(bench, -1);
  const before = await finishedRuns(bench);
  const few = await longRuns(bench);
  await fill(bench, bench.options.quick ? QUICK_FINISHED : FINISHED);
  const after = await finishedRuns(bench);
  const full = await longRuns(bench);
  const conditions = ({ early, late }: Gaps, finished: number) =>
    `${late.toFixed(2)} over ${early.toFixed(2)} ms between steps ${LATE.toLocaleString('en')}–${(LATE + WINDOW).toLocaleString('en')} and ${EARLY}–${EARLY + WINDOW} of a chain of ${(LATE + WINDOW).toLocaleString('en')} ${RUNNER}, the middle one of ${RUNS} runs one after the other; ${finished.toLocaleString('en')} finished runs in the database`;
  return [
    { name: 'flatness', value: few.late / few.early, unit: 'ratio', conditions: conditions(few, before), bar: { below: 1.3 } },
    { name: 'flatness, many runs', value: full.late / full.early, unit: 'ratio', conditions: conditions(full, after), bar: { below: 1.3 } },
    { name: 'flatness, many over few', value: full.late / few.late, unit: 'ratio', conditions: `the gap at step ${LATE.toLocaleString('en')} with ${after.toLocaleString('en')} finished runs over that with ${before.toLocaleString('en')}, measured apart from each other`, bar: null },
  ];
}

async function longRuns(bench: Bench): Promise<Gaps> {
  const gaps: Gaps[] = [];
  for (let n = 0; n < RUNS; n++) gaps.push(await longRun(bench, n));
  return gaps.sort((a, b) => a.late / a.early - b.late / b.early)[Math.floor(RUNS / 2)]!;
}

async function longRun(bench: Bench, n: number): Promise<Gaps> {
  const { engine, sql } = bench;
  const { run } = await engine.startRun({ workflow: 'bench-long', input: { n } });
  await untilOver(bench, [run.id]);
  const ended = await engine.readRun(run.id);
  const output = ended?.output as { n?: number } | null;
  if (ended?.status !== 'completed' || output?.n !== n + LATE + WINDOW) throw new Error(`The run ${run.id} ended ${ended?.status} with ${JSON.stringify(output)}.`);
  const { rows } = await sql.query<{ path: string; at: number }>(`SELECT path, at::float8 AS at FROM events WHERE run_id = $1 AND type = 'step.completed' AND path = ANY($2)`, [run.id, [EARLY, EARLY + WINDOW, LATE, LATE + WINDOW].map((step) => `s${step}`)]);
  const at = (step: number): number => rows.find(({ path }) => path === `s${step}`)!.at;
  return { early: (at(EARLY + WINDOW) - at(EARLY)) / WINDOW, late: (at(LATE + WINDOW) - at(LATE)) / WINDOW };
}

/** Finished runs of ten steps, as many as are missing. */
async function fill(bench: Bench, wanted: number): Promise<void> {
  const AT_ONCE = 500;
  for (let there = await finishedRuns(bench); there < wanted; there += AT_ONCE) await burst(bench, { workflow: 'bench-chain', runs: AT_ONCE, stepsEach: 10, answer: (n) => n + 10 });
}

async function finishedRuns({ sql }: Bench): Promise<number> {
  const { rows } = await sql.query<{ runs: number }>('SELECT count(*)::int AS runs FROM runs WHERE ended_at IS NOT NULL');
  return rows[0]!.runs;
}
