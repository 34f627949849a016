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
const SWEEP_EVERY = 2;

export type LeaseOf = Omit<Lease, 'running' | 'status' | 'rssBytes' | 'coreVersion'>;

/**
 * Once a second: renews this worker's lease, judges those of others, and sees to it that what Postgres holds open is
 * known to the transport.
 */
export class Watchkeeper {
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  /** Since when every beat of ours has reached Postgres (performance.now). */
  private healthySince = Infinity;
  private lastBeat = 0;
  private epoch: string | null = null;
  private beats = 0;
  readonly counts = { recovered: 0, lost: 0, rung: 0, overdue: 0, epochs: 0 };

  constructor(
    private readonly options: { lease: LeaseOf; running: () => number; draining: () => boolean; store: Store; measured: (now: number, sentAt: number, receivedAt: number) => void; runs: Runs; dispatcher: Dispatcher; log: Log },
  ) {}

  async start(): Promise<void> {
    await this.beat();
    const next = (): void => {
      if (this.closed) return;
      this.timer = setTimeout(() => void this.beat().finally(next), BEAT_MS);
    };
    next();
  }

  close(): void {
    this.closed = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private async beat(): Promise<void> {
    const { log } = this.options;
    const now = performance.now();
    // A process that was stopped has seen nothing meanwhile, and may judge nobody yet.
    if (now - this.lastBeat > 2 * BEAT_MS) this.healthySince = Infinity;
    this.lastBeat = now;
    try {
      await this.renew();
      if (this.healthySince === Infinity) this.healthySince = performance.now();
      if (performance.now() - this.healthySince > LOST_AFTER_MS) await this.recover();
      await this.reconcile();
      if (++this.beats % SWEEP_EVERY === 0) await this.sweep();
    } catch (error) {
      this.healthySince = Infinity;
      log.debug({ err: error }, 'A beat failed; trying again');
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
    const { store, log, dispatcher } = this.options;
    const { workers, tasks } = await store.recoverLost(LOST_AFTER_MS);
    if (workers.length === 0) return;
    this.counts.lost += workers.length;
    log.warn({ workers, tasks: tasks.length }, 'Workers were lost; what they held goes to others');
    const again = tasks.filter((task) => !(task.held && task.deliveries >= DELIVERIES));
    this.counts.recovered += again.length;
    await dispatcher.ring(again);
    await Promise.all(tasks.filter((task) => task.held && task.deliveries >= DELIVERIES).map((task) => this.giveUp(task)));
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
        const rung = await this.ringEverything();
        log.info({ rung }, 'The transport had forgotten everything; what is open was rung again');
        return;
      }
    } else if (epoch !== this.epoch) {
      const first = this.epoch === null;
      this.epoch = epoch;
      if (!first) await this.ringEverything();
    }
    const rings = await store.unclaimedSince(UNCLAIMED_MS, PER_SECOND);
    if (rings.length === 0) return;
    this.counts.rung += rings.length;
    // The same job id as before: a job that is still there is left alone.
    await dispatcher.ring(rings);
  }

  private async ringEverything(): Promise<number> {
    const { store, dispatcher } = this.options;
    let after: TaskRef | null = null;
    let rung = 0;
    for (;;) {
      const rings: Awaited<ReturnType<Store['everythingUnclaimed']>> = await store.everythingUnclaimed(after, PER_SECOND);
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
