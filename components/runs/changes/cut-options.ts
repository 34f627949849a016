import { isRunOver, isStepClosed, listSteps, type RunState, type StepState } from '@/engine/index.ts';

/** Where the past may be cut: as a step began, at the event that is looked at, or at the end of what has happened. */
export type Cut = { kind: 'step'; path: string } | { kind: 'event'; event: number } | { kind: 'now' };

/** Steps offered at most; a run of a hundred thousand rounds is cut by event. */
const OFFERED = 300;

/** Steps that a fork can begin at: those that did something, the last ones of a long run. */
export function cutSteps(state: RunState): StepState[] {
  return listSteps(state).filter((step) => step.status !== 'skipped' && step.undoOf === null && step.path !== state.entry).slice(-OFFERED);
}

/**
 * What a person most likely means: the moment that is looked at, the step that is looked at, what failed, and else
 * everything so far, or of a run that is over its last step.
 */
export function firstCut(state: RunState, at: number | null, selected: string | null): Cut {
  if (at !== null) return { kind: 'event', event: at };
  const steps = cutSteps(state);
  if (selected !== null && steps.some((step) => step.path === selected)) return { kind: 'step', path: selected };
  if (!isRunOver(state.status)) return { kind: 'now' };
  const failed = steps.findLast((step) => step.outcome === 'failed' && step.container === null);
  const last = failed ?? steps.findLast((step) => step.container === null && isStepClosed(step.status));
  return last === undefined ? { kind: 'event', event: 1 } : { kind: 'step', path: last.path };
}

export function fromOf(cut: Cut): { event: number } | { step: string } | undefined {
  return cut.kind === 'now' ? undefined : cut.kind === 'event' ? { event: cut.event } : { step: cut.path };
}
