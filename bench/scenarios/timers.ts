import { untilOver } from '../measure/burst.ts';
import { many } from '../measure/http.ts';
import { publish } from '../measure/publish.ts';
import { percentile } from '../measure/statistics.ts';
import { timed } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

const TIMERS = 3_000;
const QUICK_TIMERS = 500;
const SPREAD_MS = 10_000;
/** Between the last start and the first timer. */
const LEAD_MS = 3_000;

/** Runs that wait until an instant each, spread evenly over some seconds: how late they are woken, and how late what follows begins. */
export async function timers(bench: Bench): Promise<Figure[]> {
  const { engine, options, signal, sql } = bench;
  const count = options.quick ? QUICK_TIMERS : TIMERS;
  await publish(bench, 'bench-timed', timed());
  const start = async (dueAt: number, n: number): Promise<string> => (await engine.startRun({ workflow: 'bench-timed', input: { n, until: new Date(dueAt).toISOString() } })).run.id;
  // How long the starts take is not known beforehand: a tenth of them tells.
  const trial = performance.now();
  const warming = await many(count / 10, signal, (n) => start(engine.now(), n));
  const startsMs = (performance.now() - trial) * 10;
  await untilOver(bench, warming);
  const firstAt = engine.now() + startsMs * 1.5 + LEAD_MS;
  const ids = await many(count, signal, (n) => start(Math.floor(firstAt + (n * SPREAD_MS) / count), n));
  if (engine.now() > firstAt) throw new Error('The starts took longer than the first timer waits; the machine is too busy for this.');
  await untilOver(bench, ids);
  const { rows } = await sql.query<{ fired: number; began: number; right: boolean }>(
    `SELECT (f.at - due.at)::float8 AS fired, ((c.data->>'startedAt')::float8 - due.at) AS began, (r.status = 'completed' AND (r.output->>'n')::int = (s.data->'input'->>'n')::int + 1) AS right
     FROM runs r JOIN events s ON s.run_id = r.id AND s.seq = 1 JOIN events f ON f.run_id = r.id AND f.type = 'timer.fired' JOIN events c ON c.run_id = r.id AND c.type = 'step.completed' AND c.path = 'after',
     LATERAL (SELECT extract(epoch FROM (s.data->'input'->>'until')::timestamptz) * 1000 AS at) due WHERE r.id = ANY($1)`,
    [ids],
  );
  if (rows.length !== count || !rows.every(({ right }) => right)) throw new Error(`${rows.filter(({ right }) => right).length} of ${count} runs with a timer ended as they should.`);
  const fired = rows.map((row) => row.fired);
  const began = rows.map((row) => row.began);
  if (Math.min(...fired) < 0) throw new Error(`A timer fired ${-Math.min(...fired)} ms early.`);
  const conditions = `${count.toLocaleString('en')} runs, due evenly over ${SPREAD_MS / 1_000} s`;
  return [
    { name: 'timers p50', value: percentile(fired, 0.5), unit: 'ms', conditions: `${conditions}; due → decision that the timer fired`, bar: null },
    { name: 'timers p99', value: percentile(fired, 0.99), unit: 'ms', conditions: `${conditions}; worst ${Math.max(...fired).toFixed(0)} ms`, bar: { below: 100 } },
    { name: 'timers, next step p99', value: percentile(began, 0.99), unit: 'ms', conditions: `${conditions}; due → the step behind the timer has begun; median ${percentile(began, 0.5).toFixed(0)} ms`, bar: { below: 100 } },
  ];
}
