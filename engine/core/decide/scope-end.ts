import type { Json, JsonObject } from '../../definition/json.ts';
import { stepPath } from '../paths.ts';
import { present } from '../present.ts';
import { nearestSaga, outerOf, stepAt } from '../scopes.ts';
import type { ScopeState } from '../state.ts';
import { REASONS } from './closing.ts';
import { compensateNext, startCompensation } from './compensation.ts';
import { iterationOver } from './containers.ts';
import { type Decider, emit, planNode, planScope } from './decider.ts';
import { failStep } from './failure.ts';
import { complete } from './open-node.ts';
import { finishRun } from './run-end.ts';
import { cancelled } from './tasks.ts';

/** Every forward node of a scope has closed: its container goes on with the scope's output. */
export function completeScope(decider: Decider, scope: ScopeState): void {
  if (scope.step === null) return finishRun(decider);
  const output = scopeOutput(decider, scope);
  if (scope.index === null) return complete(decider, { path: scope.step, origin: {} }, { output });
  const step = stepAt(decider.state, scope.step);
  emit(decider, { type: 'iteration.completed', path: scope.step, data: { index: scope.index, output } });
  iterationOver(decider, step, { index: scope.index, completed: true });
}

/** The value of the one `end`; of several, those reached by id; without any, the same over the sinks. */
export function scopeOutput(decider: Decider, scope: ScopeState): Json {
  const { ends, sinks } = planScope(decider.plan, scope.plan);
  const from = ends.length > 0 ? ends : sinks;
  const reached: JsonObject = {};
  for (const id of from) {
    const step = decider.state.steps.get(stepPath(scope.path, id));
    if (step !== undefined && (step.outcome === 'completed' || step.handled !== null)) reached[id] = step.output;
  }
  const only = from[0];
  return from.length === 1 && only !== undefined ? (reached[only] ?? null) : reached;
}

type Closing = NonNullable<ScopeState['closing']>;

/** A closing scope has nothing open any more. */
export function scopeEmptied(decider: Decider, scope: ScopeState, closing: Closing): void {
  if (scope.compensation !== null) return compensateNext(decider, scope);
  if (scope.log !== null && compensatesHere(decider, scope, scope.log.length, closing)) return startCompensation(decider, scope);
  if (scope.step === null) return finishRun(decider);
  const step = stepAt(decider.state, scope.step);
  if (scope.index !== null) {
    const { index } = scope;
    if (closing.cause === 'failure') emit(decider, { type: 'iteration.failed', path: step.path, data: { index, error: present(closing.error, 'error', scope.path) } });
    else emit(decider, { type: 'iteration.cancelled', path: step.path, data: { index } });
    return iterationOver(decider, step, { index, completed: false });
  }
  if (closing.cause === 'failure' && !step.cancelling) {
    return failStep(decider, step.path, planNode(decider.plan, step.node), present(closing.error, 'error', scope.path), {});
  }
  cancelled(decider, step, REASONS[closing.cause]);
}

/**
 * A saga that fails walks back itself, even when there is nothing to undo: its `compensated` branch may be waiting. One
 * that is closed from outside hands its log to a closing saga around it, which undoes everything in one order.
 */
function compensatesHere(decider: Decider, scope: ScopeState, logged: number, closing: Closing): boolean {
  if (closing.cause === 'failure') return true;
  if (logged === 0) return false;
  const around = outerOf(decider.state, scope);
  const outer = around === null ? null : nearestSaga(decider.state, around.path);
  return outer === null || outer.closing === null;
}
