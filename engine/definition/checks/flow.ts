import { availabilityOf, type Availability } from '../availability.ts';
import { branchesOf } from '../branches.ts';
import { cyclesOf, isFlow, levelsOf, reachableFrom, scopesOf, successorsOf } from '../graph.ts';
import { ROOT_SCOPE } from '../plan.ts';
import type { NodeDefinition } from '../schema.ts';
import type { CheckContext } from './context.ts';

/** What the flow tells of each scope; scopes with a cycle have none. */
export type Flow = { scopes: Map<string, Availability>; undoOf: Map<string, string>; acyclic: boolean };

/** Cycles, what cannot be reached, variables that race. */
export function checkFlow(context: CheckContext): Flow {
  const undoOf = new Map(context.definition.edges.filter((edge) => !isFlow(edge)).map(({ source, target }) => [target, source]));
  const flow: Flow = { scopes: new Map(), undoOf, acyclic: true };
  for (const scope of scopesOf(context.definition).values()) {
    const forward = scope.nodes.filter((id) => !undoOf.has(id) && !context.nodes.get(id)!.always);
    const arcs = scope.arcs.filter(({ source, target }) => source !== target);
    const cycles = cyclesOf(scope.nodes, arcs);
    for (const cycle of cycles) {
      flow.acyclic = false;
      context.error('cycle', `The steps ${[...cycle, cycle[0]].map((id) => `"${id}"`).join(' → ')} wait for each other in a circle.`, { node: context.nodes.get(cycle[0]!)! }, '', 'Delete one of these edges; to repeat steps, put them into a loop.');
    }
    if (scope.id === ROOT_SCOPE) checkReach(context, forward, arcs);
    if (cycles.length > 0) continue;
    const { order } = levelsOf(forward, arcs);
    const nodes = order.map((id) => describe(context, context.nodes.get(id)!));
    flow.scopes.set(scope.id, availabilityOf(nodes, arcs));
  }
  checkRaces(context, flow);
  return flow;
}

function describe(context: CheckContext, node: NodeDefinition) {
  const spec = context.spec(node);
  return { id: node.id, join: node.join, branches: spec ? branchesOf(node, spec) : ['out'], disabled: node.disabled ?? false, start: spec?.kind === 'start' };
}

function checkReach(context: CheckContext, forward: readonly string[], arcs: readonly { source: string; target: string }[]): void {
  const starts = forward.filter((id) => context.kind(context.nodes.get(id)) === 'start');
  if (starts.length === 0) return;
  const reached = reachableFrom(starts, successorsOf(arcs));
  for (const id of forward) {
    const node = context.nodes.get(id)!;
    if (reached.has(id) || node.disabled) continue;
    context.error('unreachable', `Nothing leads to ${context.label(node)}, so it would never run.`, { node }, '', 'Connect it to a step before it, or delete it.');
  }
}

/** Two steps that may run at the same time and write the same variable: the last one wins, and which that is nobody knows. */
function checkRaces(context: CheckContext, flow: Flow): void {
  const setters = context.definition.nodes.filter((node) => context.kind(node) === 'set');
  if (setters.length > 300) return;
  setters.forEach((node, index) => {
    for (const other of setters.slice(0, index)) {
      const shared = namesOf(node).filter((name) => namesOf(other).includes(name));
      if (shared.length === 0 || other.parent !== node.parent) continue;
      const scope = flow.scopes.get(node.parent ?? ROOT_SCOPE);
      if (!scope || scope.isAncestor(node.id, other.id) || scope.isAncestor(other.id, node.id) || scope.areExclusive(node.id, other.id)) continue;
      context.warn('set_in_parallel', `${context.label(node)} and ${context.label(other)} may run at the same time, and both write ${shared.map((name) => `"${name}"`).join(', ')}.`, { node }, '/params/vars', 'Let one come after the other, or write different variables.');
    }
  });
}

function namesOf(node: NodeDefinition): string[] {
  const { vars } = node.params;
  return typeof vars === 'object' && vars !== null && !Array.isArray(vars) ? Object.keys(vars) : [];
}
