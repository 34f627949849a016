import type { Bench } from '../bench-context.ts';
import { until } from './until.ts';

const AFTER_MS = 60_000;

export function pidsOf({ heddle }: Pick<Bench, 'heddle'>): number[] {
  return heddle.workers.map(({ pid }) => pid).filter((pid) => pid !== undefined);
}

/** Waits until every worker process has a lease. @throws Error when one has none within half a minute */
export async function untilWorkersListen({ sql, heddle }: Pick<Bench, 'sql' | 'heddle'>): Promise<void> {
  const up = async (): Promise<boolean> => {
    const { rows } = await sql.query<{ pid: number }>(`SELECT pid FROM workers WHERE status = 'up'`);
    return heddle.workers.every(({ pid }) => rows.some((row) => row.pid === pid));
  };
  await until(up, 'The workers did not come back');
}

/** New worker processes: nothing warm, nothing grown. */
export async function restartWorkers(bench: Pick<Bench, 'sql' | 'heddle'>): Promise<void> {
  const before = new Set(pidsOf(bench));
  for (const worker of bench.heddle.workers) worker.signal('SIGTERM');
  await until(() => bench.heddle.workers.every(({ pid }) => pid !== undefined && !before.has(pid)), 'The workers did not end', AFTER_MS);
  await untilWorkersListen(bench);
}
