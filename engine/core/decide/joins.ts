import type { PlanEdge, PlanNode } from '../../definition/plan.ts';
import { stepPath } from '../paths.ts';
import type { RunState, ScopeState } from '../state.ts';

export type EdgeState = 'open' | 'taken' | 'dead';

/** An edge is taken when its source left by its branch, dead when it left by another or not at all, open until then. */
export function edgeState(state: RunState, scope: ScopeState, edge: PlanEdge): EdgeState {
  const source = state.steps.get(stepPath(scope.path, edge.source));
  if (source === undefined || source.closedSeq === null) return 'open';
  return source.branch === edge.branch ? 'taken' : 'dead';
}

/** Whether a node may run now, can never run any more, or has to wait for its edges. */
export function readiness(state: RunState, scope: ScopeState, node: PlanNode): 'ready' | 'dead' | 'waiting' {
  if (node.incoming.length === 0) return 'ready';
  const need = node.need ?? 1;
  let taken = 0;
  let open = 0;
  for (const edge of node.incoming) {
    const edgeIs = edgeState(state, scope, edge);
    if (edgeIs === 'open') {
      // `all` waits for every edge: nothing is known before the last.
      if (node.need === null) return 'waiting';
      open += 1;
    } else if (edgeIs === 'taken') taken += 1;
  }
  if (taken >= need) return 'ready';
  return taken + open < need ? 'dead' : 'waiting';
}
