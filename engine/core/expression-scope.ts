import type { ExpressionScope, StepView } from '../definition/expressions/template.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import { type Look, opened, Ref } from '../definition/ref.ts';
import type { Plan } from '../definition/plan.ts';
import { stepPath } from './paths.ts';
import { present } from './present.ts';
import { containerOf, outerOf, scopeAt, stepAt } from './scopes.ts';
import type { RunState, ScopeState, StepState } from './state.ts';

export type ScopeOptions = {
  /** Only what had happened at this seq is seen; the state's own seq when left out. */
  asOf?: number;
  /** Epoch ms of the event that is answered. */
  now: number;
  /** For an undo step: the output of what it undoes. */
  compensated?: Json;
  /** Overrides of the innermost locals (a loop's condition sees the iteration to come). */
  locals?: JsonObject;
  /** Large values at hand. */
  look?: Look | undefined;
  /** A query asks from outside: it also sees how the run stands. */
  query?: boolean;
};

/** What an expression in the scope at `path` sees: steps of its own and the enclosing scopes, and the locals of its containers. */
export function expressionScope(plan: Plan, state: RunState, path: string, options: ScopeOptions): ExpressionScope {
  const asOf = options.asOf ?? state.seq;
  const own = scopeAt(state, path);
  return {
    input: state.input,
    vars: varsAsOf(state, asOf),
    run: options.query === true ? { ...runView(state), ...standing(state) } : runView(state),
    now: new Date(options.now).toISOString(),
    node: (id) => nodeView(plan, state, own, id, asOf),
    // Nobody has to look for references in a run that holds none.
    look: state.refs ? (options.look ?? nothing) : undefined,
    // Not a spread of them: that would read an item that nobody asks for.
    locals: Object.assign(localsOf(state, own, options.look), options.compensated === undefined ? {} : { compensated: { output: options.compensated } }, options.locals),
  };
}

const nothing: Look = () => undefined;

const PENDING: StepView = { status: 'pending', output: null, error: null };

function nodeView(plan: Plan, state: RunState, own: ScopeState, id: string, asOf: number): StepView | undefined {
  const node = plan.nodes.get(id);
  if (node === undefined) return undefined;
  let scope: ScopeState | null = own;
  while (scope !== null && scope.plan !== node.scope) scope = outerOf(state, scope);
  if (scope === null) return undefined;
  const step = state.steps.get(stepPath(scope.path, id));
  return step === undefined ? PENDING : stepView(step, asOf);
}

function stepView(step: StepState, asOf: number): StepView {
  if (step.openedSeq > asOf) return PENDING;
  if (step.closedSeq === null || step.closedSeq > asOf) return { status: 'running', output: null, error: null };
  const error: Json = step.error === null || step.outcome === 'skipped' ? null : { type: step.error.type, message: step.error.message, details: step.error.details ?? null };
  // An error left over from an attempt that was tried again is not the step's.
  const own = step.outcome === 'completed' && step.container === null ? null : error;
  return { status: present(step.outcome, 'outcome', step.path), output: step.outcome === 'completed' ? step.output : null, error: own };
}

function varsAsOf(state: RunState, asOf: number): JsonObject {
  return present(state.vars.findLast((entry) => entry.seq <= asOf), 'variables as of event', String(asOf)).values;
}

function runView(state: RunState): JsonObject {
  return {
    id: state.runId,
    startedAt: new Date(state.startedAt).toISOString(),
    workflow: state.workflow,
    version: state.version,
    key: state.key,
    generation: state.generation,
    outcome: state.closing?.outcome ?? null,
  };
}

function standing(state: RunState): JsonObject {
  return { status: state.status, paused: state.paused, endedAt: state.endedAt === null ? null : new Date(state.endedAt).toISOString() };
}

function localsOf(state: RunState, own: ScopeState, look: Look | undefined): JsonObject {
  const locals: JsonObject = {};
  for (let scope: ScopeState | null = own; scope !== null && scope.step !== null; scope = outerOf(state, scope)) {
    if (scope.index === null) continue;
    const { kind, items } = containerOf(stepAt(state, scope.step));
    if (kind === 'map' && !('item' in locals)) {
      if (items instanceof Ref) itemOf(locals, items, scope.index, look);
      else locals['item'] = items?.[scope.index] ?? null;
      locals['index'] = scope.index;
    }
    if (kind === 'loop' && !('iteration' in locals)) {
      locals['iteration'] = scope.index;
      locals['previous'] = scope.previous;
    }
  }
  return locals;
}

/** Of a large list the item is looked up when it is asked for: most expressions do not. @throws NeedsValues, on reading it */
function itemOf(locals: JsonObject, items: Ref, index: number, look: Look | undefined): void {
  Object.defineProperty(locals, 'item', { enumerable: true, configurable: true, get: () => (opened(items, look) as Json[])[index] ?? null });
}
