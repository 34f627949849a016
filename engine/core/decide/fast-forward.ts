import type { Plan } from '../../definition/plan.ts';
import type { Refusal } from '../advance.ts';
import { parseTarget, stepPath, type Target } from '../paths.ts';
import { containerOf, scopeAt, stepAt } from '../scopes.ts';
import type { RunState, ScopeState } from '../state.ts';
import { withdraw } from './closing.ts';
import { continueMap } from './containers.ts';
import { type Decider, emit, lookAtNode, planNode, planScope } from './decider.ts';
import { refuse } from './refuse.ts';
import { afterClosed } from './settle.ts';

/** Whether a run can go on to where it is asked to: forward only, and only to what is still to come. */
export function forwardRefusal(plan: Plan, state: RunState, to: string): Refusal | null {
  if (scopeAt(state, '').closing !== null || state.cleaning) return refuse('already_cancelling', 'The run is already ending; it goes nowhere any more.');
  const target = parseTarget(to);
  return target.index === null ? nodeRefusal(plan, state, to, target) : iterationRefusal(state, to, target, target.index);
}

function nodeRefusal(plan: Plan, state: RunState, to: string, { scope: path, node }: Target): Refusal | null {
  const scope = state.scopes.get(path);
  if (scope === undefined) {
    if (isGone(state, path)) return refuse('already_past', `The run is past "${to}": the iteration it stands in is over.`);
    return refuse('unknown_target', `"${path}" is not open, so the run cannot go on to "${node}" in it.`);
  }
  if (!planScope(plan, scope.plan).order.includes(node)) return refuse('unknown_target', `There is no step "${to}" to go on to.`);
  if (scope.over || scope.closing !== null) return refuse('already_past', `What "${to}" stands in is over or being closed.`);
  return state.steps.has(to) ? refuse('already_past', `The run is past "${to}" already: it is ${stepAt(state, to).status}.`) : null;
}

function iterationRefusal(state: RunState, to: string, { path, node }: Target, index: number): Refusal | null {
  const step = state.steps.get(path);
  if (step === undefined) return refuse('unknown_target', `"${path}" has not begun; only iterations of an open container can be gone on to.`);
  const container = step.container;
  if (container === null || (container.kind !== 'map' && container.kind !== 'loop')) return refuse('unknown_target', `"${path}" has no iterations.`);
  if (step.closedSeq !== null || step.cancelling) return refuse('already_past', `"${path}" is over or being closed.`);
  const end = container.total ?? container.maximum;
  if (end !== null && index >= end) return refuse('unknown_target', `"${node}" has the iterations 0 to ${end - 1}; to leave it, go on to the step behind it.`);
  const next = Math.max(container.next, container.forwardTo ?? 0);
  return index < next ? refuse('already_past', `The run is past "${to}" already: the next iteration is ${next}.`) : null;
}

/** An iteration that was, and has left the state. */
function isGone(state: RunState, path: string): boolean {
  const { path: step, index } = parseTarget(path);
  return index !== null && index < (state.steps.get(step)?.container?.next ?? 0);
}

/**
 * Skips what lies between. While the run was paused it may have gone past the target by itself: nothing follows then. A
 * loop goes on when its current iteration ends.
 */
export function fastForward(decider: Decider, to: string): void {
  const { state } = decider;
  const target = parseTarget(to);
  if (target.index !== null) {
    const step = state.steps.get(target.path);
    if (step !== undefined && step.closedSeq === null && !step.cancelling && containerOf(step).kind === 'map') continueMap(decider, step);
    return;
  }
  const scope = state.scopes.get(target.scope);
  if (scope === undefined || scope.over || scope.closing !== null || state.steps.has(to)) return;
  for (const id of ancestorsOf(decider, scope, target.node)) skip(decider, scope, id);
  lookAtNode(decider, scope.path, target.node);
}

/** True when the run was told to go on to this node of the scope. */
export function isForwarded(scope: ScopeState, node: string): boolean {
  return scope.forwarded?.includes(node) === true;
}

/** Such a node asks for no branch to be taken; it waits until nothing that leads to it is open, however far away. */
export function forwardedReadiness(decider: Decider, scope: ScopeState, node: string): 'ready' | 'waiting' {
  const open = (id: string): boolean => decider.state.steps.get(stepPath(scope.path, id))?.closedSeq == null;
  return ancestorsOf(decider, scope, node).some(open) ? 'waiting' : 'ready';
}

/** Everything that leads to a node within its scope, in topological order. */
function ancestorsOf(decider: Decider, scope: ScopeState, node: string): string[] {
  const leading = new Set<string>([node]);
  const { order } = planScope(decider.plan, scope.plan);
  for (const id of [...order].reverse()) if (planNode(decider.plan, id).outgoing.some((edge) => leading.has(edge.target))) leading.add(id);
  leading.delete(node);
  return order.filter((id) => leading.has(id));
}

function skip(decider: Decider, scope: ScopeState, node: string): void {
  const path = stepPath(scope.path, node);
  const step = decider.state.steps.get(path);
  if (step !== undefined) return withdraw(decider, step, 'fast-forward');
  emit(decider, { type: 'step.skipped', path, data: { reason: 'fast-forward' } });
  afterClosed(decider, stepAt(decider.state, path));
}
