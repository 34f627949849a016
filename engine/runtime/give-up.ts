import type { RunInput } from '../core/events.ts';
import type { Log } from '../ports/log.ts';
import type { TaskRef } from '../ports/store.ts';
import type { Runs } from './runs.ts';

/** Deliveries of one attempt. */
export const DELIVERIES = 3;

/** An attempt that has cost three workers is not tried on a fourth: it fails, and is listed among the dead letters. */
export async function giveUp({ runs, log }: { runs: Pick<Runs, 'deliver' | 'look' | 'now'>; log: Log }, task: TaskRef & { path: string; node: string; attempt: number; worker: string | null }): Promise<void> {
  const error = { type: 'worker_lost', message: `${DELIVERIES} workers were lost while they ran this step.` };
  const input: RunInput = { id: `outcome-${task.seq}`, type: 'attempt.failed', path: task.path, attempt: task.attempt, data: { task: task.seq, error, retryable: false, ...(task.worker === null ? {} : { worker: task.worker }) } };
  try {
    const { state } = await runs.look(task.runId, task.seq);
    await runs.deliver(task.runId, { input, letter: { id: `${task.runId}.${task.seq}`, path: task.path, node: task.node, attempt: task.attempt, error, at: runs.now(), workflowName: state.workflowName } });
  } catch (failure) {
    log.error({ err: failure, runId: task.runId, task: task.seq }, 'A lost task could not be given up');
  }
}
