import { definition, edges, node } from '../testing/build.ts';
import type { Stage } from './stage.fixture.ts';

/** Forty calls at once in each run, in three processes: nearly every commit meets another of the same run. */
const ITEMS = Array.from({ length: 40 }, (_, index) => index);
const crowd = definition('crowd', [
  node('start', 'start'),
  node('each', 'map', { items: '{{ input }}' }),
  node('mail', 'http', { method: 'POST', idempotent: true, url: 'outside://x/mail', body: { reference: '{{ run.id + "/" + string(item) }}', to: '{{ string(item) }}' } }, { parent: 'each' }),
  node('end', 'end', { output: '{{ nodes.each.output.map(mail, int(mail.body.to)) }}' }),
], edges('start > each > end'));

export async function raceForTheSameRuns(stage: Stage, runs: number, patienceMs: number): Promise<string[]> {
  await stage.fleet.addSome(3, { HEDDLE_CONCURRENCY: '20' });
  const runIds = await Promise.all(Array.from({ length: runs }, () => stage.start(crowd, ITEMS)));
  await stage.ended(runIds, patienceMs);
  const found = await stage.findings(runIds);
  const rows = await Promise.all(runIds.map((id) => stage.t.engine.readRun(id)));
  for (const row of rows) if (JSON.stringify(row?.output) !== JSON.stringify(ITEMS)) found.push(`${row?.id} answers ${JSON.stringify(row?.output)?.slice(0, 100)}`);
  return found;
}
