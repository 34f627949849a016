import type { RunEvent } from './events.ts';
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
      scope.compensation = { error: event.data.error, pending: wayBack(scope.log ?? []), current: null, failed: [], restart: false };
      scope.log = [];
      state.compensating += 1;
      return;
    }
    case 'step.compensating': {
      const compensation = compensationOf(scopeAt(state, event.data.saga));
      compensation.current = compensation.pending.pop() ?? null;
      const step = state.steps.get(event.path);
      if (step !== undefined) step.status = 'compensating';
      return;
    }
    case 'step.compensated': {
      compensationOf(scopeAt(state, event.data.saga)).current = null;
      const step = state.steps.get(event.path);
      if (step !== undefined) step.status = 'compensated';
      return;
    }
    case 'step.compensation_failed': {
      const compensation = compensationOf(scopeAt(state, event.data.saga));
      if (compensation.current !== null) compensation.failed.push(compensation.current);
      compensation.current = null;
      const step = state.steps.get(event.path);
      if (step !== undefined) step.status = step.outcome ?? 'failed';
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
  state.openCompensations.push(...event.data.open);
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

/** Last first from the end: completed steps by completion, on top those that ended without an answer. */
function wayBack(log: readonly SagaEntry[]): SagaEntry[] {
  return [...log].sort((a, b) => Number(!a.answered) - Number(!b.answered) || a.closedSeq - b.closedSeq);
}

function compensationOf(scope: ScopeState): CompensationState {
  if (scope.compensation === null) throw new Error(`The saga "${scope.path}" is not on its way back.`);
  return scope.compensation;
}
