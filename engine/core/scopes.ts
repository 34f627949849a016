import { isInside, iterationPath } from './paths.ts';
import { present } from './present.ts';
import type { ContainerState, RunState, SagaEntry, ScopeState, StepState } from './state.ts';

/** @throws Error when there is none: the history does not belong to this state */
export function scopeAt(state: RunState, path: string): ScopeState {
  return present(state.scopes.get(path), 'scope', path);
}

/** @throws Error when there is none: the history does not belong to this state */
export function stepAt(state: RunState, path: string): StepState {
  return present(state.steps.get(path), 'step', path);
}

/** The steps of a scope that have a state, in order of opening. */
export function stepsOf(state: RunState, scope: ScopeState): StepState[] {
  return scope.steps.map((path) => stepAt(state, path));
}

/**
 * The same for a view of a run that goes on: its scopes are shared with states that later events were folded into, and may
 * list steps that its own map does not hold yet.
 */
export function stepsSeen(state: RunState, scope: ScopeState): StepState[] {
  // A loop, because it is asked for each of tens of thousands of iterations at every look.
  const steps: StepState[] = [];
  for (const path of scope.steps) {
    const step = state.steps.get(path);
    if (step !== undefined) steps.push(step);
  }
  return steps;
}

/** @throws Error when the step is no container */
export function containerOf(step: StepState): ContainerState {
  return present(step.container, 'container', step.path);
}

/** The scope around a scope; null at the top level. */
export function outerOf(state: RunState, scope: ScopeState): ScopeState | null {
  return scope.outer === null ? null : scopeAt(state, scope.outer);
}

export function createScope(state: RunState, path: string, plan: string, step: string | null, outer: string | null, index: number | null): ScopeState {
  const scope: ScopeState = {
    path, plan, step, outer, index,
    previous: null, closed: 0, open: 0, closing: null, steps: [], log: null, forwarded: null, logged: false, compensation: null, over: false,
  };
  state.scopes.set(path, scope);
  return scope;
}

/** The scopes of a container's step that go on: its inside, or its open iterations. */
export function scopesOf(state: RunState, step: StepState): ScopeState[] {
  const container = containerOf(step);
  if (container.kind === 'saga' || container.kind === 'group') return [scopeAt(state, step.path)];
  return [...container.live].map((index) => scopeAt(state, iterationPath(step.path, index)));
}

/** The nearest saga's scope around a scope, itself included; null outside of sagas. */
export function nearestSaga(state: RunState, scopePath: string): ScopeState | null {
  let scope: ScopeState | null = scopeAt(state, scopePath);
  while (scope !== null && scope.log === null) scope = outerOf(state, scope);
  return scope;
}

/** Removes a scope with everything below it from the state. */
export function dropScope(state: RunState, scope: ScopeState): void {
  for (const step of stepsOf(state, scope)) {
    for (const inner of scopesUnder(state, step)) dropScope(state, inner);
    state.steps.delete(step.path);
  }
  state.scopes.delete(scope.path);
}

/** All scopes of a container's step, finished iterations that were kept included. */
export function scopesUnder(state: RunState, step: StepState): ScopeState[] {
  const container = step.container;
  if (container === null) return [];
  if (container.kind === 'saga' || container.kind === 'group') return scopesOf(state, step);
  const scopes: ScopeState[] = [];
  for (let index = 0; index < container.next; index += 1) {
    const scope = state.scopes.get(iterationPath(step.path, index));
    if (scope !== undefined) scopes.push(scope);
  }
  return scopes;
}

/** A log without the entries that lie inside `path`. */
export function withoutEntries(log: readonly SagaEntry[], path: string): SagaEntry[] {
  return log.filter((entry) => !isInside(entry.path, path));
}
