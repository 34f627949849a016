import { isRunOver, isStepClosed, type RunState } from '@/engine/index.ts';

/** The nodes that a run is about: what is under way or waited for while it is open, what failed when that ended it. */
export function activeNodes(state: RunState): string[] {
  const over = isRunOver(state.status);
  const nodes = new Set<string>();
  for (const step of state.steps.values()) {
    // A container is about as wide as all it holds: what is active in it says more.
    if (step.container !== null) continue;
    if (over ? step.status === 'failed' && state.error !== null : !isStepClosed(step.status)) nodes.add(step.node);
  }
  return [...nodes];
}
