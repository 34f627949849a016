import { advance, CORE_VERSION, type Refusal } from '../core/advance.ts';
import { cloneState } from '../core/clone.ts';
import { emptyState } from '../core/empty-state.ts';
import type { InputEvent, RunEvent } from '../core/events.ts';
import { evolve } from '../core/evolve.ts';
import type { RunState } from '../core/state.ts';
import type { Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { NeedsValues } from '../definition/ref.ts';
import type { CommitResult, RunCommit } from '../ports/run-commit.ts';
import { CommitUnknown, type History, KeyTaken, StoreUnavailable } from '../ports/store.ts';
import { Changes, rowSignature } from './changes.ts';
import type { Delivered, Delivery, Look } from './delivery.ts';
import { EngineError } from './engine.ts';
import type { RunsContext } from './runs-context.ts';

type Waiting = Delivery & { resolve: (result: Delivered) => void; reject: (error: unknown) => void };
type Decided = { groups: { waiting: Waiting; result: Delivered }[]; commit: RunCommit | null; signature: string };

const LARGEST_GROUPING = 256;
/** Commits under the lock without a foreign event after which a run counts as ours again. */
const QUIET_COMMITS = 3;
const FENCED: Refusal = { code: 'stale_attempt', message: 'The attempt is no longer held by this worker.' };

/**
 * One run in this process: its state, and what waits to reach it. One commit is in flight at a time; whatever came
 * meanwhile goes as consecutive groups of the next.
 */
export class Mailbox {
  private queue: Waiting[] = [];
  private state: RunState | null = null;
  /** The same state as of the last commit, kept only for a run that others write too: what a lost race falls back to. */
  private base: RunState | null = null;
  private plan: Plan | null = null;
  /** Of `plan`; a migration by another process puts another in its place. */
  private definitionId: string | null = null;
  private signature = '';
  private losses = 0;
  /** Commits under the lock since another process last wrote the run. */
  private quiet = 0;
  private lookers: { seq: number; show: (look: Look) => void; reject: (error: unknown) => void }[] = [];
  /** Decide one input at a time: one of them made the core throw. */
  private singly = false;
  /** Seq of the snapshot that was read or handed on last. */
  private keptSeq = 0;
  /** Large values that were asked for, until what asked for them is committed. */
  private readonly atHand = new Map<string, Json>();
  /** Read by somebody else, after the event that was the last one known then. */
  private ahead: { after: number; history: History } | null = null;
  committedSeq = 0;
  /** When somebody last asked for it (performance.now). */
  usedAt = 0;
  busy = false;

  constructor(
    readonly runId: string,
    private readonly context: RunsContext,
  ) {}

  get idle(): boolean {
    return !this.busy && this.queue.length === 0 && this.lookers.length === 0;
  }

  /** The last event that is known here; 0 when none is. */
  get known(): number {
    return this.state === null ? 0 : this.committedSeq;
  }

  /** What was read of the run's history after the event `after`, for when the run is asked for next. What does not go on from where it is known is dropped. */
  offer(after: number, history: History): void {
    if (after === this.known && this.losses === 0) this.ahead = { after, history };
  }

  deliver(delivery: Delivery): Promise<Delivered> {
    return new Promise((resolve, reject) => {
      this.queue.push({ resolve, reject, ...delivery });
      if (!this.busy) void this.work();
    });
  }

  /**
   * State and plan, at or after `seq`. Read it before anything else is awaited. What is decided and not committed stands
   * in it, too: a step that a commit under way closes may be gone from it, and come back when that commit does not stand.
   * @throws EngineError run_not_found, run_parked
   */
  look(seq: number): Promise<Look> {
    if (this.state !== null && this.plan !== null && this.committedSeq >= seq) return Promise.resolve({ state: this.state, plan: this.plan });
    return this.readCommitted(seq, (look) => look);
  }

  /**
   * Reads state and plan as they are committed, at or after `seq`, between two commits of this process.
   * @param read is done when it returns: right after it the state goes on
   * @throws EngineError run_not_found, run_parked, and what `read` throws
   */
  readCommitted<T>(seq: number, read: (look: Look) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const show = (look: Look): void => {
        try {
          resolve(read(look));
        } catch (error) {
          reject(error);
        }
      };
      this.lookers.push({ seq, show, reject });
      if (!this.busy) void this.work();
    });
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.queue.length > 0 || this.lookers.length > 0) await this.turn();
    } finally {
      this.busy = false;
      this.context.settled();
    }
  }

  private show(): void {
    const lookers = this.lookers.splice(0);
    for (const looker of lookers) {
      if (this.committedSeq >= looker.seq) looker.show({ state: this.state!, plan: this.plan! });
      else looker.reject(new Error(`The run ${this.runId} has no event ${looker.seq}.`));
    }
  }

  private async turn(): Promise<void> {
    try {
      const ahead = this.takeAhead();
      if (ahead !== null) await this.catchUp(false, ahead);
      if (this.state === null || this.losses > 0 || this.lookers.some((looker) => looker.seq > this.committedSeq)) await this.catchUp();
      if (this.losses > 0 && this.base === null) this.base = cloneState(this.state!);
    } catch (error) {
      return await this.cannotLoad(error);
    }
    this.show();
    if (this.queue.length === 0) return;
    let batch: Waiting[] = [];
    let decided: Decided | null = null;
    const take = (): Decided => {
      batch = this.queue.splice(0, this.singly ? 1 : LARGEST_GROUPING);
      return (decided = this.decide(batch));
    };
    try {
      if (this.losses >= 2) return await this.alone(take, () => batch);
      decided = take();
      if (decided.commit === null) return await this.refuseAll(batch, decided);
      this.land(batch, decided, await this.context.commit(decided.commit));
    } catch (error) {
      await this.failed(batch, error, decided);
    }
  }

  /** What was offered, if it goes on from where the run is known. Who has lost a race needs to know what is now. */
  private takeAhead(): History | null {
    const { ahead } = this;
    this.ahead = null;
    return ahead !== null && ahead.after === this.known && this.losses === 0 ? ahead.history : null;
  }

  /**
   * Reads what this process has not seen yet and folds it.
   * @param whole from the first event, without a snapshot, when nothing is known
   * @param ahead what was read of it already
   * @returns the inputs among it; what a snapshot holds is not told
   */
  private async catchUp(whole = false, ahead: History | null = null): Promise<InputEvent[]> {
    try {
      const inputs: InputEvent[] = [];
      let more = ahead === null || (await this.takePage(ahead, whole, inputs));
      while (more) more = await this.readPage(whole, inputs);
      return inputs;
    } catch (error) {
      // What was read of it may end within a group.
      this.state = null;
      this.base = null;
      throw error;
    }
  }

  /** @returns whether there may be more */
  private async readPage(whole: boolean, inputs: InputEvent[]): Promise<boolean> {
    const fresh = this.state === null;
    const history = await this.context.load(this.runId, this.known, fresh && !whole);
    if (history === undefined) throw new EngineError('run_not_found', `There is no run ${this.runId}.`);
    return await this.takePage(history, whole, inputs);
  }

  /** @returns whether there may be more */
  private async takePage(history: History, whole: boolean, inputs: InputEvent[]): Promise<boolean> {
    const fresh = this.state === null;
    if (history.parked !== null) throw parked(history.parked);
    const { snapshot, events, more } = history;
    const [first] = events;
    const coreVersion = first?.type === 'run.started' ? first.data.coreVersion : history.coreVersion;
    // It may hold what this core cannot even fold.
    if (coreVersion > CORE_VERSION) throw new EngineError('unsupported', 'The run was begun by a newer build than this process; it leaves the run to others.', { coreVersion });
    if (this.plan === null || this.definitionId !== history.definitionId) {
      this.plan = await this.context.plan(history.definitionId);
      this.definitionId = history.definitionId;
    }
    if (snapshot !== null) this.state = this.context.snapshots.restore(this.runId, history);
    if (fresh) this.keptSeq = this.state?.seq ?? 0;
    if (snapshot !== null && this.state === null) return await this.readPage(true, inputs);
    this.fold(snapshot === null ? events : events.slice(1));
    for (const event of events) if (!event.derived) inputs.push(event);
    return more;
  }

  private fold(events: readonly RunEvent[]): void {
    let state = this.state ?? emptyState(this.runId);
    for (const event of events) {
      if (event.seq !== state.seq + 1) throw new Error(`The history of ${this.runId} has a gap after ${state.seq}.`);
      state = evolve(state, event);
      if (this.base !== null) this.base = evolve(this.base, event);
    }
    this.state = state;
    this.committedSeq = state.seq;
    this.signature = rowSignature(state);
  }

  private decide(batch: readonly Waiting[]): Decided {
    const changes = new Changes(this.runId, this.committedSeq, this.signature, this.context.arming());
    const groups: Decided['groups'] = [];
    let state = this.state!;
    const large = this.context.values.large((ref) => changes.look(ref) ?? this.atHand.get(ref.hash));
    for (const waiting of batch) {
      const at = Math.max(this.context.now(), state.at);
      const result = advance(this.plan!, state, waiting.input, at, undefined, large);
      state = result.state;
      if (!result.accepted) {
        groups.push({ waiting, result: { accepted: false, refusal: result.refusal } });
        continue;
      }
      this.context.values.keep(result.values);
      const kept = changes.add(state, result, at, waiting);
      groups.push({ waiting, result: { accepted: true, seq: result.events[0]!.seq, at, kept } });
    }
    this.state = state;
    if (changes.empty) return { groups, commit: null, signature: this.signature };
    const { commit, signature } = changes.finish(state, null);
    return { groups, commit, signature };
  }

  /** A refusal holds only if the state was the latest; otherwise the inputs are decided again. */
  private async refuseAll(batch: Waiting[], decided: Decided): Promise<void> {
    const missed = await this.catchUp();
    if (missed.length > 0) this.queue.unshift(...batch);
    else {
      if (this.atHand.size > 0) this.atHand.clear();
      for (const { waiting, result } of decided.groups) waiting.resolve(result);
    }
  }

  private land(batch: Waiting[], decided: Decided, result: CommitResult): void {
    switch (result.result) {
      case 'written':
        return this.written(decided);
      case 'lost':
        this.losses++;
        this.queue.unshift(...batch);
        return this.fallBack();
      case 'fenced': {
        const gone = new Set(result.tasks);
        const rest: Waiting[] = [];
        for (const waiting of batch) {
          if (waiting.guard && gone.has(waiting.guard.task)) waiting.resolve({ accepted: false, refusal: FENCED });
          else rest.push(waiting);
        }
        this.queue.unshift(...rest);
        return this.fallBack();
      }
      case 'conflict':
        throw new Error('A commit of a run that exists cannot conflict.');
    }
  }

  private written(decided: Decided): void {
    const commit = decided.commit!;
    this.losses = 0;
    this.singly = false;
    // A map that is cleared gets a new table, empty or not.
    if (this.atHand.size > 0) this.atHand.clear();
    this.committedSeq = commit.seq;
    this.signature = decided.signature;
    if (this.base !== null) for (const event of commit.events) this.base = evolve(this.base, event);
    this.context.committed(commit, this.state!);
    if (this.context.snapshots.isDue(this.state!, this.keptSeq)) {
      this.context.snapshots.keep(this.state!);
      this.keptSeq = commit.seq;
    }
    for (const { waiting, result } of decided.groups) waiting.resolve(result);
  }

  /** What was decided does not hold: go back to what was committed, and from now on keep that at hand. */
  private fallBack(): void {
    if (this.base === null) {
      this.state = null;
      return;
    }
    this.state = cloneState(this.base);
  }

  /**
   * Under the run's lock, with what was missed read inside: cannot be lost again. Inputs are taken when the lock is
   * there, so that whatever came while it was waited for shares the commit.
   */
  private async alone(take: () => Decided, batch: () => Waiting[]): Promise<void> {
    let decided = null as Decided | null;
    let moved = false as boolean;
    const result = await this.context.commitAlone(this.runId, this.committedSeq, (missed) => {
      // The plan is another since, and must be read before anything is decided by it.
      moved = missed.some((event) => event.type === 'run.migrated');
      if (moved) return null;
      this.fold(missed);
      this.quiet = missed.length > 0 ? 0 : this.quiet + 1;
      decided = take();
      return decided.commit;
    });
    if (moved) return;
    if (decided === null) throw new Error('Nothing was decided.');
    if (decided.commit === null) for (const { waiting, result: refused } of decided.groups) waiting.resolve(refused);
    else this.land(batch(), decided, result);
    // Others go on writing this run: racing them again would be lost again.
    if (this.quiet < QUIET_COMMITS) this.losses = 2;
    else this.base = null;
  }

  /** What was decided so far is spent; the same inputs are decided again with what they need. */
  private async provide(batch: Waiting[], { refs }: NeedsValues): Promise<void> {
    this.queue.unshift(...batch);
    this.fallBack();
    try {
      for (const [hash, value] of await this.context.values.load(this.runId, refs)) this.atHand.set(hash, value);
    } catch (error) {
      await this.failed(this.queue.splice(0, batch.length), error, null);
    }
  }

  private async failed(batch: Waiting[], error: unknown, decided: Decided | null): Promise<void> {
    if (error instanceof NeedsValues) return await this.provide(batch, error);
    this.state = null;
    this.base = null;
    if (error instanceof CommitUnknown) return await this.findOut(batch, decided);
    if (error instanceof StoreUnavailable) {
      this.queue.unshift(...batch);
      return await this.context.pause();
    }
    // It failed before any input was taken: the one that was to be next stands for it.
    if (batch.length === 0) batch = this.queue.splice(0, 1);
    if (batch.length > 1 || !this.singly) {
      // One of them is at fault, or the warm state was: again from the store, one by one.
      this.singly = true;
      this.queue.unshift(...batch);
      return;
    }
    if (error instanceof KeyTaken) return batch[0]?.reject(new EngineError('key_in_use', 'Another open run of this workflow has the key. End it before this one is retried.'));
    await this.context.park(this.runId, reasonOf(error), batch[0]?.input ?? null, error);
    batch[0]?.reject(parked(reasonOf(error)));
  }

  /** The connection broke while a commit was under way: the history says whether it stands. */
  private async findOut(batch: Waiting[], decided: Decided | null): Promise<void> {
    for (;;) {
      try {
        // A snapshot may lie beyond what is looked for.
        const known = new Map((await this.catchUp(true)).map((event) => [event.id, event]));
        const again: Waiting[] = [];
        for (const waiting of batch) {
          const event = known.get(waiting.input.id);
          // The commit stands whole, so the successor it kept is ours.
          const mine = decided?.groups.find((group) => group.waiting === waiting)?.result;
          if (event !== undefined) waiting.resolve(mine ?? { accepted: true, seq: event.seq, at: event.at, kept: null });
          else again.push(waiting);
        }
        this.queue.unshift(...again);
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) {
          for (const waiting of batch) waiting.reject(error);
          return;
        }
        await this.context.pause();
      }
    }
  }

  private async cannotLoad(error: unknown): Promise<void> {
    if (error instanceof StoreUnavailable) return await this.context.pause();
    const batch = this.queue.splice(0);
    this.state = null;
    this.base = null;
    const told = error instanceof EngineError ? error : parked(reasonOf(error));
    if (told !== error) await this.context.park(this.runId, reasonOf(error), batch[0]?.input ?? null, error);
    for (const waiting of [...this.lookers.splice(0), ...batch]) waiting.reject(told);
  }
}

function parked(reason: string): EngineError {
  return new EngineError('run_parked', `The run is parked: ${reason}`, { reason });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
