import type { StepError } from '../events.ts';
import { stepPath } from '../paths.ts';
import { present } from '../present.ts';
import { outerOf, scopeAt, stepAt } from '../scopes.ts';
import type { CompensationState, ScopeState, StepState } from '../state.ts';
import { compensationOf } from '../evolve-saga.ts';
import { closeScope, REASONS } from './closing.ts';
import { type Decider, emit, lookAtScope, planNode } from './decider.ts';
import { failStep } from './failure.ts';
import { lookEverywhere } from './look-everywhere.ts';
import { isOverrun } from './overrun.ts';
import { openUndo } from './open-node.ts';
import { afterClosed } from './settle.ts';
import { cancelled } from './tasks.ts';

/** A closed saga walks back: what it completed is undone, last first, one at a time. */
export function startCompensation(decider: Decider, scope: ScopeState): void {
  const steps = present(scope.log, 'saga', scope.path).map((entry) => entry.path);
  emit(decider, { type: 'saga.compensating', path: scope.path, data: { error: scope.closing?.error ?? null, steps } });
  compensateNext(decider, scope);
}

export function compensateNext(decider: Decider, scope: ScopeState): void {
  const compensation = compensationOf(scope);
  if (compensation.current !== null) return;
  const entry = compensation.pending.at(-1);
  if (entry === undefined) return finishCompensation(decider, scope, compensation);
  if (decider.left !== null && isOverrun(decider)) return void decider.left.sagas.add(scope.path);
  const node = planNode(decider.plan, entry.undo);
  emit(decider, { type: 'step.compensating', path: entry.path, data: { saga: scope.path, undo: stepPath(entry.scope, entry.undo) } });
  openUndo(decider, scopeAt(decider.state, entry.scope), node, entry.path);
}

/** An undo step has closed: the next one is due, whether it could be undone or not. */
export function undoClosed(decider: Decider, step: StepState, undoOf: string): void {
  const saga = sagaUndoing(decider, step, undoOf);
  if (step.outcome === 'completed' || step.outcome === 'skipped') {
    emit(decider, { type: 'step.compensated', path: undoOf, data: { saga: saga.path, undo: step.path } });
  } else {
    const error = present(step.error, 'error', step.path);
    emit(decider, { type: 'step.compensation_failed', path: undoOf, data: { saga: saga.path, undo: step.path, error } });
  }
  // Through the agenda: a long way back of computing steps must not nest.
  lookAtScope(decider, saga.path);
}

/** The saga whose way back the undo step is on: not always the nearest, because an inner saga hands its log outward. */
function sagaUndoing(decider: Decider, step: StepState, undoOf: string): ScopeState {
  let scope: ScopeState | null = scopeAt(decider.state, step.scope);
  while (scope !== null && scope.compensation?.current?.path !== undoOf) scope = outerOf(decider.state, scope);
  return present(scope, 'way back', undoOf);
}

function finishCompensation(decider: Decider, scope: ScopeState, compensation: CompensationState): void {
  const step = stepAt(decider.state, scope.path);
  const node = planNode(decider.plan, step.node);
  const open = compensation.failed.map((entry) => entry.path);
  const { cause } = present(scope.closing, 'closing', scope.path);
  if (open.length > 0) {
    emit(decider, { type: 'saga.compensated', path: scope.path, data: { open } });
    const error = notUndone(open, compensation.error);
    emit(decider, { type: 'step.failed', path: step.path, data: { error } });
    afterClosed(decider, step);
    return closeScope(decider, scopeAt(decider.state, ''), 'failure', error);
  }
  if (compensation.restart) {
    emit(decider, { type: 'saga.compensated', path: scope.path, data: { open, restart: true } });
    return lookEverywhere(decider);
  }
  if (cause === 'failure' && !step.cancelling && node.outgoing.some((edge) => edge.branch === 'compensated')) {
    emit(decider, { type: 'saga.compensated', path: scope.path, data: { open, branch: 'compensated' } });
    return afterClosed(decider, step);
  }
  emit(decider, { type: 'saga.compensated', path: scope.path, data: { open } });
  if (cause === 'failure' && !step.cancelling) return failStep(decider, step.path, node, present(compensation.error, 'error', scope.path), {});
  cancelled(decider, step, REASONS[cause]);
}

export function notUndone(open: readonly string[], cause: StepError | null): StepError {
  const error: StepError = { type: 'compensation_failed', message: `Not everything could be undone: ${open.join(', ')}.`, details: { open: [...open] } };
  if (cause !== null) error.cause = cause;
  return error;
}
