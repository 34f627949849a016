import type { Log } from '../ports/log.ts';
import type { LostLease, Store, Withdrawn } from '../ports/store.ts';
import type { Chore } from './beats.ts';
import { DELIVERIES, giveUp } from './give-up.ts';
import type { Runs } from './runs.ts';

const PAGE = 500;

/** Frees what pollers let pass, and answers for tasks that were asked to stop while nobody held them. */
export function externalSweeper({ store, runs, log }: { store: Pick<Store, 'endLeases' | 'withdrawnExternals'>; runs: Runs; log: Log }): Chore {
  const counts = { leasesEnded: 0, withdrawn: 0 };
  const spent = (task: LostLease): boolean => task.deliveries >= DELIVERIES;

  const withdraw = async ({ runId, seq, path, attempt, begun }: Withdrawn & { begun: boolean }): Promise<void> => {
    try {
      // With an instant of its begin it is undone, as what ended without an answer.
      await runs.deliver(runId, { input: { id: `outcome-${seq}`, type: 'attempt.aborted', path, attempt, data: { task: seq, ...(begun ? { startedAt: runs.now() } : {}) } } });
      counts.withdrawn++;
    } catch (error) {
      log.debug({ err: error, runId }, 'A withdrawn task could not be closed; trying again');
    }
  };

  const act = async (): Promise<void> => {
    const lost = await store.endLeases(PAGE);
    if (lost.length > 0) log.warn({ tasks: lost.length, workers: [...new Set(lost.map(({ worker }) => worker))] }, 'Pollers let their leases pass; what they held goes to others');
    counts.leasesEnded += lost.length;
    await Promise.all(lost.filter(spent).map((task) => giveUp({ runs, log }, task)));
    await Promise.all((await store.withdrawnExternals(PAGE)).map(withdraw));
  };
  return { name: 'sweep of external tasks', everyMs: 1_000, act, counts };
}
