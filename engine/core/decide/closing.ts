import type { PlanNode } from '../../definition/plan.ts';
import type { ClosingCause, StepError } from '../events.ts';
import { stepPath } from '../paths.ts';
import { scopesOf, stepAt, stepsOf } from '../scopes.ts';
import type { ScopeState, StepState } from '../state.ts';
import { type Decider, emit, lookAtScope, planNode, planScope } from './decider.ts';
import { afterClosed } from './settle.ts';
import { cancelled } from './tasks.ts';

/** How long an attempt that was asked to stop may take to answer. */
export const GRACE_MS = 30_000;

/**
 * The one procedure for failure, cancel, fail-fast, race and timeout: start nothing more in the scope, withdraw its
 * waits, cancel its awaited children, ask its attempts to stop. It ends when it is empty.
 */
export function closeScope(decider: Decider, scope: ScopeState, cause: ClosingCause, error: StepError | null): void {
  if (scope.over || scope.closing !== null) return;
  emit(decider, { type: 'scope.closing', path: scope.path, data: { cause, error } });
  for (const step of stepsOf(decider.state, scope)) {
    if (step.undoOf === null && !step.cleanup) withdraw(decider, step, cause);
  }
  lookAtScope(decider, scope.path);
}

/** Takes one open step back: at once where nobody works on it, else by asking. */
export function withdraw(decider: Decider, step: StepState, cause: ClosingCause): void {
  if (step.closedSeq !== null || step.cancelling) return;
  const reason = REASONS[cause];
  if (step.container !== null) return withdrawContainer(decider, step, cause);
  const wait = step.wait;
  if (wait?.kind === 'child') {
    emit(decider, { type: 'step.cancelling', path: step.path, data: { reason, ...skippedBy(cause) } });
    decider.effects.push({ type: 'child.cancel', runId: wait.runId, how: 'cancel', reason });
    return;
  }
  if (wait !== null) {
    clearWait(decider, step);
    return cancelled(decider, step, reason, skippedBy(cause));
  }
  // The outcome of its attempt is already recorded, but was not answered while the run was paused.
  if (step.task === null) return cancelled(decider, step, reason, skippedBy(cause));
  const task = step.task;
  if (nobodyHolds(decider, step, task)) {
    decider.effects.push({ type: 'task.close', seq: task });
    return cancelled(decider, step, reason, skippedBy(cause));
  }
  const graceUntil = decider.at + GRACE_MS;
  const seq = emit(decider, { type: 'step.cancelling', path: step.path, data: { reason, ...skippedBy(cause) } });
  decider.effects.push({ type: 'task.abort', seq: task, graceUntil }, { type: 'timer.set', seq, path: step.path, purpose: 'grace', dueAt: graceUntil });
}

/** A step that a fast-forward goes past stays cancelled when the run is retried. */
function skippedBy(cause: ClosingCause): { skipped?: 'fast-forward' } {
  return cause === 'fast-forward' ? { skipped: 'fast-forward' } : {};
}

/** No worker can be at it: the task was opened by this very input (a fork opens all it has), or is a retry that is not due yet. */
function nobodyHolds(decider: Decider, step: StepState, task: number): boolean {
  const [input] = decider.events;
  const openedNow = input?.type === 'run.forked' || task >= (input?.seq ?? 0);
  return openedNow || (step.dueAt !== null && step.dueAt > decider.at);
}

/** Removes the timer and the inbox row of a waiting step. */
export function clearWait(decider: Decider, step: StepState): void {
  if (step.timer !== null) decider.effects.push({ type: 'timer.clear', seq: step.timer });
  if (step.wait?.kind === 'approval') {
    decider.effects.push({ type: 'approval.close', seq: step.openedSeq, outcome: null, by: null, comment: null, data: null, decidedAt: decider.at });
  }
}

/** The node fires without the rest: steps that lead only to this join are cancelled, those not begun are skipped. */
export function cancelRest(decider: Decider, scope: ScopeState, join: PlanNode): void {
  const { order } = planScope(decider.plan, scope.plan);
  const onlyHere = new Set<string>([join.id]);
  for (const id of [...order].reverse()) {
    const node = planNode(decider.plan, id);
    if (node.outgoing.length > 0 && node.outgoing.every((edge) => onlyHere.has(edge.target))) onlyHere.add(id);
  }
  onlyHere.delete(join.id);
  for (const id of order) {
    if (!onlyHere.has(id)) continue;
    const path = stepPath(scope.path, id);
    const step = decider.state.steps.get(path);
    if (step !== undefined) withdraw(decider, step, 'race');
    else {
      emit(decider, { type: 'step.skipped', path, data: { reason: 'race' } });
      afterClosed(decider, stepAt(decider.state, path));
    }
  }
}

function withdrawContainer(decider: Decider, step: StepState, cause: ClosingCause): void {
  emit(decider, { type: 'step.cancelling', path: step.path, data: { reason: REASONS[cause], ...skippedBy(cause) } });
  const inner = scopesOf(decider.state, step).filter((scope) => !scope.over);
  if (inner.length === 0) return cancelled(decider, step, REASONS[cause], skippedBy(cause));
  for (const scope of inner) closeScope(decider, scope, cause === 'failure' ? 'outer' : cause, null);
}

export const REASONS: Readonly<Record<ClosingCause, string>> = {
  failure: 'another step failed',
  outer: 'what it stands in was closed',
  cancel: 'the run was cancelled',
  timeout: 'the run timed out',
  race: 'another branch was first',
  'fast-forward': 'the run went on past it',
};
