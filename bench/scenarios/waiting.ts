import { many, post } from '../measure/http.ts';
import { megabytes, residentOf, watchPeak } from '../measure/memory.ts';
import { publish } from '../measure/publish.ts';
import { pause, until } from '../measure/until.ts';
import { pidsOf, restartWorkers } from '../measure/workers.ts';
import { waitingFor } from '../measure/workflows.ts';
import type { Bench, Figure } from '../bench-context.ts';

const KINDS = ['signal', 'approval', 'timer'] as const;
type Kind = (typeof KINDS)[number];

const WARMING = 300;
/** Sandboxes without work end after half a minute; memory is compared when they have, both times. */
const SETTLE_MS = 35_000;
const QUICK_SETTLE_MS = 3_000;
/** From the last start to the instant of the timers: long enough to look at the memory in between. */
const LEAD_MS = 20_000;
const PATIENCE_MS = 900_000;
/** Not more often: each look counts through all of them. */
const LOOK_MS = 400;

/**
 * Many runs that have done a step and wait, a third each for a signal, for a person and for an instant; then all of them
 * are woken, do another step and end.
 */
export async function waiting(bench: Bench): Promise<Figure[]> {
  const { options } = bench;
  const each = Math.ceil(options.waiting / KINDS.length);
  const count = each * KINDS.length;
  const settleMs = options.quick ? QUICK_SETTLE_MS : SETTLE_MS;
  for (const kind of KINDS) await publish(bench, slugOf(kind), waitingFor(kind));
  await restartWorkers(bench);
  await goThrough(bench, WARMING, 0);
  await pause(settleMs);
  const before = residentOf(pidsOf(bench));

  bench.say(`waiting: starting ${count.toLocaleString('en')} runs`);
  const peak = watchPeak(pidsOf(bench));
  const begun = await start(bench, each, settleMs + LEAD_MS);
  const startPeak = peak();
  await pause(settleMs);
  const after = residentOf(pidsOf(bench));
  const grown = after.map((value, index) => value - before[index]!);

  bench.say(`waiting: waking them`);
  const wakePeak = watchPeak(pidsOf(bench));
  const woken = await wake(bench, begun);
  const size = `${count.toLocaleString('en')} runs, a third each for a signal, an approval and a timer`;
  return [
    { name: 'waiting, started', value: (count * 1_000) / begun.ms, unit: 'runs/s', conditions: `${size}; POST each over 64 connections until each has done a step and waits`, bar: null },
    { name: 'waiting, worker memory', value: Math.max(...grown), unit: 'MB', conditions: `growth of the worker that grew most: ${megabytes(before)} before, ${megabytes(after)} with ${size}; at most ${megabytes(startPeak)} meanwhile`, bar: { below: 50 } },
    { name: 'waiting, resumed', value: (count * 1_000) / woken, unit: 'runs/s', conditions: `${size}: POST of each signal and decision over 64 connections, timers all at one instant, until the last run has done another step and ended; workers at most ${megabytes(wakePeak())}`, bar: null },
  ];
}

type Begun = { ids: Record<Kind, string[]>; dueAt: number; ms: number };

function slugOf(kind: Kind): string {
  return `bench-waits-${kind}`;
}

/** Starts the runs of one kind after the other, those with a timer last: how long starts take is known by then. */
async function start(bench: Bench, each: number, leadMs: number): Promise<Begun> {
  const { engine, heddle, signal } = bench;
  const ids: Record<Kind, string[]> = { signal: [], approval: [], timer: [] };
  const began = performance.now();
  let dueAt = 0;
  for (const [index, kind] of KINDS.entries()) {
    const msEach = index === 0 ? 0 : (performance.now() - began) / index;
    if (kind === 'timer') dueAt = Math.floor(engine.now() + msEach * 1.5 + 5_000 + leadMs);
    const instant = new Date(dueAt).toISOString();
    ids[kind] = await many(each, signal, async (n) => ((await post(heddle.url, `/api/v1/workflows/${slugOf(kind)}/runs`, { input: { n, ...(kind === 'timer' ? { until: instant } : {}) } })) as { id: string }).id);
    await until(async () => (await count(bench, 'ended_at IS NULL AND json_array_length(waiting_for) = 0')) === 0, 'Not every run waits', PATIENCE_MS);
  }
  if (engine.now() > dueAt - leadMs) throw new Error('The starts took longer than the timers wait; the machine is too busy for this.');
  return { ids, dueAt, ms: performance.now() - began };
}

/** @returns how long it took until all had ended, ms */
async function wake(bench: Bench, { ids, dueAt }: Begun): Promise<number> {
  const { engine, heddle, signal, sql } = bench;
  const { rows: requests } = await sql.query<{ id: string }>(`SELECT run_id || '.' || seq AS id FROM approvals WHERE run_id = ANY($1) AND status = 'open'`, [ids.approval]);
  if (requests.length !== ids.approval.length) throw new Error(`${requests.length} of ${ids.approval.length} approvals are open.`);
  await pause(Math.max(0, dueAt - engine.now()));
  const began = engine.now();
  const calls = ids.signal.length + requests.length;
  // In turns, as they would come.
  await many(calls, signal, async (n) => {
    const index = Math.floor(n / 2);
    if (n % 2 === 0) await post(heddle.url, `/api/v1/runs/${ids.signal[index]!}/signals/go`, { payload: { by: 1 } });
    else await post(heddle.url, `/api/v1/approvals/${requests[index]!.id}/decision`, { outcome: 'approved', by: 'bench' });
  });
  const all = Object.values(ids).flat();
  await until(async () => (await count(bench, 'ended_at IS NULL')) === 0, 'Not every run ended', PATIENCE_MS);
  for (const kind of KINDS) await check(bench, kind, ids[kind]);
  const { rows } = await sql.query<{ at: number }>('SELECT max(ended_at)::float8 AS at FROM runs WHERE id = ANY($1)', [all]);
  return rows[0]!.at - began;
}

async function goThrough(bench: Bench, each: number, leadMs: number): Promise<void> {
  await wake(bench, await start(bench, each, leadMs));
}

/** Of the runs of these workflows. */
async function count({ sql, signal }: Bench, condition: string): Promise<number> {
  signal.throwIfAborted();
  await pause(LOOK_MS);
  const { rows } = await sql.query<{ runs: number }>(`SELECT count(*)::int AS runs FROM runs WHERE workflow_id IN (SELECT id FROM workflows WHERE slug = ANY($1)) AND ${condition}`, [KINDS.map(slugOf)]);
  return rows[0]!.runs;
}

/** Every run has its own answer: what it was started with, one from the step before it waited and one from the step after. */
async function check({ sql }: Bench, kind: Kind, ids: string[]): Promise<void> {
  const { rows } = await sql.query<{ runs: number }>(
    `SELECT count(*)::int AS runs FROM unnest($1::text[]) WITH ORDINALITY AS w (id, n) JOIN runs r ON r.id = w.id WHERE r.status = 'completed' AND (r.output->>'n')::int = w.n - 1 + 2`,
    [ids],
  );
  if (rows[0]!.runs !== ids.length) throw new Error(`${rows[0]!.runs} of ${ids.length} runs that waited for a ${kind} ended as they should.`);
}
