import type { RunEvent } from './events.ts';
import { present } from './present.ts';
import { dropScope, scopeAt, stepAt } from './scopes.ts';
import type { CompensationState, RunState, SagaEntry, ScopeState } from './state.ts';

export type SagaEvent = Extract<RunEvent, { type: 'scope.closing' | 'saga.compensating' | 'step.compensating' | 'step.compensated' | 'step.compensation_failed' | 'saga.compensated' }>;

export function applySagaEvent(state: RunState, event: SagaEvent): void {
  switch (event.type) {
    case 'scope.closing':
      scopeAt(state, event.path).closing = { cause: event.data.cause, error: event.data.error };
      return;
    case 'saga.compensating': {
      const scope = scopeAt(state, event.path);
      scope.compensation = { error: event.data.error, pending: inWalkingOrder(present(scope.log, 'saga', scope.path)), current: null, failed: [], restart: false };
      scope.log = [];
      state.compensating += 1;
      return;
    }
    case 'step.compensating': {
      const compensation = compensationOf(scopeAt(state, event.data.saga));
      compensation.current = present(compensation.pending.pop(), 'entry', event.path);
      stepAt(state, event.path).status = 'compensating';
      return;
    }
    case 'step.compensated': {
      compensationOf(scopeAt(state, event.data.saga)).current = null;
      stepAt(state, event.path).status = 'compensated';
      return;
    }
    case 'step.compensation_failed': {
      const compensation = compensationOf(scopeAt(state, event.data.saga));
      compensation.failed.push(present(compensation.current, 'entry', event.path));
      compensation.current = null;
      const step = stepAt(state, event.path);
      step.status = present(step.outcome, 'outcome', event.path);
      return;
    }
    case 'saga.compensated':
      endCompensation(state, event);
      return;
  }
}

function endCompensation(state: RunState, event: Extract<SagaEvent, { type: 'saga.compensated' }>): void {
  const scope = scopeAt(state, event.path);
  const step = stepAt(state, event.path);
  state.compensating -= 1;
  state.openCompensations = [...state.openCompensations, ...event.data.open];
  if (event.data.restart === true) {
    const outer = scopeAt(state, step.scope);
    dropScope(state, scope);
    state.steps.delete(step.path);
    outer.steps = outer.steps.filter((path) => path !== step.path);
    outer.open -= 1;
    return;
  }
  scope.over = true;
  if (event.data.branch === undefined) return;
  const outer = scopeAt(state, step.scope);
  step.status = 'compensated';
  step.outcome = 'compensated';
  step.branch = event.data.branch;
  step.closedSeq = event.seq;
  step.closedAt = event.at;
  step.error = compensationOf(scope).error;
  outer.open -= 1;
  outer.closed += 1;
}

/** The last is undone first: completed steps by completion, after them those that ended without an answer. */
export function inWalkingOrder(log: readonly SagaEntry[]): SagaEntry[] {
  return [...log].sort((a, b) => Number(!a.answered) - Number(!b.answered) || a.closedSeq - b.closedSeq);
}

/** @throws Error when the saga is not on its way back */
export function compensationOf(scope: ScopeState): CompensationState {
  return present(scope.compensation, 'way back', scope.path);
}
