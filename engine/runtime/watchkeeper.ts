import { randomBytes } from 'node:crypto';
import { CORE_VERSION } from '../core/advance.ts';
import type { RunInput } from '../core/events.ts';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import type { Lease, OverdueTask, RecoveredTask, Store, TaskRef } from '../ports/store.ts';
import type { Runs } from './runs.ts';

const BEAT_MS = 1_000;
/** A lease unrenewed for so long is lost. */
export const LOST_AFTER_MS = 3_000;
const UNCLAIMED_MS = 2_000;
const PER_SECOND = 1_000;
/** Deliveries of one attempt; the loss of the last fails it. */
const DELIVERIES = 3;
const SWEEP_MS = 2_000;
const CLOSE_MS = 1_000;

export type LeaseOf = Omit<Lease, 'running' | 'status' | 'rssBytes' | 'coreVersion'>;

/**
 * Once a second: renews this worker's lease, judges those of others, and sees to it that what Postgres holds open is
 * known to the transport. Each has a timer of its own: a Redis that does not answer must not cost a worker its lease.
 */
export class Watchkeeper {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private closed = false;
  private renewing: Promise<void> = Promise.resolve();
  private recovering = false;
  /** Since when every beat of ours has reached Postgres (performance.now). */
  private healthySince = Infinity;
  private lastBeat = 0;
  private epoch: string | null = null;
  /** Where the last page of unclaimed tasks ended: thousands that nobody serves do not keep the others from their turn. */
  private reached: TaskRef | null = null;
  readonly counts = { recovered: 0, lost: 0, rung: 0, overdue: 0, epochs: 0 };

  constructor(
    private readonly options: { lease: LeaseOf; running: () => number; draining: () => boolean; store: Store; measured: (now: number, sentAt: number, receivedAt: number) => void; runs: Runs; dispatcher: Dispatcher; log: Log },
  ) {}

  /** Resolves when the first lease is written. */
  async start(): Promise<void> {
    await this.beat();
    this.every('lease', BEAT_MS, () => this.beat());
    this.every('reconcile', BEAT_MS, () => this.reconcile());
    this.every('sweep', SWEEP_MS, () => this.sweep());
    void this.reconcile().catch(() => {});
  }

  /** Resolves when no renewal is under way any more, or after a second: a lease that is given up must not come back. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.race([this.renewing, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
  }

  private every(name: string, ms: number, act: () => Promise<void>): void {
    if (this.closed) return;
    const acted = async (): Promise<void> => {
      try {
        await act();
      } catch (error) {
        this.options.log.debug({ err: error, beat: name }, 'A beat failed; trying again');
      }
      this.every(name, ms, act);
    };
    this.timers.set(name, setTimeout(() => void acted(), ms));
  }

  private async beat(): Promise<void> {
    // A process that was stopped has seen nothing meanwhile, and may judge nobody yet.
    if (performance.now() - this.lastBeat > 2 * BEAT_MS) this.healthySince = Infinity;
    this.lastBeat = performance.now();
    try {
      await (this.renewing = this.renew());
      if (this.healthySince === Infinity) this.healthySince = performance.now();
      if (performance.now() - this.healthySince > LOST_AFTER_MS) void this.recover();
    } catch (error) {
      this.healthySince = Infinity;
      this.options.log.debug({ err: error }, 'The lease could not be renewed; trying again');
    } finally {
      this.lastBeat = performance.now();
    }
  }

  private async renew(): Promise<void> {
    const { lease, running, draining, store, measured } = this.options;
    const sentAt = performance.now();
    const { now } = await store.renewLease({ ...lease, running: running(), status: draining() ? 'draining' : 'up', coreVersion: CORE_VERSION, rssBytes: process.memoryUsage.rss() });
    measured(now, sentAt, performance.now());
  }

  private async recover(): Promise<void> {
    if (this.recovering) return;
    this.recovering = true;
    const { store, log, dispatcher } = this.options;
    try {
      const { workers, tasks } = await store.recoverLost(LOST_AFTER_MS);
      if (workers.length === 0) return;
      this.counts.lost += workers.length;
      log.warn({ workers, tasks: tasks.length }, 'Workers were lost; what they held goes to others');
      const spent = (task: RecoveredTask): boolean => task.held && task.deliveries >= DELIVERIES;
      const again = tasks.filter((task) => !spent(task));
      this.counts.recovered += again.length;
      void dispatcher.ring(again);
      for (const task of tasks) if (spent(task)) void this.giveUp(task);
    } catch (error) {
      log.debug({ err: error }, 'Lost workers could not be looked for; trying again');
    } finally {
      this.recovering = false;
    }
  }

  /** An attempt that has cost three workers is not tried on a fourth. */
  private async giveUp(task: RecoveredTask): Promise<void> {
    const { runs, log } = this.options;
    const error = { type: 'worker_lost', message: `${DELIVERIES} workers were lost while they ran this step.` };
    const input: RunInput = { id: `outcome-${task.seq}`, type: 'attempt.failed', path: task.path, attempt: task.attempt, data: { task: task.seq, error, retryable: false, ...(task.worker === null ? {} : { worker: task.worker }) } };
    try {
      const { state } = await runs.look(task.runId, task.seq);
      await runs.deliver(task.runId, { input, letter: { id: `${task.runId}.${task.seq}`, path: task.path, node: task.node, attempt: task.attempt, error, at: runs.now(), workflowName: state.workflowName } });
    } catch (failure) {
      log.error({ err: failure, runId: task.runId, task: task.seq }, 'A lost task could not be given up');
    }
  }

  private async reconcile(): Promise<void> {
    const { store, dispatcher, log } = this.options;
    if (!dispatcher.healthy()) return;
    const epoch = await dispatcher.readEpoch();
    if (epoch === null) {
      const fresh = randomBytes(8).toString('hex');
      if (await dispatcher.writeEpoch(fresh)) {
        this.epoch = fresh;
        this.counts.epochs++;
        const rung = await this.ringEverything(true);
        log.info({ rung }, 'The transport had forgotten everything; what is open was rung again');
        return;
      }
    } else if (epoch !== this.epoch) {
      const first = this.epoch === null;
      this.epoch = epoch;
      // Another one than before, with jobs that nobody knows: under the same numbers those that are there stay single.
      if (!first) await this.ringEverything(false);
    }
    const rings = await store.unclaimedSince(UNCLAIMED_MS, this.reached, PER_SECOND);
    this.reached = rings.length < PER_SECOND ? null : rings.at(-1)!;
    if (rings.length === 0) return;
    this.counts.rung += rings.length;
    await dispatcher.ring(rings, 'apart');
  }

  private async ringEverything(forgotten: boolean): Promise<number> {
    const { store, dispatcher } = this.options;
    let after: TaskRef | null = null;
    let rung = 0;
    for (;;) {
      const rings: Awaited<ReturnType<Store['everythingUnclaimed']>> = await store.everythingUnclaimed(after, PER_SECOND, forgotten);
      await dispatcher.ring(rings);
      rung += rings.length;
      if (rings.length < PER_SECOND) return rung;
      after = rings.at(-1)!;
    }
  }

  /** Attempts whose time is up and whose worker has not said so itself. */
  private async sweep(): Promise<void> {
    const tasks = await this.options.store.overdueTasks(500);
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
