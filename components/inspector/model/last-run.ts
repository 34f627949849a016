import { compileDefinition, emptyState, evolve, expressionScope, fromApiEvent, isStepClosed, Ref, type ApiEvent, type Catalogue, type Definition, type ExpressionScope, type Json, type Plan, type RunState, type StepState } from '@/engine/index.ts';
import { isFlow, nodeById } from '@/components/editor/document/graph.ts';
import type { ValueOf } from './completion.ts';

/** The last run of a workflow, folded: the same state the engine had. */
export type LastRun = { id: string; startedAt: number; definition: Definition; plan: Plan; state: RunState };

/** What a node came to, and in which run. */
export type Result = { run: LastRun; step: StepState };

/** Folds a history. @throws DefinitionError when the run's definition does not compile, Error when an event cannot be folded */
export function foldRun(id: string, definition: Definition, events: readonly ApiEvent[], catalogue: Catalogue): LastRun {
  let state = emptyState(id, { retain: true });
  for (const event of events) state = evolve(state, fromApiEvent(event));
  return { id, startedAt: state.startedAt, definition, plan: compileDefinition(definition, catalogue), state };
}

/** The latest result of a node: of the first of these runs in which it ran itself. @param runs newest first */
export function resultOf(runs: readonly LastRun[], node: string): Result | null {
  for (const run of runs) {
    const step = stepOf(run, node);
    // Data that stood in for it is what somebody gave, not what it came to.
    if (step !== null && !step.pinned) return { run, step };
  }
  return null;
}

/** The step of a node that is looked at: of many iterations the last that has closed, else the last at all. */
export function stepOf(run: LastRun, node: string): StepState | null {
  let found: StepState | null = null;
  for (const step of run.state.steps.values()) {
    if (step.node !== node || step.status === 'skipped') continue;
    if (found === null || isStepClosed(step.status) || !isStepClosed(found.status)) found = step;
  }
  return found;
}

/**
 * What an expression of a node saw in the last run. A node that did not run, or did not exist, sees what its neighbours
 * saw; what ran earlier and pinned data stand in for steps that did not run.
 * @param earlier what else is known, newest first: a run of one step alone tells of no other
 */
export function scopeOf(run: LastRun, draft: Definition, node: string | null, earlier: readonly LastRun[] = []): ExpressionScope {
  const step = node === null ? null : stepOf(run, node);
  const parent = node === null ? undefined : nodeById(draft, node)?.parent;
  const undoes = node === null ? undefined : draft.edges.find((edge) => !isFlow(edge) && edge.target === node)?.source;
  const compensated = undoes === undefined ? undefined : stepOf(run, undoes)?.output;
  const scope = expressionScope(run.plan, run.state, step?.scope ?? innermost(run, draft, parent), { now: run.state.at, query: node === null, ...(compensated === undefined ? {} : { compensated }) });
  return {
    ...scope,
    node: (id) => {
      const seen = scope.node(id);
      const pinned = nodeById(draft, id)?.ui?.pinned;
      if (seen?.status === 'completed') return seen;
      if (pinned !== undefined) return { status: 'completed', output: pinned, error: null };
      const before = seen === undefined || seen.status === 'pending' ? resultOf(earlier, id)?.step : undefined;
      return before?.status === 'completed' ? { status: 'completed', output: before.output, error: null } : seen;
    },
  };
}

/** The last scope instance of the nearest container round a node that was entered. */
function innermost(run: LastRun, draft: Definition, parent: string | undefined): string {
  for (let at = parent; at !== undefined; at = nodeById(draft, at)?.parent) {
    const scopes = [...run.state.scopes.values()].filter((scope) => scope.plan === at);
    const last = scopes.at(-1);
    if (last) return last.path;
  }
  return '';
}

/** Values by path, for completion. */
export function valuesOf(scope: ExpressionScope, draft: Definition): ValueOf {
  return (root, path) => at(rootValue(root, path, scope, draft), root === 'nodes' ? path.slice(1) : path);
}

function rootValue(root: string, path: readonly string[], scope: ExpressionScope, draft: Definition): Json | undefined {
  switch (root) {
    case 'input': return scope.input;
    case 'vars': return scope.vars;
    case 'run': return scope.run;
    case 'now': return scope.now;
    case 'nodes': {
      const id = path[0];
      if (id === undefined || !draft.nodes.some((node) => node.id === id)) return undefined;
      const view = scope.node(id);
      return view === undefined || view.status === 'pending' ? undefined : { status: view.status, output: view.output, error: view.error };
    }
    // An item of a large list is looked up when it is read, and not at hand here.
    default: return Object.hasOwn(scope.locals, root) && Object.getOwnPropertyDescriptor(scope.locals, root)?.get === undefined ? scope.locals[root] : undefined;
  }
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || found instanceof Ref) return undefined;
    found = Array.isArray(found) ? found[Number(key)] : Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}
