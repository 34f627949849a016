import { untilOver } from '../measure/burst.ts';
import { halfLoad } from '../measure/load.ts';
import { followRun } from '../measure/sse.ts';
import { COMMITTED_MS } from '../measure/committed.ts';
import { median, percentile, spells, spread } from '../measure/statistics.ts';
import type { Bench, Figure } from '../bench-context.ts';

const CLIENTS = 20;
/** Histories are told from the store until the stream has caught up; what is younger than this is live. */
const CAUGHT_UP_MS = 500;

/** Commit → frame received by a client of the web process, at half load. */
export async function live(bench: Bench): Promise<Figure[]> {
  const { engine, heddle } = bench;
  const load = await halfLoad(bench);
  const heard: { run: string; seq: number; at: number }[] = [];
  const runs = await Promise.all(Array.from({ length: CLIENTS }, () => engine.startRun({ workflow: 'bench-ticking', input: {} })));
  await Promise.all(
    runs.map(async ({ run }) => {
      const openedAt = engine.now();
      let last = 0;
      await followRun(heddle.url, run.id, bench.signal, (event) => {
        if (event.seq !== last + 1) throw new Error(`The stream of ${run.id} went from ${last} to ${event.seq}.`);
        last = event.seq;
        const at = Date.parse(event.at);
        if (at > openedAt + CAUGHT_UP_MS) heard.push({ run: run.id, seq: event.seq, at: engine.now() + 1 });
      });
    }),
  );
  await load.stop();
  await untilOver(bench, runs.map(({ run }) => run.id));
  const { rows } = await bench.sql.query<{ at: number; ms: number }>(
    `SELECT h.at, h.at - ${COMMITTED_MS('e')} AS ms FROM unnest($1::text[], $2::int[], $3::float8[]) AS h (run, seq, at) JOIN events e ON e.run_id = h.run AND e.seq = h.seq`,
    [heard.map(({ run }) => run), heard.map(({ seq }) => seq), heard.map(({ at }) => at)],
  );
  const took = rows.toSorted((a, b) => a.at - b.at).map(({ ms }) => ms);
  const worst = spells(took, bench.options.repeats).map((spell) => percentile(spell, 0.99));
  if (took.length !== heard.length) throw new Error(`Of ${heard.length} events heard, ${took.length} are in the histories.`);
  const conditions = `${took.length.toLocaleString('en')} events to ${CLIENTS} SSE clients of the web process at half load (${Math.round(load.stepsPerSecond).toLocaleString('en')} steps/s); commit with its flush, publication and stream`;
  return [
    { name: 'live p50', value: median(took), unit: 'ms', conditions, bar: null },
    { name: 'live p99', value: median(worst), unit: 'ms', conditions: `${spread(worst)}; ${conditions}`, bar: { below: 50 } },
  ];
}
