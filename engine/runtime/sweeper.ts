import type { Log } from '../ports/log.ts';
import type { OverdueTask, Store } from '../ports/store.ts';
import type { Chore } from './beats.ts';
import type { Runs } from './runs.ts';

const PAGE = 500;

/** Closes attempts whose time is up and whose worker has not said so itself. */
export function sweeper({ store, runs, log }: { store: Pick<Store, 'overdueTasks'>; runs: Pick<Runs, 'deliver'>; log: Log }): Chore {
  const counts = { overdue: 0 };

  const expire = async (task: OverdueTask): Promise<void> => {
    const data = { task: task.seq, timeout: task.timeout, ...(task.claimedAt === null ? {} : { startedAt: task.claimedAt }), ...(task.worker === null ? {} : { worker: task.worker }) };
    try {
      await runs.deliver(task.runId, { input: { id: `outcome-${task.seq}`, type: 'attempt.timed_out', path: task.path, attempt: task.attempt, data } });
    } catch (error) {
      log.debug({ err: error, runId: task.runId }, 'A timeout could not be recorded; trying again');
    }
  };

  const act = async (): Promise<void> => {
    const tasks = await store.overdueTasks(PAGE);
    counts.overdue += tasks.length;
    await Promise.all(tasks.map(expire));
  };
  return { name: 'sweep', everyMs: 2_000, act, counts };
}
