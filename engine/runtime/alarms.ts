import type { TimerPurpose } from '../core/effects.ts';
import { PassingMap } from '../core/passing-map.ts';
import type { RunInput } from '../core/events.ts';
import type { Dispatcher } from '../ports/dispatcher.ts';
import type { Log } from '../ports/log.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import { type DueTimer, type Store, StoreUnavailable, type TaskRef } from '../ports/store.ts';
import { Batcher } from './batcher.ts';
import { EngineError } from './engine.ts';
import type { Runs } from './runs.ts';

/** How far ahead due instants are fetched, how often, and how long they are this process's afterwards, ms. */
export const HORIZON_MS = 1_000;
const LOOK_EVERY_MS = 400;
const HOLD_MS = 2_500;
const PAGE = 1_000;
/** Instants that this process holds and fires at once. What is due beyond them waits for the next look, here or elsewhere. */
const MOST = 2_000;
const LOOK_AGAIN_MS = 20;

/**
 * Everything that happens by itself at an instant: timers fire, retries are rung. What a commit of this process sets for
 * the next second is watched here from that moment; the rest is fetched from the store a second ahead.
 */
export class Alarms {
  private readonly set = new PassingMap<NodeJS.Timeout>();
  private readonly marks: Batcher<TaskRef, undefined>;
  private looking: NodeJS.Timeout | null = null;
  private closed = false;
  private firing = 0;
  /** More was due than could be taken: look again as soon as there is room. */
  private behind = false;
  readonly counts = { fired: 0, late: 0, rung: 0 };

  constructor(
    private readonly options: { owner: string; store: Store; runs: Runs; dispatcher: Pick<Dispatcher, 'ring'>; log: Log; now: () => number },
  ) {
    this.marks = new Batcher(
      async (tasks) => {
        const rings = await options.store.markRung(tasks);
        this.counts.rung += rings.length;
        await options.dispatcher.ring(rings);
        return tasks.map(() => undefined);
      },
      { largest: 500, parallel: 1 },
    );
  }

  /** Fetches what is due from the store from now on. Processes that only start runs need not. */
  start(): void {
    if (this.closed) return;
    this.looking = setTimeout(() => void this.look().finally(() => this.start()), this.behind ? LOOK_AGAIN_MS : LOOK_EVERY_MS);
    this.looking.unref();
  }

  /** Takes what a commit of this process set for the near future, and forgets what it cleared. */
  committed(commit: RunCommit): void {
    for (const seq of commit.clearTimers) this.clear(`${commit.runId}.${seq}`);
    for (const timer of commit.setTimers) if (timer.armed) this.timer({ runId: commit.runId, seq: timer.seq, path: timer.path, purpose: timer.purpose, dueAt: timer.dueAt });
    const horizon = this.options.now() + HORIZON_MS;
    for (const task of commit.openTasks) {
      if (!task.rung && !task.external && task.token === null && task.availableAt <= horizon) this.task({ runId: commit.runId, seq: task.seq }, task.availableAt);
    }
  }

  close(): void {
    this.closed = true;
    if (this.looking !== null) clearTimeout(this.looking);
    for (const [key] of this.set) this.clear(key);
  }

  private async look(): Promise<void> {
    const { store, owner, log } = this.options;
    if (this.behind && this.held > MOST / 2) return;
    try {
      this.behind = true;
      while (this.held < MOST) {
        const page = Math.min(PAGE, MOST - this.held);
        const timers = await store.armTimers(owner, HORIZON_MS, HOLD_MS, page);
        for (const timer of timers) this.timer(timer);
        this.behind = timers.length === page;
        if (!this.behind) break;
      }
      for (const task of await store.tasksDueWithin(HORIZON_MS, PAGE)) this.task(task, task.availableAt);
    } catch (error) {
      this.behind = false;
      log.debug({ err: error }, 'Due timers could not be fetched; trying again');
    }
  }

  /** Timers held or being fired. */
  get held(): number {
    return this.set.size + this.firing;
  }

  private timer(timer: DueTimer): void {
    this.at(`${timer.runId}.${timer.seq}`, timer.dueAt, () => void this.fire(timer));
  }

  private task(task: TaskRef, dueAt: number): void {
    this.at(`${task.runId}.${task.seq}.task`, dueAt, () => void this.marks.call(task).catch(() => {}));
  }

  private at(key: string, dueAt: number, act: () => void): void {
    if (this.closed || this.set.has(key)) return;
    const wake = (): void => {
      // Never early: the process's timers may be, by a millisecond.
      const left = dueAt - this.options.now();
      if (left > 0) return void this.set.set(key, setTimeout(wake, left));
      this.set.delete(key);
      act();
    };
    this.set.set(key, setTimeout(wake, Math.max(0, dueAt - this.options.now())));
  }

  private clear(key: string): void {
    const timer = this.set.get(key);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.set.delete(key);
  }

  private async fire(timer: DueTimer): Promise<void> {
    if (this.options.now() - timer.dueAt > 100) this.counts.late++;
    this.firing++;
    try {
      await this.options.runs.deliver(timer.runId, { input: inputOf(timer) });
      this.counts.fired++;
    } catch (error) {
      // Held by this process for a moment still; then whoever looks next takes it.
      if (error instanceof EngineError || error instanceof StoreUnavailable) this.options.log.debug({ err: error, runId: timer.runId }, 'A timer could not be fired');
      else this.options.log.error({ err: error, runId: timer.runId }, 'A timer could not be fired');
    } finally {
      this.firing--;
    }
  }
}

/** One that is due is an input like any other; the purpose says which. */
function inputOf({ seq, path, purpose }: DueTimer): RunInput {
  const id = `timer-${seq}`;
  return purpose === ('continue' satisfies TimerPurpose) ? { id, type: 'run.continued', data: { timer: seq } } : { id, type: 'timer.fired', path, data: { timer: seq } };
}
