import { isRunOver, type Definition, type RunState, type StepState } from '@/engine/index.ts';

/** A worker that is there has begun long before, ms. */
const PATIENCE_MS = 5_000;

/**
 * Steps for a worker that may have waited for one too long. That a worker is at a step is told with what comes of it, so
 * most of these are being executed; whether anybody serves their queue says the list of queues. @param now epoch ms
 */
export function lateSteps(state: RunState, now: number): StepState[] {
  if (isRunOver(state.status) || state.paused) return [];
  const late: StepState[] = [];
  for (const step of state.steps.values()) if (isLate(step, now)) late.push(step);
  return late;
}

/** @param now epoch ms */
export function isLate(step: StepState, now: number): boolean {
  if (step.container !== null || step.cancelling) return false;
  const since = step.status === 'scheduled' ? step.openedAt : step.status === 'retrying' ? (step.dueAt ?? Infinity) : Infinity;
  return now - since >= PATIENCE_MS;
}

/** The task queue of a step, as the core finds it; null for what programs outside take, and what the definition does not have. */
export function queueOf(step: Pick<StepState, 'node'>, state: Pick<RunState, 'taskQueue'>, definition: Definition): string | null {
  const node = definition.nodes.find((candidate) => candidate.id === step.node);
  if (node === undefined || node.type === 'external') return null;
  return node.taskQueue ?? state.taskQueue ?? definition.settings?.taskQueue ?? 'default';
}
