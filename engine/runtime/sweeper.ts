import type { Log } from '../ports/log.ts';
import type { OverdueTask, Store } from '../ports/store.ts';
import { Beats } from './beats.ts';
import type { Runs } from './runs.ts';

const SWEEP_MS = 2_000;
const PAGE = 500;

/** Closes attempts whose time is up and whose worker has not said so itself. */
export class Sweeper {
  private readonly beats: Beats;
  readonly counts = { overdue: 0 };

  constructor(private readonly options: { store: Pick<Store, 'overdueTasks'>; runs: Pick<Runs, 'deliver'>; log: Log }) {
    this.beats = new Beats('sweep', SWEEP_MS, () => this.sweep(), options.log);
  }

  start(): void {
    this.beats.start();
  }

  close(): void {
    this.beats.end();
  }

  private async sweep(): Promise<void> {
    const tasks = await this.options.store.overdueTasks(PAGE);
    this.counts.overdue += tasks.length;
    await Promise.all(tasks.map((task) => this.expire(task)));
  }

  private async expire(task: OverdueTask): Promise<void> {
    const data = { task: task.seq, timeout: task.timeout, ...(task.claimedAt === null ? {} : { startedAt: task.claimedAt }), ...(task.worker === null ? {} : { worker: task.worker }) };
    try {
      await this.options.runs.deliver(task.runId, { input: { id: `outcome-${task.seq}`, type: 'attempt.timed_out', path: task.path, attempt: task.attempt, data } });
    } catch (error) {
      this.options.log.debug({ err: error, runId: task.runId }, 'A timeout could not be recorded; trying again');
    }
  }
}
