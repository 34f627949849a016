import { ExpressionError } from '../definition/expressions/template.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import type { Look } from '../definition/ref.ts';
import type { Plan, PlanNode } from '../definition/plan.ts';
import type { StepError } from './events.ts';
import { expressionScope } from './expression-scope.ts';
import { nodeAsOf } from './overrides.ts';
import { stepAt } from './scopes.ts';
import type { RunState, StepState } from './state.ts';

export type Resolved = { ok: true; params: JsonObject } | { ok: false; error: StepError };

/**
 * The parameters of a step with every expression evaluated, against the state as of the event that opened it. All
 * attempts of a step share them; they are derived whenever they are needed and never stored. A large value that is only
 * handed on stays a reference.
 * @param look large values at hand
 * @throws NeedsValues when an expression looks into one that is not
 */
export function resolveStep(plan: Plan, state: RunState, path: string, look?: Look): Resolved {
  const step = stepAt(state, path);
  if (!plan.nodes.has(step.node)) return { ok: false, error: { type: 'unknown_node', message: `The plan has no node "${step.node}".` } };
  return resolveParams(plan, state, nodeAsOf(plan, state, step.node, step.openedSeq), step, look);
}

function resolveParams(plan: Plan, state: RunState, node: PlanNode, step: StepState, look: Look | undefined): Resolved {
  const scope = expressionScope(plan, state, step.scope, { asOf: step.openedSeq, now: step.openedAt, look, ...undoOptions(state, step) });
  const params: JsonObject = {};
  try {
    for (const [name, template] of node.params) params[name] = template.evaluate(scope);
  } catch (error) {
    return { ok: false, error: expressionFailure(error) };
  }
  return { ok: true, params };
}

/** For an undo step, what `compensated.output` is: null when the work ended without an answer. */
export function undoOptions(state: RunState, step: { undoOf: string | null }): { compensated?: Json } {
  return step.undoOf === null ? {} : { compensated: stepAt(state, step.undoOf).output };
}

/** Turns a failed evaluation into the failure of its node. @throws the error itself when it is no evaluation's: a bug of ours */
export function expressionFailure(error: unknown): StepError {
  if (!(error instanceof ExpressionError)) throw error;
  return { type: 'expression_error', message: error.message, details: { expression: error.source, at: error.pointer } };
}
