import { isRunOver, isStepClosed, listSteps, type NodeKind, type RunState, type StepState } from '@/engine/index.ts';

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

/** Kinds whose step is open at a cut where it began, and completes with the output it is given there. */
const TAKES_AN_OUTPUT: ReadonlySet<NodeKind> = new Set(['task', 'wait', 'signal', 'child']);

/**
 * The step whose output is most likely to be changed: the one the fork begins at, or the one that is looked at when it
 * begins elsewhere. Null where the cut would refuse it: a step that only computes begins after the cut, people are asked
 * again, and a container makes its output of what is in it.
 * @param state as it is at the cut, or later
 */
export function stepToEdit(state: RunState, cut: Cut, selected: string | null, kindOf: (node: string) => NodeKind | undefined): string | null {
  if (cut.kind === 'step') {
    const kind = kindOf(state.steps.get(cut.path)?.node ?? '');
    return kind !== undefined && TAKES_AN_OUTPUT.has(kind) ? cut.path : null;
  }
  const step = selected === null ? undefined : cutSteps(state).find(({ path }) => path === selected);
  if (step === undefined) return null;
  if (step.closedSeq !== null) return step.outcome === 'completed' ? step.path : null;
  return step.container === null && step.wait?.kind !== 'approval' && !step.cancelling ? step.path : null;
}

export function fromOf(cut: Cut): { event: number } | { step: string } | undefined {
  return cut.kind === 'now' ? undefined : cut.kind === 'event' ? { event: cut.event } : { step: cut.path };
}
