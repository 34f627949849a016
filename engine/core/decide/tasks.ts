import type { PlanNode } from '../../definition/plan.ts';
import type { StepError } from '../events.ts';
import { chance } from '../identity.ts';
import { nodeAsOf } from '../overrides.ts';
import { backoffMs } from '../retry.ts';
import { scopeAt } from '../scopes.ts';
import type { RunState, StepState } from '../state.ts';
import { type Decider, emit } from './decider.ts';
import { failStep } from './failure.ts';
import type { Opening } from './open-node.ts';
import { afterClosed } from './settle.ts';

/** Before this core version the priority of a run silenced those of its nodes, and its children had none of it. */
const OWN_PRIORITY_SINCE = 3;

/** Opens the first attempt of a task. */
export function openTask(decider: Decider, { node, path, origin }: Opening): void {
  const seq = emit(decider, { type: 'step.scheduled', path, attempt: 1, data: origin });
  openTaskRow(decider, node, path, 1, seq, decider.at, decider.at);
}

/** An attempt has ended without a result: try again by the node's policy, or fail for good. */
export function attemptEnded(decider: Decider, step: StepState, error: StepError, retryable: boolean, retryAfterMs: number): void {
  if (step.closedSeq !== null) return;
  const node = nodeAsOf(decider.plan, decider.state, step.node, step.openedSeq);
  if (step.timer !== null) decider.effects.push({ type: 'timer.clear', seq: step.timer });
  const closing = step.undoOf === null && !step.cleanup && scopeAt(decider.state, step.scope).closing !== null;
  if (step.cancelling || closing) return cancelled(decider, step, error.type);
  const attempt = step.attempt;
  const { retry } = node;
  if (!retryable || attempt >= retry.maximumAttempts || retry.nonRetryable.includes(error.type)) {
    return failStep(decider, step.path, node, error, {});
  }
  const draw = chance(decider.state.seed, `${step.path}#${decider.state.generation}#${attempt}`);
  const dueAt = decider.at + Math.max(backoffMs(retry, attempt, draw), retryAfterMs);
  const deadline = scheduleToCloseAt(node, step.countedFrom);
  if (deadline !== null && dueAt >= deadline) return failStep(decider, step.path, node, error, {});
  const seq = emit(decider, { type: 'step.retrying', path: step.path, attempt: attempt + 1, data: { dueAt, error } });
  openTaskRow(decider, node, step.path, attempt + 1, seq, dueAt, step.countedFrom);
}

/** Opens the task of an open attempt in a fork, under its own number: somebody else works on it in the source. */
export function openTaskAgain(decider: Decider, step: StepState, task: number): void {
  const availableAt = Math.max(step.dueAt ?? 0, decider.at);
  openTaskRow(decider, nodeAsOf(decider.plan, decider.state, step.node, step.openedSeq), step.path, step.attempt, task, availableAt, step.countedFrom);
}

export function cancelled(decider: Decider, step: StepState, reason: string, skipped: { skipped?: 'fast-forward' } = {}): void {
  emit(decider, { type: 'step.cancelled', path: step.path, data: { reason, ...skipped } });
  afterClosed(decider, step);
}

function openTaskRow(decider: Decider, node: PlanNode, path: string, attempt: number, seq: number, availableAt: number, countedFrom: number): void {
  const { state, plan } = decider;
  const toStart = node.timeouts.scheduleToStartMs;
  decider.effects.push({
    type: 'task.open',
    seq, path, attempt, availableAt,
    node: node.id,
    nodeType: node.type,
    external: node.spec.external === true,
    queue: node.taskQueue ?? state.taskQueue ?? plan.taskQueue,
    priority: (state.coreVersion < OWN_PRIORITY_SINCE ? state.priority ?? node.priority : priorityOf(state, node)) ?? plan.priority,
    startToCloseMs: node.timeouts.startToCloseMs,
    heartbeatMs: node.timeouts.heartbeatMs,
    scheduleToStartAt: toStart === null ? null : availableAt + toStart,
    scheduleToCloseAt: scheduleToCloseAt(node, countedFrom),
  });
}

/** The priority that a node says, else that of the run; null when neither says one. */
function priorityOf(state: RunState, node: PlanNode): number | null {
  return node.priority ?? state.priority;
}

/** What a child run is given of it: null leaves it to the child's own workflow. */
export function priorityOfChild(state: RunState, node: PlanNode): number | null {
  return state.coreVersion < OWN_PRIORITY_SINCE ? null : priorityOf(state, node);
}

function scheduleToCloseAt(node: PlanNode, countedFrom: number): number | null {
  return node.timeouts.scheduleToCloseMs === null ? null : countedFrom + node.timeouts.scheduleToCloseMs;
}
