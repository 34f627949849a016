import type { RunEvent } from '../events.ts';
import type { RunState } from '../state.ts';
import { type Closed, closedBy, type Opened, type Recorded } from './recorded.ts';
import { type Difference, endsComparison, isGraver, toldChanges, type Unanswered } from './differences.ts';

/** Differences kept of one run; the first of the gravest is always among them. */
const KEPT = 20;

/** Holds what would be against what was, path by path, in the order in which it would happen. */
export class Comparison {
  readonly differences: Difference[] = [];
  /** What follows is the consequence of what was found. */
  ended = false;
  private readonly opened = new Map<string, number>();
  private readonly closed = new Map<string, number>();
  private readonly unanswered = new Set<string>();

  constructor(private readonly recorded: Recorded) {}

  add(difference: Difference): void {
    if (this.ended) return;
    this.ended = endsComparison(difference);
    if (this.differences.length < KEPT) this.differences.push(difference);
    // The verdict is made of what is kept.
    else if (isGraver(difference, this.differences)) this.differences[KEPT - 1] = difference;
  }

  /** A step has begun. @returns whether outcomes that were recorded stand for its own, and its clock for the one of then */
  begins(path: string, now: Opened): { answered: boolean; sameClock: boolean } {
    const index = next(this.opened, path);
    const before = this.recorded.steps.get(path)?.opened[index];
    if (before === undefined || before.type !== now.type) {
      // A clock needs nobody's answer.
      if (!isClock(now)) this.lacks(path, before === undefined ? 'new_step' : 'other_type');
      return { answered: false, sameClock: false };
    }
    const changes = before.params === null || now.params === null ? null : toldChanges(before.params, now.params);
    const wait = changes ?? toldChanges(before.wait, now.wait);
    if (wait !== null) this.add({ kind: 'input', path, ...wait });
    return { answered: true, sameClock: before.clocks === now.clocks };
  }

  /** A step goes without the answer that it needs; told once. */
  lacks(path: string, why: Unanswered): void {
    if (this.unanswered.has(path)) return;
    this.unanswered.add(path);
    this.add({ kind: 'no_result', path, why });
  }

  isUnanswered(path: string): boolean {
    return this.unanswered.has(path);
  }

  /** An event that was derived, or the outcome that it followed from. */
  sees(event: RunEvent): void {
    const closed = closedBy(event);
    if (closed === null) return;
    const { path } = closed;
    const before = this.recorded.steps.get(path)?.closed[next(this.closed, path)];
    if (before === undefined) {
      if (event.type === 'step.failed' && closed.branch === null) this.add({ kind: 'fails', path, error: told(event.data.error) });
      return;
    }
    this.holdAgainst(path, before, closed, event);
  }

  private holdAgainst(path: string, before: Closed, now: Closed, event: RunEvent): void {
    if (now.status === 'failed' && before.status !== 'failed' && event.type === 'step.failed') return this.add({ kind: 'fails', path, error: told(event.data.error) });
    if (now.status === 'skipped' && before.status !== 'skipped') return this.add({ kind: 'left_out', path });
    if (before.branch !== now.branch) this.add({ kind: 'branch', path, before: before.branch, now: now.branch });
    // What is skipped or was skipped has no output to be compared.
    const changes = now.status === 'completed' && before.status === 'completed' && event.derived ? toldChanges(before.output, now.output) : null;
    if (changes !== null) this.add({ kind: 'output', path, ...changes });
  }

  /** The run is over as far as it can be told. */
  ends(state: RunState, isOver: boolean): void {
    if (this.ended || !isOver) return;
    const was = this.recorded.state;
    for (const [path, { opened, closed }] of this.recorded.steps) {
      if (opened.length > (this.opened.get(path) ?? 0) && closed.length > (this.closed.get(path) ?? 0)) this.add({ kind: 'left_out', path });
    }
    if (state.status !== was.status) {
      if (state.status === 'failed' && state.error !== null) this.add({ kind: 'fails', path: null, error: told(state.error) });
      else this.add({ kind: 'ends', before: was.status, now: state.status });
      return;
    }
    const changes = state.status === 'completed' ? toldChanges(was.output, state.output) : null;
    if (changes !== null) this.add({ kind: 'result', ...changes });
  }
}

function next(counts: Map<string, number>, path: string): number {
  const index = counts.get(path) ?? 0;
  counts.set(path, index + 1);
  return index;
}

function isClock({ wait }: Opened): boolean {
  return typeof wait === 'object' && wait !== null && !Array.isArray(wait) && wait['kind'] === 'timer';
}

function told({ type, message }: { type: string; message: string }): { type: string; message: string } {
  return { type, message: message.length > 500 ? `${message.slice(0, 500)}…` : message };
}
