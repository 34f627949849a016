import { cancelRest } from './closing.ts';
import { compensateNext } from './compensation.ts';
import { continueLoop, continueMap } from './containers.ts';
import { type Decider, lookAtNode, lookAtScope, planNode, planScope } from './decider.ts';
import { stepPath } from '../paths.ts';
import type { ScopeState } from '../state.ts';

/** Before this core version a retry began the losers of a race again that stays won; histories of then keep it so. */
const RACES_STAY_SINCE = 2;

/**
 * After a retry anything may be ready: every open scope is looked at, and every open container goes on. What could not
 * be undone comes first; nothing else starts until it is.
 */
export function lookEverywhere(decider: Decider): void {
  const { state, plan } = decider;
  const stuck = [...state.scopes.values()].filter((scope) => !scope.over && scope.compensation?.restart === true);
  if (stuck.length > 0) {
    for (const scope of stuck) compensateNext(decider, scope);
    return;
  }
  for (const step of [...state.steps.values()]) {
    if (step.closedSeq !== null || step.container === null || step.cancelling) continue;
    if (step.container.kind === 'map') continueMap(decider, step);
    if (step.container.kind === 'loop' && step.container.live.size === 0) continueLoop(decider, step, null);
  }
  for (const scope of [...state.scopes.values()]) {
    if (scope.over) continue;
    if (state.coreVersion >= RACES_STAY_SINCE) keepRaces(decider, scope);
    for (const node of planScope(plan, scope.plan).order) lookAtNode(decider, scope.path, node);
    lookAtScope(decider, scope.path);
  }
}

/** A node that went on without the rest, and stays as it is, goes on without them again. */
function keepRaces(decider: Decider, scope: ScopeState): void {
  for (const id of planScope(decider.plan, scope.plan).order) {
    const node = planNode(decider.plan, id);
    if (!node.cancelRest) continue;
    const step = decider.state.steps.get(stepPath(scope.path, id));
    if (step !== undefined && step.skipped === null) cancelRest(decider, scope, node);
  }
}
