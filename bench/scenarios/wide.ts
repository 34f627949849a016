import { untilOver } from '../measure/burst.ts';
import { megabytes, watchPeak } from '../measure/memory.ts';
import { publish } from '../measure/publish.ts';
import { median } from '../measure/statistics.ts';
import { fanOutAnswer, fanOutOf, mapOver, RUNNER } from '../measure/workflows.ts';
import { pidsOf } from '../measure/workers.ts';
import type { Bench, Figure } from '../bench-context.ts';

const ITEMS = 2_000;
const WARMING = 1;
const ROUNDS = 3;

/** One run alone, of 2,000 steps beside each other: as a map over a list, and as nodes of its definition. */
export async function wide(bench: Bench): Promise<Figure[]> {
  // The first node and the one that joins are two of them.
  const beside = ITEMS - 2;
  await publish(bench, 'bench-map', mapOver(ITEMS));
  await publish(bench, 'bench-nodes', fanOutOf(beside));
  const items = Array.from({ length: ITEMS }, (_, index) => index);
  const map = await rounds(bench, 'bench-map', { items }, ITEMS, (ITEMS * (ITEMS - 1)) / 2 + ITEMS);
  const nodes = await rounds(bench, 'bench-nodes', { n: 7 }, ITEMS, fanOutAnswer(beside, 7));
  return [...figuresOf('map of 2,000 items', map), ...figuresOf('2,000 nodes', nodes)];
}

type Round = { ms: number; workers: number[] };

function figuresOf(what: string, measured: Round[]): Figure[] {
  const times = measured.map(({ ms }) => ms);
  const most = measured.reduce((all, { workers }) => (Math.max(...workers) > Math.max(...all) ? workers : all), [0]);
  return [
    { name: `wide, ${what}`, value: median(times) / 1_000, unit: 's', conditions: `one run alone, ${RUNNER} all at once, start → end in its history; median of ${ROUNDS} (${(Math.min(...times) / 1_000).toFixed(2)}–${(Math.max(...times) / 1_000).toFixed(2)})`, bar: null },
    { name: `wide, ${what}: worker`, value: Math.max(...most), unit: 'MB', conditions: `the most a worker had resident meanwhile: ${megabytes(most)}`, bar: null },
  ];
}

async function rounds(bench: Bench, workflow: string, input: { n: number } | { items: number[] }, steps: number, answer: number): Promise<Round[]> {
  const measured: Round[] = [];
  for (let round = 0; round < WARMING + ROUNDS; round++) {
    const peak = watchPeak(pidsOf(bench));
    try {
      const ms = await once(bench, workflow, input, steps, answer);
      if (round >= WARMING) measured.push({ ms, workers: peak() });
    } finally {
      peak();
    }
  }
  return measured;
}

async function once(bench: Bench, workflow: string, input: { n: number } | { items: number[] }, steps: number, answer: number): Promise<number> {
  const { run } = await bench.engine.startRun({ workflow, input });
  await untilOver(bench, [run.id]);
  const { rows } = await bench.sql.query<{ status: string; output: { n: number } | null; ms: number; steps: number }>(
    `SELECT r.status, r.output, (r.ended_at - r.started_at)::float8 AS ms, (SELECT count(DISTINCT e.path)::int FROM events e WHERE e.run_id = r.id AND e.type = 'step.completed' AND NOT e.derived) AS steps FROM runs r WHERE r.id = $1`,
    [run.id],
  );
  const ended = rows[0]!;
  if (ended.status !== 'completed' || ended.output?.n !== answer) throw new Error(`The run ${run.id} of ${workflow} ended ${ended.status} with ${JSON.stringify(ended.output)?.slice(0, 200)} instead of ${answer}.`);
  if (ended.steps !== steps) throw new Error(`${ended.steps} steps were executed instead of ${steps}.`);
  return ended.ms;
}
