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
  const over = isRunOver(state.status);
  if (compensation === null) return scope.over ? [] : [...inWalkingOrder(scope.log)].reverse().map((entry) => toCome(state, entry, over ? 'left' : 'armed'));
  const stuck = new Set(compensation.failed.map(({ path }) => path));
  // What a retry walks again still has the undo step that failed.
  const pending = new Set(compensation.pending.map(({ path }) => path));
  const begun = undoStepsOf(state, scope).filter(({ undoOf }) => !pending.has(undoOf!)).map((undo): WayBackEntry => {
    const { path, node, outcome } = stepAt(state, undo.undoOf!);
    const status = stuck.has(path) ? 'stuck' : compensation.current?.path !== path ? 'undone' : over ? 'left' : 'undoing';
    return { path, node, undo: undo.node, undoPath: undo.path, status, answered: outcome === 'completed' };
  });
  return [...begun, ...[...compensation.pending].reverse().map((entry) => toCome(state, entry, over ? 'left' : 'next'))];
}

function toCome(state: RunState, { path, undo, answered }: SagaEntry, status: WayBackStatus): WayBackEntry {
  return { path, node: stepAt(state, path).node, undo, undoPath: null, status, answered };
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
