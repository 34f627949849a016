import { cloneState, emptyState, emptyTrace, evolve, trace, type RunEvent, type RunState, type RunTrace } from '@/engine/index.ts';

type Checkpoint = { seq: number; state: RunState; trace: RunTrace };

/** Fewest events between two checkpoints; long histories keep about sixteen. */
const SMALLEST_GAP = 1_024;
const CHECKPOINTS = 16;
/** The clock is asked once in so many events. */
const CHUNK = 64;

/**
 * Folds a history to any event of it, in slices that leave the page time to breathe. Going back starts from the nearest
 * checkpoint; those are made on the first way forward, so that who never rewinds pays nothing.
 */
export class PastCursor {
  private state: RunState;
  private marks: RunTrace = emptyTrace();
  private checkpoints: Checkpoint[] = [];
  private target = 0;
  private readonly runId: string;
  private readonly events: readonly RunEvent[];
  private readonly now: () => number;

  /** @param events the whole history, in order from 1; it may grow */
  constructor(runId: string, events: readonly RunEvent[], now: () => number = () => performance.now()) {
    this.runId = runId;
    this.events = events;
    this.now = now;
    this.state = emptyState(runId, { retain: true });
  }

  /** Asks for the state after event `seq`; `pump` until it answers true. */
  seek(seq: number): void {
    this.target = Math.max(0, Math.min(seq, this.events.length));
    if (this.target >= this.state.seq) {
      const ahead = this.nearest(this.target);
      if (ahead !== null && ahead.seq > this.state.seq) this.restore(ahead);
      return;
    }
    this.restore(this.nearest(this.target));
  }

  /** Folds for about `budgetMs`. @returns whether the target is reached */
  pump(budgetMs: number): boolean {
    const end = this.now() + budgetMs;
    const gap = Math.max(SMALLEST_GAP, Math.ceil(this.events.length / CHECKPOINTS));
    while (this.state.seq < this.target) {
      for (let count = 0; count < CHUNK && this.state.seq < this.target; count++) {
        const event = this.events[this.state.seq]!;
        this.state = evolve(this.state, event);
        this.marks = trace(this.marks, event);
        if (this.state.seq % gap === 0) this.keep();
      }
      if (this.now() >= end) break;
    }
    return this.state.seq >= this.target;
  }

  get progress(): { done: number; total: number } {
    return { done: this.state.seq, total: this.target };
  }

  /** The state that was reached, in a wrapper of its own; it holds until the next `seek` or `pump`. */
  get moment(): { state: RunState; trace: RunTrace } {
    return { state: this.state, trace: this.marks };
  }

  private keep(): void {
    const last = this.checkpoints.at(-1);
    if (last !== undefined && last.seq >= this.state.seq) return;
    this.checkpoints.push({ seq: this.state.seq, state: cloneState(this.state), trace: structuredClone(this.marks) });
  }

  private nearest(seq: number): Checkpoint | null {
    return this.checkpoints.findLast((checkpoint) => checkpoint.seq <= seq) ?? null;
  }

  private restore(checkpoint: Checkpoint | null): void {
    this.state = checkpoint === null ? emptyState(this.runId, { retain: true }) : cloneState(checkpoint.state);
    this.marks = checkpoint === null ? emptyTrace() : structuredClone(checkpoint.trace);
  }
}
