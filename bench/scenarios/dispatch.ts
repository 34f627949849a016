import { halfLoad } from '../measure/load.ts';
import { COMMITTED_MS } from '../measure/committed.ts';
import { median, percentile, spread } from '../measure/statistics.ts';
import { pause } from '../measure/until.ts';
import type { Bench, Figure } from '../bench-context.ts';

const SETTLE_MS = 1_000;
const MEASURE_MS = 4_000;

/**
 * Task committed → a worker has it, at half load: of several spells the one in the middle. The server's instant of a
 * commit lies before its flush, and the worker's is rounded up: what is printed is never less than what is asked for.
 */
export async function dispatch(bench: Bench): Promise<Figure[]> {
  const load = await halfLoad(bench);
  await pause(SETTLE_MS);
  const spells: string[][] = [];
  for (let repeat = 0; repeat < bench.options.repeats; repeat++) {
    const from = load.ids.length;
    await pause(MEASURE_MS);
    spells.push(load.ids.slice(from));
  }
  await load.stop();
  const took: number[][] = [];
  for (const ids of spells) took.push(await dispatched(bench.sql, ids));
  const worst = took.map((spell) => percentile(spell, 0.99));
  const tasks = took.reduce((sum, spell) => sum + spell.length, 0);
  const conditions = `${tasks.toLocaleString('en')} tasks through the queue at half load (${Math.round(load.stepsPerSecond).toLocaleString('en')} steps/s); commit with its flush, ring and claim`;
  return [
    { name: 'dispatch p50', value: median(took.flat()), unit: 'ms', conditions, bar: null },
    { name: 'dispatch p99', value: median(worst), unit: 'ms', conditions: `${spread(worst)}; ${conditions}`, bar: { below: 10 } },
  ];
}

async function dispatched(sql: Bench['sql'], ids: readonly string[]): Promise<number[]> {
  const { rows } = await sql.query<{ ms: number }>(
    `SELECT ((c.data->>'startedAt')::float8 + 1 - ${COMMITTED_MS('s')}) AS ms FROM events s JOIN events c ON c.workspace_id = s.workspace_id AND c.run_id = s.run_id AND c.path = s.path AND c.type = 'step.completed'
     WHERE s.run_id = ANY($1) AND s.type = 'step.scheduled' AND s.path = 's1'`,
    [ids],
  );
  return rows.map(({ ms }) => ms);
}
