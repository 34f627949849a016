import type { Log } from '../ports/log.ts';
import type { Store, Withdrawn } from '../ports/store.ts';
import { Beats } from './beats.ts';
import type { Runs } from './runs.ts';
import { newToken } from './token.ts';

const LOOK_EVERY_MS = 1_000;
const PAGE = 500;

/**
 * Answers for attempts that were asked to stop before any worker had them. Nobody else would where their queue has no
 * worker, or lets nothing begin, and what is closing would wait out the grace of an attempt that never began.
 */
export class Withdrawals {
  private readonly beats: Beats;
  readonly counts = { withdrawnUnclaimed: 0 };

  constructor(private readonly options: { worker: string; store: Pick<Store, 'takeWithdrawn'>; runs: Pick<Runs, 'deliver'>; log: Log }) {
    this.beats = new Beats('withdrawals', LOOK_EVERY_MS, () => this.look(), options.log);
  }

  start(): void {
    this.beats.start();
  }

  close(): void {
    this.beats.end();
  }

  private async look(): Promise<void> {
    const { store, worker } = this.options;
    for (let taken = PAGE; taken === PAGE; ) {
      const token = newToken();
      const tasks = await store.takeWithdrawn(worker, token, PAGE);
      await Promise.all(tasks.map((task) => this.answer(task, token)));
      taken = tasks.length;
    }
  }

  /** What cannot be answered now is held without being known, and is let go as such: then a worker answers, or its grace ends. */
  private async answer({ runId, seq, path, attempt }: Withdrawn, token: string): Promise<void> {
    try {
      const { accepted } = await this.options.runs.deliver(runId, { input: { id: `outcome-${seq}`, type: 'attempt.aborted', path, attempt, data: { task: seq } }, guard: { task: seq, token } });
      if (accepted) this.counts.withdrawnUnclaimed++;
    } catch (error) {
      this.options.log.debug({ err: error, runId }, 'A withdrawn task could not be closed; it is let go');
    }
  }
}
