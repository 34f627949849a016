import type { Log } from '../ports/log.ts';
import type { Store, Withdrawn } from '../ports/store.ts';
import type { Chore } from './beats.ts';
import type { Runs } from './runs.ts';
import { newToken } from './token.ts';

const PAGE = 500;

/**
 * Answers for attempts that were asked to stop before any worker had them. Nobody else would where their queue has no
 * worker, or lets nothing begin, and what is closing would wait out the grace of an attempt that never began.
 */
export function withdrawals({ worker, store, runs, log }: { worker: string; store: Pick<Store, 'takeWithdrawn'>; runs: Pick<Runs, 'deliver'>; log: Log }): Chore {
  const counts = { withdrawnUnclaimed: 0 };

  /** What cannot be answered now is held without being known, and is let go as such: then a worker answers, or its grace ends. */
  const answer = async ({ runId, seq, path, attempt }: Withdrawn, token: string): Promise<void> => {
    try {
      const { accepted } = await runs.deliver(runId, { input: { id: `outcome-${seq}`, type: 'attempt.aborted', path, attempt, data: { task: seq } }, guard: { task: seq, token } });
      if (accepted) counts.withdrawnUnclaimed++;
    } catch (error) {
      log.debug({ err: error, runId }, 'A withdrawn task could not be closed; it is let go');
    }
  };

  const act = async (): Promise<void> => {
    for (let taken = PAGE; taken === PAGE; ) {
      const token = newToken();
      const tasks = await store.takeWithdrawn(worker, token, PAGE);
      await Promise.all(tasks.map((task) => answer(task, token)));
      taken = tasks.length;
    }
  };
  return { name: 'withdrawals', everyMs: 1_000, act, counts };
}
