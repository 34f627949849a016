import type { Bench } from '../bench-context.ts';

export type Burst = { workflow: string; runs: number; stepsEach: number; answer: (n: number) => number };
export type Bursted = { elapsedMs: number; stepsPerSecond: number; byWorker: number[] };

const PATIENCE_MS = 120_000;

/**
 * Starts runs at once and waits until all are over, looking now and then. Measured from the first start to the last
 * completion, both instants of Postgres' clock in the histories.
 * @throws Error when a run did not complete, its output is wrong, or a step was not executed once by a worker
 */
export async function burst({ engine, sql, signal }: Bench, { workflow, runs, stepsEach, answer }: Burst): Promise<Bursted> {
  const started = await Promise.all(Array.from({ length: runs }, (_, n) => engine.startRun({ workflow, input: { n } })));
  const ids = started.map(({ run }) => run.id);
  await untilOver({ sql, signal }, ids);
  const { rows } = await sql.query<{ id: string; status: string; output: { n: number } | null; started_at: string; ended_at: string }>('SELECT id, status, output, started_at, ended_at FROM runs WHERE id = ANY($1)', [ids]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  ids.forEach((id, n) => {
    const row = byId.get(id);
    if (row?.status !== 'completed') throw new Error(`The run ${id} of ${workflow} ended ${row?.status ?? 'nowhere'}.`);
    if (row.output?.n !== answer(n)) throw new Error(`The run ${id} of ${workflow} answered ${JSON.stringify(row.output)} instead of ${answer(n)}.`);
  });
  const byWorker = await stepsByWorker({ sql }, ids, runs * stepsEach);
  const elapsedMs = Math.max(...rows.map((row) => Number(row.ended_at))) - Math.min(...rows.map((row) => Number(row.started_at)));
  return { elapsedMs, stepsPerSecond: (runs * stepsEach * 1_000) / elapsedMs, byWorker };
}

/** Waits until runs are over. @throws Error when they are not within two minutes */
export async function untilOver({ sql, signal }: Pick<Bench, 'sql' | 'signal'>, ids: readonly string[]): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  let open = ids;
  while (open.length > 0) {
    signal.throwIfAborted();
    if (performance.now() > until) throw new Error(`${open.length} of ${ids.length} runs did not end, ${open[0]} among them.`);
    await new Promise((resolve) => setTimeout(resolve, 40));
    const { rows } = await sql.query<{ id: string }>('SELECT id FROM runs WHERE id = ANY($1) AND ended_at IS NULL', [open]);
    open = rows.map(({ id }) => id);
  }
}

async function stepsByWorker({ sql }: Pick<Bench, 'sql'>, ids: readonly string[], expected: number): Promise<number[]> {
  const { rows } = await sql.query<{ worker: string; steps: number }>(
    `SELECT data->>'worker' AS worker, count(DISTINCT (run_id, path))::int AS steps FROM events WHERE run_id = ANY($1) AND type = 'step.completed' AND NOT derived GROUP BY 1 ORDER BY 2 DESC`,
    [ids],
  );
  const sum = rows.reduce((all, { steps }) => all + steps, 0);
  if (sum !== expected) throw new Error(`${sum} steps were executed instead of ${expected}.`);
  if (rows.some(({ worker }) => !worker.startsWith('worker-'))) throw new Error('A step was executed outside a worker process.');
  return rows.map(({ steps }) => steps);
}
