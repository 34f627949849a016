import type { Json } from '../../definition/json.ts';
import type { PlanNode } from '../../definition/plan.ts';
import { Ref } from '../../definition/ref.ts';
import { LIMITS } from '../../definition/schema.ts';
import { expressionScope } from '../expression-scope.ts';
import { nodeAsOf } from '../overrides.ts';
import { iterationPath } from '../paths.ts';
import { present } from '../present.ts';
import { expressionFailure } from '../resolve.ts';
import { containerOf, scopeAt, stepAt } from '../scopes.ts';
import type { ContainerState, StepState } from '../state.ts';
import { closeScope } from './closing.ts';
import { type Decider, emit, lookAtContainer, lookAtNode, lookAtScope, planScope } from './decider.ts';
import { failStep } from './failure.ts';
import { complete, evaluate, handOn, type Opening } from './open-node.ts';
import { isOverrun, overrun } from './overrun.ts';
import { cancelled } from './tasks.ts';

/**
 * Iterations that a map begins before what they begin with has its turn: a group that is cut then leaves some hundreds of
 * ready nodes, and not one for each item. Another number is another core version.
 */
const BEGUN_AT_ONCE = 32;

/** A loop that says no maximum of its own ends here. */
export const DEFAULT_LOOP_MAXIMUM = 1_000;

/** Opens a container whose inside runs once, and starts what it begins with. */
export function openOnce(decider: Decider, { path, origin }: Opening, container: 'saga' | 'group'): void {
  emit(decider, { type: 'step.opened', path, data: { container, ...origin } });
  enterScope(decider, path);
}

export function openMap(decider: Decider, opening: Opening): void {
  const given = handOn(decider, opening, 'items');
  // Of a large list the number of its items is enough: each is looked up where it is asked for.
  const total = given instanceof Ref ? (given.type === 'list' ? given.length : null) : Array.isArray(given) ? given.length : null;
  if (total === null) return invalid(decider, opening, `The items of a map must be a list; they are ${given === null ? 'null' : `a ${given instanceof Ref ? given.type : typeof given}`}.`);
  if (total > LIMITS.mapItems) return invalid(decider, opening, `A map takes at most ${LIMITS.mapItems} items; it got ${total}.`);
  const concurrency = evaluate(decider, opening, 'concurrency');
  if (concurrency !== null && !isCount(concurrency, 1)) return invalid(decider, opening, 'How many items a map works on at once must be a whole number from 1.');
  emit(decider, { type: 'step.opened', path: opening.path, data: { container: 'map', items: given as Json[], total, ...opening.origin, ...(concurrency === null ? {} : { concurrency }) } });
  continueMap(decider, stepAt(decider.state, opening.path));
}

export function openLoop(decider: Decider, opening: Opening): void {
  const { node, path, origin } = opening;
  const maximum = evaluate(decider, opening, 'maximum');
  if (maximum !== null && !isCount(maximum, 1)) return invalid(decider, opening, 'The maximum of a loop must be a whole number from 1.');
  const limit = Math.min(maximum ?? DEFAULT_LOOP_MAXIMUM, LIMITS.loopIterations);
  const data: { container: 'loop'; total?: number; maximum: number } = { container: 'loop', maximum: limit };
  if (node.raw['count'] !== undefined) {
    const count = evaluate(decider, opening, 'count');
    if (!isCount(count, 0)) return invalid(decider, opening, 'The count of a loop must be a whole number from 0.');
    if (count > limit) return invalid(decider, opening, `The loop would run ${count} times, more than its maximum of ${limit}.`);
    data.total = count;
  }
  emit(decider, { type: 'step.opened', path, data: Object.assign({}, origin, data) });
  continueLoop(decider, stepAt(decider.state, path), null);
}

function invalid(decider: Decider, opening: Opening, message: string): void {
  failStep(decider, opening.path, opening.node, { type: 'validation', message }, opening.origin);
}

/** Looks at everything a scope begins with. */
export function enterScope(decider: Decider, path: string): void {
  const scope = scopeAt(decider.state, path);
  for (const entry of planScope(decider.plan, scope.plan).entries) lookAtNode(decider, path, entry);
  lookAtScope(decider, path);
}

function startIteration(decider: Decider, step: StepState, index: number): void {
  emit(decider, { type: 'iteration.started', path: step.path, data: { index } });
  enterScope(decider, iterationPath(step.path, index));
}

/** Starts as many iterations as the map allows, and completes it when all are done. */
export function continueMap(decider: Decider, step: StepState): void {
  const container = containerOf(step);
  const total = present(container.total, 'total', step.path);
  const limit = container.concurrency ?? Number.POSITIVE_INFINITY;
  const { left } = decider;
  if (decider.queued.has(step.path)) return;
  skipIterations(decider, step, container.forwardTo ?? 0);
  for (let begun = 0; container.next < total && container.live.size < limit; begun += 1) {
    if (isOverrun(decider)) return left === null ? overrun(decider, step.path, {}) : void left.containers.add(step.path);
    if (left !== null && begun === BEGUN_AT_ONCE) return lookAtContainer(decider, step.path);
    startIteration(decider, step, container.next);
  }
  if (container.live.size > 0 || container.next < total) return;
  const output: Json[] = Array.from({ length: total }, (_, index) => container.results[index] ?? null);
  const errors = [...container.errors].sort((a, b) => a.index - b.index);
  complete(decider, { path: step.path, origin: {} }, errors.length > 0 ? { output, errors } : { output });
}

/** @param ended index of the iteration that has just completed; null before the first */
export function continueLoop(decider: Decider, step: StepState, ended: number | null): void {
  const container = containerOf(step);
  const node = nodeAsOf(decider.plan, decider.state, step.node, step.openedSeq);
  const index = Math.max(ended === null ? container.next : ended + 1, container.forwardTo ?? 0);
  try {
    if (!goesOn(decider, step, node, ended, index)) return complete(decider, { path: step.path, origin: {} }, { output: container.results.at(-1) ?? null });
  } catch (error) {
    return failStep(decider, step.path, node, expressionFailure(error), {});
  }
  const maximum = present(container.maximum, 'maximum', step.path);
  if (index >= maximum) {
    return failStep(decider, step.path, node, { type: 'loop_maximum', message: `The loop was not done after its maximum of ${maximum} iterations.` }, {});
  }
  if (isOverrun(decider)) return decider.left === null ? overrun(decider, step.path, {}) : void decider.left.containers.add(step.path);
  skipIterations(decider, step, index);
  startIteration(decider, step, index);
}

/** Goes on with a map or a loop, if it is still to go on. */
export function goOn(decider: Decider, path: string): void {
  const step = decider.state.steps.get(path);
  if (step === undefined || !isToGoOn(decider, step)) return;
  if (containerOf(step).kind === 'map') continueMap(decider, step);
  else continueLoop(decider, step, null);
}

/** Whether a map or a loop may begin another iteration, or end: it is open, and nothing closes it. */
export function isToGoOn(decider: Decider, step: StepState): boolean {
  const container = containerOf(step);
  if (step.closedSeq !== null || step.cancelling) return false;
  return container.kind === 'loop' ? container.live.size === 0 : !isFailing(container, nodeAsOf(decider.plan, decider.state, step.node, step.openedSeq));
}

function isFailing(container: ContainerState, node: PlanNode): boolean {
  return container.errors.length > 0 && !(container.kind === 'map' && node.raw['failure'] === 'collect');
}

/** What a fast-forward passes over on its way to an iteration. */
function skipIterations(decider: Decider, step: StepState, to: number): void {
  const from = containerOf(step).next;
  if (from < to) emit(decider, { type: 'iteration.skipped', path: step.path, data: { from, to: to - 1, reason: 'fast-forward' } });
}

function goesOn(decider: Decider, step: StepState, node: PlanNode, ended: number | null, index: number): boolean {
  const container = containerOf(step);
  if (container.total !== null) return index < container.total;
  const previous = container.results.at(-1) ?? null;
  const condition = (param: 'while' | 'until', iteration: number): boolean => {
    const scope = expressionScope(decider.plan, decider.state, step.scope, { now: decider.at, look: decider.cutter?.look, locals: { iteration, previous } });
    return node.params.get(param)?.evaluate(scope) === true;
  };
  if (node.raw['while'] !== undefined) return condition('while', index);
  return ended === null || !condition('until', ended);
}

/** An iteration is over: go on, or end the container once nothing of it is open. */
export function iterationOver(decider: Decider, step: StepState, ended: { index: number; completed: boolean }): void {
  const container = containerOf(step);
  const node = nodeAsOf(decider.plan, decider.state, step.node, step.openedSeq);
  const failed = isFailing(container, node);
  if (failed && !step.cancelling) {
    for (const index of [...container.live]) closeScope(decider, scopeAt(decider.state, iterationPath(step.path, index)), 'outer', null);
  }
  if (step.cancelling || failed) {
    if (container.live.size > 0) return;
    if (step.cancelling) return cancelled(decider, step, 'what it stands in was closed');
    return failStep(decider, step.path, node, present(container.errors[0], 'error', step.path).error, {});
  }
  if (container.kind === 'map') return continueMap(decider, step);
  continueLoop(decider, step, ended.index);
}

function isCount(value: Json, from: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= from;
}
