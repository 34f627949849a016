import type { StepError, StepState } from '@/engine/index.ts';

/** The error that a step stands under. One that an attempt ended with stays in the state when the next has completed; it is told with the attempt. */
export function standingError({ error, status, container }: Pick<StepState, 'error' | 'status' | 'container'>): StepError | null {
  return status === 'failed' || status === 'retrying' || container !== null ? error : null;
}

/** The attempts (their tasks) whose error is explained beside them: the first of each type that is the engine's, and none of that which the step stands under. */
export function tasksToExplain(step: Pick<StepState, 'error' | 'status' | 'container' | 'attempts'>): Set<number> {
  const standing = standingError(step);
  const told = new Set(standing?.foreign === true ? [] : [standing?.type]);
  const tasks = new Set<number>();
  for (const { task, error } of step.attempts) {
    if (error === null || error.foreign === true || told.has(error.type)) continue;
    told.add(error.type);
    tasks.add(task);
  }
  return tasks;
}
