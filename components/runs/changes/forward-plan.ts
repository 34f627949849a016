import { isStepClosed, listSteps, type Definition, type RunState } from '@/engine/index.ts';
import { reach } from '@/components/editor/document/graph.ts';

/** A place to go on to, and what lies between. */
export type ForwardTarget = { to: string; node: string; index: number | null; /** Paths of open steps that are stopped. */ stopped: string[]; /** Ids of nodes that never run. */ skipped: string[] };

/** Iterations offered of each open container. */
const AHEAD = 20;

/** Where an open run can be sent: nodes of its open scopes that have not begun, and iterations to come. */
export function forwardTargets(definition: Definition, state: RunState): ForwardTarget[] {
  const targets: ForwardTarget[] = [];
  for (const scope of state.scopes.values()) {
    if (scope.over || scope.closing !== null) continue;
    const prefix = scope.path === '' ? '' : `${scope.path}/`;
    const undoes = new Set(definition.edges.filter((edge) => edge.kind === 'compensate').map((edge) => edge.target));
    for (const node of definition.nodes) {
      if ((node.parent ?? '') !== scope.plan || node.always === true || undoes.has(node.id) || node.type === 'start' || state.steps.has(`${prefix}${node.id}`)) continue;
      const between = [...reach(definition, [node.id], 'up')].filter((id) => id !== node.id);
      const step = (id: string) => state.steps.get(`${prefix}${id}`);
      targets.push({
        to: `${prefix}${node.id}`, node: node.id, index: null,
        stopped: between.filter((id) => step(id) !== undefined && !isStepClosed(step(id)!.status)).map((id) => `${prefix}${id}`),
        skipped: between.filter((id) => step(id) === undefined),
      });
    }
  }
  for (const step of listSteps(state)) {
    const { container } = step;
    if (container === null || step.closedSeq !== null || (container.kind !== 'loop' && container.kind !== 'map')) continue;
    const end = Math.min(container.total ?? container.maximum ?? container.next + AHEAD, container.next + AHEAD);
    for (let index = container.next + 1; index < end; index += 1) targets.push({ to: `${step.path}[${index}]`, node: step.node, index, stopped: [], skipped: [] });
  }
  return targets;
}
