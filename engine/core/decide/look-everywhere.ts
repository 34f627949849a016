import { compensateNext } from './compensation.ts';
import { continueLoop, continueMap } from './containers.ts';
import { type Decider, lookAtNode, lookAtScope, planScope } from './decider.ts';

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
    for (const node of planScope(plan, scope.plan).order) lookAtNode(decider, scope.path, node);
    lookAtScope(decider, scope.path);
  }
}
