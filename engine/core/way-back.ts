import { inWalkingOrder } from './evolve-saga.ts';
import { outerOf, scopeAt, stepAt } from './scopes.ts';
import type { RunState, SagaEntry, ScopeState, StepState } from './state.ts';
import { isRunOver } from './status.ts';

/**
 * `armed`: would be undone now; `next`: comes when its turn is there; `stuck`: could not be undone; `left`: the run ended
 * before it was undone, as one that is terminated does.
 */
export type WayBackStatus = 'armed' | 'next' | 'undoing' | 'undone' | 'stuck' | 'left';

/** One step of the way back of a saga. */
export type WayBackEntry = {
  /** The step that is undone. */
  path: string;
  node: string;
  /** The node that undoes it, and its step once that has begun. */
  undo: string;
  undoPath: string | null;
  status: WayBackStatus;
  /** False for an attempt that ended without an answer: whether it did anything outside is not known. */
  answered: boolean;
};

/**
 * The way back of a saga in the order in which it is walked: what completed last is undone first.
 * @param state a retained one: what was undone stands in it
 * @param saga the step of the saga; of another step the way is empty
 */
export function wayBackOf(state: RunState, saga: StepState): WayBackEntry[] {
  const scope = state.scopes.get(saga.path);
  if (scope === undefined || scope.log === null) return [];
  const { compensation } = scope;
  const statuses = wayBackStatuses(state, scope);
  const toCome = ({ path, undo, answered }: SagaEntry): WayBackEntry => ({ path, node: stepAt(state, path).node, undo, undoPath: null, status: statuses.get(path)!, answered });
  if (compensation === null) return scope.over ? [] : [...inWalkingOrder(scope.log)].reverse().map(toCome);
  // What a retry walks again still has the undo step that failed.
  const pending = new Set(compensation.pending.map(({ path }) => path));
  const begun = undoStepsOf(state, scope).filter(({ undoOf }) => !pending.has(undoOf!)).map((undo): WayBackEntry => {
    const { path, node, outcome } = stepAt(state, undo.undoOf!);
    return { path, node, undo: undo.node, undoPath: undo.path, status: statuses.get(path) ?? 'undone', answered: outcome === 'completed' };
  });
  return [...begun, ...[...compensation.pending].reverse().map(toCome)];
}

/** By path, what is to be said of each step that a saga would undo, undoes or could not: those that it has undone are not among them. */
export function wayBackStatuses(state: RunState, { over, log, compensation }: ScopeState): Map<string, WayBackStatus> {
  const statuses = new Map<string, WayBackStatus>();
  const put = (entries: readonly SagaEntry[], status: WayBackStatus): void => {
    for (const { path } of entries) statuses.set(path, status);
  };
  const ended = isRunOver(state.status);
  if (compensation === null) {
    if (!over) put(log ?? [], ended ? 'left' : 'armed');
    return statuses;
  }
  put(compensation.pending, ended ? 'left' : 'next');
  if (compensation.current !== null) put([compensation.current], ended ? 'left' : 'undoing');
  put(compensation.failed, 'stuck');
  return statuses;
}

/** The undo steps that have begun on the way back of a saga, in the order in which they did. */
function undoStepsOf(state: RunState, saga: ScopeState): StepState[] {
  return [...state.steps.values()].filter((step) => step.undoOf !== null && walkedBy(state, step) === saga).sort((a, b) => a.openedSeq - b.openedSeq);
}

/** The nearest saga that went back: one that completed has handed its log outward. */
function walkedBy(state: RunState, undo: StepState): ScopeState | null {
  let scope: ScopeState | null = scopeAt(state, undo.scope);
  while (scope !== null && scope.compensation === null) scope = outerOf(state, scope);
  return scope;
}
