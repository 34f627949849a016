import type { RunInput } from '../core/events.ts';
import { PassingMap } from '../core/passing-map.ts';
import { SNAPSHOT_FORMAT } from '../core/snapshot.ts';
import type { RunState } from '../core/state.ts';
import { isRunOver } from '../core/status.ts';
import type { Log } from '../ports/log.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import type { History, Store, TaskRef, WantedHistory } from '../ports/store.ts';
import { Batcher } from './batcher.ts';
import type { Arming } from './changes.ts';
import { Committer } from './committer.ts';
import type { Delivered, Delivery, Look } from './delivery.ts';
import { LargeValues } from './large-values.ts';
import { Mailbox } from './mailbox.ts';
import type { Plans } from './plans.ts';
import type { RunsContext } from './runs-context.ts';
import { Snapshots } from './snapshots.ts';

/** A run that nobody has touched for so long leaves the memory: what waits for a day costs nothing meanwhile. */
const IDLE_MS = 30_000;
const TIDY_MS = 5_000;
/** Above so much heap, everything leaves that is not at work. */
const HEAP_BYTES = 256 * 1_048_576;

export type RunsOptions = {
  /** Runs whose state is kept warm; the least recently used leave first. */
  warm: number;
  /** Timers and retries due within this time of their commit are watched by this process itself. */
  armMs: number;
  /** Whether this process goes on with long computations itself. */
  continues: boolean;
};

/** The runs this process drives: a mailbox for each that it has touched lately, and the group commit they share. */
export class Runs {
  readonly committer: Committer;
  readonly snapshots: Snapshots;
  readonly values: LargeValues;
  /** In the order of use. */
  private readonly mailboxes = new PassingMap<Mailbox>();
  private readonly loader: Batcher<WantedHistory, History | undefined>;
  private readonly context: RunsContext;
  private readonly tidying: NodeJS.Timeout;
  /** What follows a commit: rings, timers, messages, publication. */
  readonly onCommitted: ((commit: RunCommit, state: RunState, rungAt: number | null) => void)[] = [];

  constructor(
    private readonly store: Store,
    plans: Plans,
    readonly now: () => number,
    private readonly log: Log,
    private readonly options: RunsOptions,
  ) {
    this.tidying = setInterval(() => {
      const idleMs = process.memoryUsage().heapUsed > HEAP_BYTES ? 0 : IDLE_MS;
      this.tidy(idleMs);
      this.values.tidy(idleMs);
    }, TIDY_MS);
    this.tidying.unref();
    this.committer = new Committer((kind, batch) => store.commit(kind, batch));
    this.snapshots = new Snapshots(store, log);
    this.values = new LargeValues(store);
    this.loader = new Batcher((wanted) => store.readHistories(wanted), { largest: 64, parallel: 2 });
    this.context = {
      now,
      arming: () => this.arming(now()),
      load: (runId, after, snapshot) => this.loader.call({ runId, after, snapshot: snapshot ? SNAPSHOT_FORMAT : null }),
      plan: (definitionId) => plans.byId(definitionId),
      commit: (commit) => this.committer.commit('advance', commit),
      commitAlone: (runId, after, decide) => {
        this.committer.counts.alone++;
        return store.commitAlone(runId, after, decide);
      },
      committed: (commit, state) => this.committed(commit, state),
      snapshots: this.snapshots,
      values: this.values,
      settled: () => this.evict(),
      park: (runId, reason, input, error) => this.park(runId, reason, input, error),
      pause: () => new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 300)),
    };
  }

  /** Hands an input to a run. Resolves after the commit. @throws EngineError run_not_found, run_parked */
  deliver(runId: string, delivery: Delivery): Promise<Delivered> {
    return this.mailbox(runId).deliver(delivery);
  }

  /** State and plan as of `seq` or later, with what is decided and not committed yet; read it before anything else is awaited. */
  look(runId: string, seq: number): Promise<Look> {
    return this.mailbox(runId).look(seq);
  }

  /** The event after which a task's run must be read for the task to be executed here; null when it is known. */
  missingAfter({ runId, seq }: TaskRef): number | null {
    const known = this.mailboxes.get(runId)?.known ?? 0;
    return known >= seq ? null : known;
  }

  /** Takes what a claim has read of a run beside it, for whoever asks for the run next. */
  offer(runId: string, after: number, history: History): void {
    this.mailbox(runId).offer(after, history);
  }

  /** What `read` finds in the committed state and its plan, as of `seq` or later. */
  readCommitted<T>(runId: string, seq: number, read: (look: Look) => T): Promise<T> {
    return this.mailbox(runId).readCommitted(seq, read);
  }

  /** For whoever committed by another way (a start): what follows a commit. @param rungAt when its tasks were rung ahead of it */
  committed(commit: RunCommit, state: RunState, rungAt: number | null = null): void {
    for (const listener of this.onCommitted) {
      try {
        listener(commit, state, rungAt);
      } catch (error) {
        this.log.error({ err: error, runId: commit.runId }, 'What follows a commit failed; it will be healed');
      }
    }
    if (isRunOver(state.status)) setImmediate(() => this.forget(commit.runId));
  }

  /** What a commit made at this instant leaves to this process itself. */
  arming(at: number): Arming {
    return { until: at + this.options.armMs, continues: this.options.continues };
  }

  close(): void {
    clearInterval(this.tidying);
  }

  /** Puts aside what was not touched for so long. */
  tidy(idleMs: number): void {
    const since = performance.now() - idleMs;
    for (const [runId, mailbox] of this.mailboxes) {
      // In the order of use: whatever follows was touched later.
      if (mailbox.usedAt > since) return;
      if (mailbox.idle) this.mailboxes.delete(runId);
    }
  }

  get warm(): number {
    return this.mailboxes.size;
  }

  private mailbox(runId: string): Mailbox {
    let mailbox = this.mailboxes.get(runId);
    if (mailbox === undefined) {
      // Room is made before: where all others are at work, this one would be the only one that could go, and the next who asks would get another.
      this.evict(1);
      mailbox = new Mailbox(runId, this.context);
    }
    this.mailboxes.set(runId, mailbox);
    mailbox.usedAt = performance.now();
    return mailbox;
  }

  /** @param more about to come */
  private evict(more = 0): void {
    const most = this.options.warm - more;
    if (this.mailboxes.size <= most) return;
    for (const [runId, mailbox] of this.mailboxes) {
      if (this.mailboxes.size <= most) return;
      if (mailbox.idle) this.mailboxes.delete(runId);
    }
  }

  private forget(runId: string): void {
    if (this.mailboxes.get(runId)?.idle) this.mailboxes.delete(runId);
  }

  private async park(runId: string, reason: string, input: RunInput | null, error: unknown): Promise<void> {
    this.log.error({ err: error, runId, input: input?.type }, 'The run is parked: it cannot go on');
    try {
      await this.store.park(runId, reason, input);
    } catch (failure) {
      this.log.error({ err: failure, runId }, 'The run could not be parked');
    }
  }
}
