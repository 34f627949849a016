import { nodeAsOf } from '../overrides.ts';
import { stepPath } from '../paths.ts';
import { type Decider, emit, lookAtNode, lookAtScope, planNode, planScope } from './decider.ts';
import { scopeAt, stepAt } from '../scopes.ts';
import type { ScopeState, StepState } from '../state.ts';
import { completeScope, scopeEmptied } from './scope-end.ts';
import { cancelRest } from './closing.ts';
import { undoClosed } from './compensation.ts';
import { goOn } from './containers.ts';
import { forwardedReadiness, isForwarded } from './fast-forward.ts';
import { readiness } from './joins.ts';
import { openNode, originOf } from './open-node.ts';
import { isOverrun, overrun } from './overrun.ts';
import { cleanupClosed } from './run-end.ts';

/** Works through the agenda until nothing follows any more: the fixpoint of one input. */
export function settle(decider: Decider): void {
  for (let next = 0; next < decider.agenda.length; next += 1) {
    const job = decider.agenda[next]!;
    if (job.look === 'container') {
      decider.queued.delete(job.path);
      goOn(decider, job.path);
      continue;
    }
    const scope = decider.state.scopes.get(job.scope);
    if (scope === undefined || scope.over) continue;
    if (job.look === 'node') lookAt(decider, scope, job.node);
    else lookAtWhole(decider, scope);
  }
  decider.agenda.length = 0;
}

function lookAt(decider: Decider, scope: ScopeState, nodeId: string): void {
  if (scope.closing !== null) return;
  const path = stepPath(scope.path, nodeId);
  if (decider.state.steps.has(path)) return;
  const node = planNode(decider.plan, nodeId);
  switch (isForwarded(scope, nodeId) ? forwardedReadiness(decider, scope, nodeId) : readiness(decider.state, scope, node)) {
    case 'waiting':
      return;
    case 'dead':
      emit(decider, { type: 'step.skipped', path, data: { reason: 'dead-path' } });
      afterClosed(decider, stepAt(decider.state, path));
      return;
    case 'ready': {
      const limit = concurrencyOf(decider, scope);
      if (limit !== null && scope.open >= limit) return;
      if (isOverrun(decider)) return decider.left === null ? overrun(decider, path, originOf(decider, scope, node)) : void decider.left.nodes.add(path);
      if (node.cancelRest) cancelRest(decider, scope, node);
      openNode(decider, scope, node);
    }
  }
}

function lookAtWhole(decider: Decider, scope: ScopeState): void {
  if (scope.closing !== null) {
    if (scope.open === 0) scopeEmptied(decider, scope, scope.closing);
    return;
  }
  const planned = planScope(decider.plan, scope.plan);
  if (scope.closed === planned.order.length) completeScope(decider, scope);
  else if (concurrencyOf(decider, scope) !== null) for (const node of planned.order) lookAtNode(decider, scope.path, node);
}

/** Steps of a scope at once; null = no limit. A group keeps the limit that it was opened with. */
function concurrencyOf(decider: Decider, scope: ScopeState): number | null {
  const { concurrency } = planScope(decider.plan, scope.plan);
  if (decider.state.overrides.length === 0 || scope.step === null) return concurrency;
  const { kind, raw } = nodeAsOf(decider.plan, decider.state, scope.plan, stepAt(decider.state, scope.step).openedSeq);
  return kind === 'group' && typeof raw['concurrency'] === 'number' ? raw['concurrency'] : null;
}

/** Everything that may follow from a step that has just closed. */
export function afterClosed(decider: Decider, step: StepState): void {
  if (step.undoOf !== null) return undoClosed(decider, step, step.undoOf);
  if (step.cleanup) return cleanupClosed(decider);
  const scope = scopeAt(decider.state, step.scope);
  if (scope.closing === null) {
    for (const edge of planNode(decider.plan, step.node).outgoing) lookAtNode(decider, scope.path, edge.target);
    for (const node of scope.forwarded ?? []) lookAtNode(decider, scope.path, node);
  }
  lookAtScope(decider, scope.path);
}
