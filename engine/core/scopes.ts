import { isInside, iterationPath } from './paths.ts';
import type { RunState, ScopeState, StepState } from './state.ts';

/** @throws Error when there is none: the history does not belong to this state */
export function scopeAt(state: RunState, path: string): ScopeState {
  const scope = state.scopes.get(path);
  if (scope === undefined) throw new Error(`Run ${state.runId} has no scope "${path}".`);
  return scope;
}

/** @throws Error when there is none: the history does not belong to this state */
export function stepAt(state: RunState, path: string): StepState {
  const step = state.steps.get(path);
  if (step === undefined) throw new Error(`Run ${state.runId} has no step "${path}".`);
  return step;
}

export function createScope(state: RunState, path: string, plan: string, step: string | null, outer: string | null, index: number | null): ScopeState {
  const scope: ScopeState = {
    path, plan, step, outer, index,
    previous: null, closed: 0, open: 0, closing: null, steps: [], log: null, logged: false, compensation: null, over: false,
  };
  state.scopes.set(path, scope);
  return scope;
}

/** The scopes of a container's step that are in the state: its inside, or its open and kept iterations. */
export function scopesOf(state: RunState, step: StepState): ScopeState[] {
  const container = step.container;
  if (container === null) return [];
  if (container.kind === 'saga' || container.kind === 'group') {
    const scope = state.scopes.get(step.path);
    return scope === undefined ? [] : [scope];
  }
  const scopes: ScopeState[] = [];
  for (const index of container.live) {
    const scope = state.scopes.get(iterationPath(step.path, index));
    if (scope !== undefined) scopes.push(scope);
  }
  return scopes;
}

/** The nearest saga's scope around a scope, itself included; null outside of sagas. */
export function nearestSaga(state: RunState, scopePath: string): ScopeState | null {
  let scope = state.scopes.get(scopePath);
  while (scope !== undefined) {
    if (scope.log !== null) return scope;
    if (scope.outer === null) return null;
    scope = state.scopes.get(scope.outer);
  }
  return null;
}

/** Removes a scope with everything below it from the state. */
export function dropScope(state: RunState, scope: ScopeState): void {
  for (const path of scope.steps) {
    const step = state.steps.get(path);
    if (step === undefined) continue;
    if (step.container !== null) for (const inner of scopesUnder(state, step)) dropScope(state, inner);
    state.steps.delete(path);
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

/** Moves the entries of the log that lie inside `path` out of it and returns them. */
export function takeEntries(scope: ScopeState, path: string): NonNullable<ScopeState['log']> {
  const log = scope.log ?? [];
  const taken = log.filter((entry) => isInside(entry.path, path));
  if (taken.length > 0) scope.log = log.filter((entry) => !isInside(entry.path, path));
  return taken;
}
