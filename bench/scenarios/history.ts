import { untilOver } from '../measure/burst.ts';
import { get, post } from '../measure/http.ts';
import { longRun } from '../measure/long-run.ts';
import { megabytes, watchPeak } from '../measure/memory.ts';
import { RUNNER } from '../measure/workflows.ts';
import { pidsOf, restartWorkers } from '../measure/workers.ts';
import type { Bench, Figure } from '../bench-context.ts';

/** One run with a long history: how long it takes to open, to replay, and to go on in a worker that has never seen it. */
export async function history(bench: Bench): Promise<Figure[]> {
  const { heddle, sql } = bench;
  const { events, times, ...run } = await longRun(bench);
  const built = await sql.query<{ ms: number }>('SELECT (max(at) - min(at))::float8 AS ms FROM events WHERE run_id = $1', [run.id]);

  const path = `/api/v1/runs/${run.id}`;
  const opened = await timesOf([() => get(heddle.url, path), () => get(heddle.url, path), () => get(heddle.url, `${path}/events?after=${events - 100}`), () => get(heddle.url, `${path}/steps`)]);
  const [replayed] = await timesOf([async () => {
    const report = (await get(heddle.url, `${path}/replay`)) as { ok: boolean; events: number };
    if (!report.ok || report.events !== events) throw new Error(`The replay of ${run.id} says ${JSON.stringify(report)}.`);
  }]);

  await restartWorkers(bench);
  const peak = watchPeak(pidsOf(bench));
  const [signalled] = await timesOf([() => post(heddle.url, `${path}/signals/go`, { payload: { n: 1 } })]);
  await untilOver(bench, [run.id]);
  const memory = peak();
  const { rows } = await sql.query<{ status: string; output: { n: number } | null; ms: number }>(
    `SELECT r.status, r.output, (r.ended_at - s.at)::float8 AS ms FROM runs r JOIN events s ON s.run_id = r.id AND s.type = 'signal.received' WHERE r.id = $1`,
    [run.id],
  );
  const ended = rows[0]!;
  if (ended.status !== 'completed' || ended.output?.n !== times + 1) throw new Error(`The run ${run.id} ended ${ended.status} with ${JSON.stringify(ended.output)}.`);
  const of = `a run of ${events.toLocaleString('en')} events`;
  return [
    { name: 'history, made', value: built.rows[0]!.ms / times, unit: 'ms/step', conditions: `${of}: a loop of ${times.toLocaleString('en')} ${RUNNER}, ${(built.rows[0]!.ms / 1_000).toFixed(0)} s in all`, bar: null },
    { name: 'history, opens', value: opened[0]!, unit: 'ms', conditions: `GET of ${of}, for the first time; again ${opened[1]!.toFixed(0)}, its last 100 events ${opened[2]!.toFixed(0)}, its first page of steps ${opened[3]!.toFixed(0)}`, bar: null },
    { name: 'history, replays', value: replayed!, unit: 'ms', conditions: `GET of its replay, every decision compared`, bar: null },
    { name: 'history, goes on', value: ended.ms, unit: 'ms', conditions: `signal in the history → a step in a worker that was just started → end; the signal was answered after ${signalled!.toFixed(0)} ms; the workers had at most ${megabytes(memory)}`, bar: null },
  ];
}

async function timesOf(calls: (() => Promise<unknown>)[]): Promise<number[]> {
  const times: number[] = [];
  for (const call of calls) {
    const before = performance.now();
    await call();
    times.push(performance.now() - before);
  }
  return times;
}
