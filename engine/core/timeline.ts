import type { JsonObject } from '../definition/json.ts';
import type { RunEvent } from './events.ts';
import { stepPath } from './paths.ts';
import { stepsSeen } from './scopes.ts';
import type { AttemptState, RunState, ScopeState, StepState } from './state.ts';
import { isStepClosed } from './status.ts';
import { pendingNodes, scopesByStep, scopeStatus, viewStatus, type ViewPlan, type ViewStatus } from './views.ts';

export type SegmentKind = 'queued' | 'running' | 'waiting' | 'retrying' | 'compensating';

/** A stretch of a row. `endAt` null: it goes on. `outcome` is how a stretch of work ended; null while it goes on. */
export type Segment = { kind: SegmentKind; startAt: number; endAt: number | null; outcome: ViewStatus | null };

export type TimelineRow = {
  /** Stable over folds: the path of the step or scope, with `#attempt` or `!record` behind it. */
  id: string;
  kind: 'step' | 'iteration' | 'attempt' | 'record' | 'pending';
  /** Path of the step the row belongs to; of a container for its iterations; of what would run for a pending row. */
  path: string;
  node: string;
  /** Index of an iteration, number of an attempt, position of a record. */
  index: number | null;
  depth: number;
  status: ViewStatus;
  hasChildren: boolean;
  open: boolean;
  segments: Segment[];
  startAt: number | null;
  endAt: number | null;
  /** What an agent's row shows; null for the others. */
  record: JsonObject | null;
};

/** Instants of what stands in the state without one of its own; folded beside it. */
export type RunTrace = { recordedAt: Map<string, number[]> };

export const emptyTrace = (): RunTrace => ({ recordedAt: new Map() });

/** Folds one event into the trace; consumes it as `evolve` does. */
export function trace(marks: RunTrace, event: RunEvent): RunTrace {
  if (event.type !== 'agent.recorded') return marks;
  const list = marks.recordedAt.get(event.path);
  if (list === undefined) marks.recordedAt.set(event.path, [event.at]);
  else list.push(event.at);
  return marks;
}

export type TimelineOptions = {
  /** Whether a row with children shows them. `holds` says what they are. */
  isOpen: (row: { id: string; kind: 'step' | 'iteration'; children: number; holds: 'inside' | 'records' | 'attempts' }) => boolean;
  trace?: RunTrace;
  /** Epoch ms; a retry that is due by then is shown as tried again. The state's own instant when nothing is said. */
  now?: number;
};

/**
 * The tree of a run as rows: containers, their iterations, steps, attempts, agent records. Only what is open is built,
 * so that ten thousand iterations behind a closed row cost nothing.
 */
export function timelineRows(plan: ViewPlan, state: RunState, options: TimelineOptions): TimelineRow[] {
  const rows: TimelineRow[] = [];
  const inside = scopesByStep(state);
  const now = options.now ?? state.at;
  const root = state.scopes.get('');
  if (root !== undefined) scopeRows(root, 0);
  return rows;

  function scopeRows(scope: ScopeState, depth: number): void {
    for (const step of stepsSeen(state, scope)) stepRows(step, depth);
    for (const node of pendingNodes(plan, state, scope)) {
      const path = stepPath(scope.path, node);
      rows.push({ id: path, kind: 'pending', path, node, index: null, depth, status: 'pending', hasChildren: false, open: false, segments: [], startAt: null, endAt: null, record: null });
    }
  }

  function stepRows(step: StepState, depth: number): void {
    const scopes = inside.get(step.path) ?? [];
    const attempts = step.attempts.length > 1 ? step.attempts : [];
    const children = scopes.length + attempts.length + step.records.length;
    const holds = scopes.length > 0 ? 'inside' : step.records.length > 0 ? 'records' : 'attempts';
    const open = children > 0 && options.isOpen({ id: step.path, kind: 'step', children, holds });
    rows.push({
      id: step.path, kind: 'step', path: step.path, node: step.node, index: null, depth, status: viewStatus(step, now), hasChildren: children > 0, open,
      segments: stepSegments(state, step, scopes, now), startAt: step.openedAt, endAt: stepEnd(step), record: null,
    });
    if (!open) return;
    for (const attempt of attempts) attemptRow(step, attempt, depth + 1);
    recordRows(step, depth + 1);
    for (const scope of scopes) {
      if (scope.index === null) scopeRows(scope, depth + 1);
      else iterationRows(step, scope, depth + 1);
    }
  }

  function iterationRows(step: StepState, scope: ScopeState, depth: number): void {
    const open = scope.steps.length > 0 && options.isOpen({ id: scope.path, kind: 'iteration', children: scope.steps.length, holds: 'inside' });
    const span = scopeSpan(state, scope);
    const status = scopeStatus(state, scope);
    const segments: Segment[] = span === null ? [] : [{ kind: 'running', startAt: span.startAt, endAt: span.endAt, outcome: span.endAt === null ? null : status }];
    rows.push({ id: scope.path, kind: 'iteration', path: step.path, node: step.node, index: scope.index, depth, status, hasChildren: scope.steps.length > 0, open, segments, startAt: span?.startAt ?? null, endAt: span?.endAt ?? null, record: null });
    if (open) scopeRows(scope, depth + 1);
  }

  function attemptRow(step: StepState, attempt: AttemptState, depth: number): void {
    const last = attempt === step.attempts.at(-1);
    const status: ViewStatus = attempt.error !== null ? 'failed' : attempt.endedAt === null ? viewStatus(step, now) : last ? viewStatus(step, now) : 'cancelled';
    rows.push({
      id: `${step.path}#${attempt.attempt}`, kind: 'attempt', path: step.path, node: step.node, index: attempt.attempt, depth, status, hasChildren: false, open: false,
      segments: attemptSegments(step, attempt, last, now), startAt: attempt.scheduledAt, endAt: attempt.endedAt, record: null,
    });
  }

  function recordRows(step: StepState, depth: number): void {
    const marks = options.trace?.recordedAt.get(step.path) ?? [];
    let from = step.attempts[0]?.startedAt ?? step.attempts[0]?.scheduledAt ?? step.openedAt;
    step.records.forEach((record, index) => {
      const endAt = instant(record.endedAt) ?? marks[index] ?? from;
      const startAt = Math.min(instant(record.startedAt) ?? from, endAt);
      rows.push({ id: `${step.path}!${index}`, kind: 'record', path: step.path, node: step.node, index, depth, status: 'completed', hasChildren: false, open: false, segments: [{ kind: 'running', startAt, endAt, outcome: 'completed' }], startAt, endAt, record });
      from = endAt;
    });
    // What comes after the last record is going on, and is written when it ends.
    const goesOn = !isStepClosed(step.status) && step.records.length > 0 && viewStatus(step, now) !== 'retrying';
    if (!goesOn) return;
    const index = step.records.length;
    rows.push({ id: `${step.path}!${index}`, kind: 'record', path: step.path, node: step.node, index, depth, status: 'running', hasChildren: false, open: false, segments: [{ kind: 'running', startAt: from, endAt: null, outcome: null }], startAt: from, endAt: null, record: null });
  }
}

function instant(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'string') return null;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? null : parsed;
}

function stepEnd(step: StepState): number | null {
  return isStepClosed(step.status) ? (step.closedAt ?? step.openedAt) : null;
}

/** First opening and last closing of what stands in a scope; null when nothing does. */
function scopeSpan(state: RunState, scope: ScopeState): { startAt: number; endAt: number | null } | null {
  let startAt = Infinity;
  let endAt = -Infinity;
  for (const step of stepsSeen(state, scope)) {
    startAt = Math.min(startAt, step.openedAt);
    endAt = Math.max(endAt, step.closedAt ?? step.openedAt);
  }
  if (startAt === Infinity) return null;
  return { startAt, endAt: scope.over ? endAt : null };
}

/** The stretches of a step: queued, tried, held back between tries, waiting, undone. */
export function stepSegments(state: RunState, step: StepState, scopes: readonly ScopeState[] = [], now: number = state.at): Segment[] {
  if (step.status === 'skipped') return [];
  if (step.attempts.length > 0) {
    return step.attempts.flatMap((attempt, index) => attemptSegments(step, attempt, index === step.attempts.length - 1, now));
  }
  const endAt = stepEnd(step);
  const outcome = endAt === null ? null : viewStatus(step);
  let turnedAt: number | null = null;
  for (const scope of scopes) {
    for (const inner of stepsSeen(state, scope)) {
      if (inner.undoOf !== null && (turnedAt === null || inner.openedAt < turnedAt)) turnedAt = inner.openedAt;
    }
  }
  if (turnedAt !== null) {
    return [
      { kind: 'running', startAt: step.openedAt, endAt: turnedAt, outcome: 'failed' },
      { kind: 'compensating', startAt: turnedAt, endAt: endAt === null ? null : Math.max(endAt, turnedAt), outcome },
    ];
  }
  return [{ kind: step.wait !== null ? 'waiting' : 'running', startAt: step.openedAt, endAt, outcome }];
}

/** A wait for a worker shorter than this is not worth a stretch of its own. */
const NOTABLE_QUEUE_MS = 5;

function attemptSegments(step: StepState, attempt: AttemptState, last: boolean, now: number): Segment[] {
  const segments: Segment[] = [];
  const heldBack = attempt.dueAt > attempt.scheduledAt;
  if (heldBack) {
    const waiting = attempt.endedAt === null && attempt.dueAt > now;
    const until = attempt.endedAt === null ? attempt.dueAt : Math.min(attempt.dueAt, attempt.endedAt);
    segments.push({ kind: 'retrying', startAt: attempt.scheduledAt, endAt: waiting ? null : until, outcome: null });
    if (waiting) return segments;
  }
  const readyAt = heldBack ? attempt.dueAt : attempt.scheduledAt;
  const startedAt = Math.max(readyAt, attempt.startedAt ?? readyAt);
  if (startedAt - readyAt >= NOTABLE_QUEUE_MS) segments.push({ kind: 'queued', startAt: readyAt, endAt: startedAt, outcome: null });
  if (attempt.endedAt !== null && attempt.endedAt < startedAt) return segments;
  // What was undone later had been done all the same: the stretch shows how it closed.
  const outcome: ViewStatus | null = attempt.endedAt === null ? null : attempt.error !== null ? 'failed' : last ? (step.undoOf === null ? (step.outcome ?? step.status) : viewStatus(step)) : 'cancelled';
  segments.push({ kind: step.undoOf === null ? 'running' : 'compensating', startAt: startedAt, endAt: attempt.endedAt, outcome: outcome === 'handled' ? 'failed' : outcome });
  return segments;
}
