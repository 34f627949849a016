import { dropScope, scopesUnder } from './scopes.ts';
import type { RunState, ScopeState, StepState } from './state.ts';

/**
 * What a retry does to the state: every step that failed or was cancelled goes back to not started, the containers
 * around it are open again, and completed work stays. A saga starts over, after what could not be undone is undone.
 */
export function reopen(state: RunState): void {
  const root = state.scopes.get('');
  if (root !== undefined) reopenScope(state, root);
}

function reopenScope(state: RunState, scope: ScopeState): void {
  scope.over = false;
  scope.closing = null;
  for (const path of [...scope.steps]) {
    const step = state.steps.get(path);
    if (step === undefined) continue;
    if (step.cleanup) forget(state, scope, step);
    else if (startsAgain(step)) reopenStep(state, scope, step);
  }
  const own = scope.steps.map((path) => state.steps.get(path)).filter((step) => step !== undefined && step.undoOf === null);
  scope.open = own.filter((step) => step?.closedSeq === null).length;
  scope.closed = own.length - scope.open;
}

function startsAgain(step: StepState): boolean {
  if (step.closedSeq === null) return true;
  return step.branch === null && (step.outcome === 'failed' || step.outcome === 'cancelled' || step.outcome === 'compensated' || step.skipped === 'race');
}

function reopenStep(state: RunState, scope: ScopeState, step: StepState): void {
  const container = step.container;
  if (container === null || step.undoOf !== null) return forget(state, scope, step);
  if (container.kind === 'saga') {
    const inside = state.scopes.get(step.path);
    const stuck = inside?.compensation?.failed ?? [];
    if (inside === undefined || stuck.length === 0) return forget(state, scope, step);
    for (const entry of stuck) forgetUndo(state, entry.scope, entry.undo);
    inside.over = false;
    inside.compensation = { error: inside.compensation?.error ?? null, pending: stuck, current: null, failed: [], restart: true };
    state.compensating += 1;
    return openAgain(step);
  }
  if (container.kind === 'group') {
    const inside = state.scopes.get(step.path);
    if (inside === undefined) return forget(state, scope, step);
    reopenScope(state, inside);
    return openAgain(step);
  }
  if (container.total === null && container.items === null && container.next === 0) return forget(state, scope, step);
  container.errors = [];
  container.live.clear();
  for (const inside of scopesUnder(state, step)) {
    const index = inside.index ?? 0;
    // Kept iterations that completed (a view's, or one whose work can be undone) have no closing.
    if (inside.over && inside.closing === null) continue;
    reopenScope(state, inside);
    container.live.add(index);
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

function forgetUndo(state: RunState, scopePath: string, undo: string): void {
  const scope = state.scopes.get(scopePath);
  const path = scopePath === '' ? undo : `${scopePath}/${undo}`;
  const step = state.steps.get(path);
  if (scope !== undefined && step !== undefined) forget(state, scope, step);
}
