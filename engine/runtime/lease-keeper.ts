import { CORE_VERSION } from '../core/advance.ts';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { LivePublisher } from '../ports/live.ts';
import type { Log } from '../ports/log.ts';
import type { Lease, RecoveredTask, Store } from '../ports/store.ts';
import { Beats } from './beats.ts';
import { DELIVERIES, giveUp } from './give-up.ts';
import type { Runs } from './runs.ts';

const BEAT_MS = 1_000;
/** A lease unrenewed for so long is lost. */
export const LOST_AFTER_MS = 3_000;
const CLOSE_MS = 1_000;

export type LeaseKeeperOptions = {
  lease: Omit<Lease, 'running' | 'status' | 'rssBytes' | 'coreVersion'>;
  running: () => number;
  draining: () => boolean;
  store: Pick<Store, 'renewLease' | 'recoverLost'>;
  /** A renewal is a look at Postgres' clock as well. */
  measured: (now: number, sentAt: number, receivedAt: number) => void;
  runs: Pick<Runs, 'look' | 'deliver' | 'now'>;
  dispatcher: Pick<Dispatcher, 'ring'>;
  live: Pick<LivePublisher, 'list'>;
  log: Log;
};

/** Renews this worker's lease once a second, judges those of others, and gives on what the lost ones held. */
export class LeaseKeeper {
  private readonly beats: Beats;
  private renewing: Promise<void> = Promise.resolve();
  private recovering = false;
  /** Since when every beat of ours has reached Postgres (performance.now). */
  private healthySince = Infinity;
  private lastBeat = 0;
  /** What of this worker's lease the lists were told, and how often. */
  private readonly told: { status: Lease['status'] | null; times: number } = { status: null, times: 0 };
  readonly counts = { recovered: 0, lost: 0 };

  constructor(private readonly options: LeaseKeeperOptions) {
    this.beats = new Beats({ name: 'lease', everyMs: BEAT_MS, act: () => this.beat() }, options.log);
  }

  /** Resolves when the first lease was written, or could not be. */
  async start(): Promise<void> {
    await this.beat();
    this.beats.start();
  }

  /** Resolves when no renewal is under way any more, or after a second: a lease that is given up must not come back. */
  async close(): Promise<void> {
    this.beats.close();
    // One that failed is over too.
    await Promise.race([this.renewing.catch(() => {}), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
  }

  private async beat(): Promise<void> {
    // A process that was stopped has seen nothing meanwhile, and may judge nobody yet.
    if (performance.now() - this.lastBeat > 2 * BEAT_MS) this.wasAway();
    this.lastBeat = performance.now();
    try {
      await (this.renewing = this.renew());
      if (this.healthySince === Infinity) this.healthySince = performance.now();
      if (performance.now() - this.healthySince > LOST_AFTER_MS) void this.recover();
    } catch (error) {
      this.wasAway();
      this.options.log.debug({ err: error }, 'The lease could not be renewed; trying again');
    } finally {
      this.lastBeat = performance.now();
    }
  }

  /** Others may have taken it for lost meanwhile, and told so. */
  private wasAway(): void {
    this.healthySince = Infinity;
    this.told.times = 0;
  }

  private async renew(): Promise<void> {
    const { lease, running, draining, store, live, measured } = this.options;
    const sentAt = performance.now();
    const status = draining() ? 'draining' : 'up';
    const { now } = await store.renewLease({ ...lease, running: running(), status, coreVersion: CORE_VERSION, rssBytes: process.memoryUsage.rss() });
    measured(now, sentAt, performance.now());
    if (status !== this.told.status) Object.assign(this.told, { status, times: 0 });
    // Twice: a process that has just begun does not know yet whether anybody listens.
    if (this.told.times++ < 2) live.list({ type: 'worker', id: lease.id });
  }

  private async recover(): Promise<void> {
    if (this.recovering) return;
    this.recovering = true;
    const { store, live, log, dispatcher } = this.options;
    try {
      const { workers, tasks } = await store.recoverLost(LOST_AFTER_MS);
      if (workers.length === 0) return;
      for (const id of workers) live.list({ type: 'worker', id });
      this.counts.lost += workers.length;
      log.warn({ workers, tasks: tasks.length }, 'Workers were lost; what they held goes to others');
      const spent = (task: RecoveredTask): boolean => task.held && task.deliveries >= DELIVERIES;
      const again = tasks.filter((task) => !spent(task));
      this.counts.recovered += again.length;
      void dispatcher.ring(again);
      for (const task of tasks) if (spent(task)) void giveUp(this.options, task);
    } catch (error) {
      log.debug({ err: error }, 'Lost workers could not be looked for; trying again');
    } finally {
      this.recovering = false;
    }
  }
}
