import type { AttemptLogs } from '../core/events.ts';
import type { AttemptState, StepState } from '../core/state.ts';
import type { Step, StepDetail } from './api.ts';
import { toInstant, toInstantOrNull } from './event-codec.ts';

/** What a view needs of the definition's nodes: enough to name a step. */
export type NodeNames = ReadonlyMap<string, { readonly type: string; readonly name: string }>;



/** A step of a folded state as the API tells it. */
export function toStepView(step: StepState, nodes: NodeNames): Step {
  const node = nodes.get(step.node);
  return {
    path: step.path,
    node: step.node,
    type: node?.type ?? 'unknown',
    name: node === undefined || node.name === '' ? step.node : node.name,
    status: step.status,
    attempts: step.attempts.length,
    openedAt: toInstant(step.openedAt),
    startedAt: toInstantOrNull(step.attempts[0] === undefined ? step.openedAt : step.attempts[0].startedAt),
    endedAt: toInstantOrNull(step.closedAt),
    branch: step.branch,
    error: step.error,
    skipped: step.skipped,
  };
}

export function toAttemptView(attempt: AttemptState, logs: AttemptLogs | null): StepDetail['attemptList'][number] {
  return {
    attempt: attempt.attempt,
    scheduledAt: toInstant(attempt.scheduledAt),
    startedAt: toInstantOrNull(attempt.startedAt),
    endedAt: toInstantOrNull(attempt.endedAt),
    worker: attempt.worker,
    error: attempt.error,
    logs,
  };
}
