import type { Log } from '../ports/log.ts';
import type { LostLease, Store, Withdrawn } from '../ports/store.ts';
import { Beats } from './beats.ts';
import { DELIVERIES, giveUp } from './give-up.ts';
import type { Runs } from './runs.ts';

const SWEEP_MS = 1_000;
const PAGE = 500;

/** Frees what pollers let pass, and answers for tasks that were asked to stop while nobody held them. */
export class ExternalSweeper {
  private readonly beats: Beats;
  readonly counts = { leasesEnded: 0, withdrawn: 0 };

  constructor(private readonly options: { store: Pick<Store, 'endLeases' | 'withdrawnExternals'>; runs: Runs; log: Log }) {
    this.beats = new Beats('sweep of external tasks', SWEEP_MS, () => this.sweep(), options.log);
  }

  start(): void {
    this.beats.start();
  }

  close(): void {
    this.beats.end();
  }

  private async sweep(): Promise<void> {
    const { store, log } = this.options;
    const lost = await store.endLeases(PAGE);
    if (lost.length > 0) log.warn({ tasks: lost.length, workers: [...new Set(lost.map(({ worker }) => worker))] }, 'Pollers let their leases pass; what they held goes to others');
    this.counts.leasesEnded += lost.length;
    const spent = (task: LostLease): boolean => task.deliveries >= DELIVERIES;
    await Promise.all(lost.filter(spent).map((task) => giveUp(this.options, task)));
    const withdrawn = await store.withdrawnExternals(PAGE);
    await Promise.all(withdrawn.map((task) => this.withdraw(task)));
  }

  private async withdraw({ runId, seq, path, attempt, begun }: Withdrawn & { begun: boolean }): Promise<void> {
    const { runs, log } = this.options;
    try {
      // With an instant of its begin it is undone, as what ended without an answer.
      await runs.deliver(runId, { input: { id: `outcome-${seq}`, type: 'attempt.aborted', path, attempt, data: { task: seq, ...(begun ? { startedAt: runs.now() } : {}) } } });
      this.counts.withdrawn++;
    } catch (error) {
      log.debug({ err: error, runId }, 'A withdrawn task could not be closed; trying again');
    }
  }
}
