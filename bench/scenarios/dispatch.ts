import { halfLoad } from '../measure/load.ts';
import { COMMITTED_MS } from '../measure/committed.ts';
import { median, percentile } from '../measure/statistics.ts';
import { pause } from '../measure/until.ts';
import type { Bench, Figure } from '../bench-context.ts';

const SETTLE_MS = 1_000;
const MEASURE_MS = 4_000;

/**
 * Task committed → a worker has it, at half load. The server's instant of a commit lies before its flush, and the
 * worker's is rounded up: what is printed is never less than what is asked for.
 */
export async function dispatch(bench: Bench): Promise<Figure[]> {
  const load = await halfLoad(bench);
  await pause(SETTLE_MS);
  const from = load.ids.length;
  await pause(MEASURE_MS);
  const measured = load.ids.slice(from);
  await load.stop();
  const { rows } = await bench.sql.query<{ ms: number }>(
    `SELECT ((c.data->>'startedAt')::float8 + 1 - ${COMMITTED_MS('s')}) AS ms FROM events s JOIN events c ON c.workspace_id = s.workspace_id AND c.run_id = s.run_id AND c.path = s.path AND c.type = 'step.completed'
     WHERE s.run_id = ANY($1) AND s.type = 'step.scheduled' AND s.path = 's1'`,
    [measured],
  );
  const took = rows.map(({ ms }) => ms);
  const conditions = `${took.length} tasks through the queue at half load (${Math.round(load.stepsPerSecond).toLocaleString('en')} steps/s); commit with its flush, ring and claim`;
  return [
    { name: 'dispatch p50', value: median(took), unit: 'ms', conditions, bar: null },
    { name: 'dispatch p99', value: percentile(took, 0.99), unit: 'ms', conditions, bar: { below: 10 } },
  ];
}
