import { stepPath } from './paths.ts';
import { present } from './present.ts';
import { dropScope, scopeAt, scopesUnder, stepAt, stepsOf } from './scopes.ts';
import type { RunState, SagaEntry, ScopeState, StepState } from './state.ts';

/**
 * What a retry does to the state: every step that failed or was cancelled goes back to not started, the containers
 * around it are open again, and completed work stays. A saga starts over, after what could not be undone is undone.
 */
export function reopen(state: RunState): void {
  reopenScope(state, scopeAt(state, ''));
}

function reopenScope(state: RunState, scope: ScopeState): void {
  scope.over = false;
  scope.closing = null;
  for (const step of stepsOf(state, scope)) {
    if (step.cleanup) forget(state, scope, step);
    else if (startsAgain(step)) reopenStep(state, scope, step);
  }
  const own = stepsOf(state, scope).filter((step) => step.undoOf === null);
  scope.open = own.filter((step) => step.closedSeq === null).length;
  scope.closed = own.length - scope.open;
}

/** Nothing is open in a run that is over, so only how a step ended matters. */
function startsAgain(step: StepState): boolean {
  return step.branch === null && step.skipped !== 'fast-forward' && (step.outcome === 'failed' || step.outcome === 'cancelled' || step.outcome === 'compensated' || step.skipped === 'race');
}

function reopenStep(state: RunState, scope: ScopeState, step: StepState): void {
  const container = step.container;
  if (container === null || step.undoOf !== null) return forget(state, scope, step);
  if (container.kind === 'saga') {
    const inside = scopeAt(state, step.path);
    const { compensation } = inside;
    if (compensation === null || compensation.failed.length === 0) return forget(state, scope, step);
    for (const entry of compensation.failed) forgetUndo(state, entry);
    inside.over = false;
    inside.compensation = { error: compensation.error, pending: compensation.failed, current: null, failed: [], restart: true };
    state.compensating += 1;
    return openAgain(step);
  }
  if (container.kind === 'group') {
    reopenScope(state, scopeAt(state, step.path));
    return openAgain(step);
  }
  if (container.total === null && container.items === null && container.next === 0) return forget(state, scope, step);
  container.errors = [];
  container.live.clear();
  for (const inside of scopesUnder(state, step)) {
    // Kept iterations that completed (a view's, or one whose work can be undone) have no closing.
    if (inside.over && inside.closing === null) continue;
    reopenScope(state, inside);
    container.live.add(present(inside.index, 'iteration', inside.path));
  }
  openAgain(step);
}

function openAgain(step: StepState): void {
  step.status = 'running';
  step.outcome = null;
  step.closedSeq = null;
  step.closedAt = null;
  step.error = null;
  step.handled = null;
  step.branch = null;
  step.cancelling = false;
  step.timer = null;
}

function forget(state: RunState, scope: ScopeState, step: StepState): void {
  for (const inside of scopesUnder(state, step)) dropScope(state, inside);
  state.steps.delete(step.path);
  scope.steps = scope.steps.filter((path) => path !== step.path);
}

function forgetUndo(state: RunState, entry: SagaEntry): void {
  forget(state, scopeAt(state, entry.scope), stepAt(state, stepPath(entry.scope, entry.undo)));
}
