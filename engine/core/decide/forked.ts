import type { ForkData, InputEvent, WaitFor } from '../events.ts';
import { nextClock } from '../request-clock.ts';
import type { StepState } from '../state.ts';
import type { TimerPurpose } from '../effects.ts';
import type { Decider } from './decider.ts';
import { complete } from './open-node.ts';
import { cancelled, openTaskAgain } from './tasks.ts';
import { startChildAgain } from './waits.ts';

/**
 * A fork has the past of its source and nothing of what its source has open. Open attempts start again under their own
 * number, with what an agent has recorded; timers and backoffs keep the time they had left; people are asked again;
 * awaited children start anew. What was being stopped has stopped: nobody is at work on it here.
 */
export function goOnAsFork(decider: Decider, fork: ForkData, held: readonly InputEvent[]): void {
  const open = [...decider.state.steps.values()].filter((step) => step.closedSeq === null);
  const outputs = fork.edits.outputs ?? {};
  const given = (step: StepState): boolean => Object.hasOwn(outputs, step.path);
  // Everything is opened before anything is decided, so that what closes now finds what it has to take back.
  for (const step of open) if (!step.cancelling && !given(step)) openAgain(decider, step);
  const told = new Set(held.flatMap((event) => (event.type === 'child.closed' ? [event.path] : [])));
  for (const step of open) {
    if (step.closedSeq !== null) continue;
    const { wait } = step;
    if (step.cancelling) {
      if (step.container === null) cancelled(decider, step, 'the run was forked while it was being stopped');
    } else if (given(step)) complete(decider, { path: step.path, origin: {} }, { output: outputs[step.path] ?? null });
    else if (wait?.kind === 'child' && !told.has(step.path)) startChildAgain(decider, step, wait);
  }
}

function openAgain(decider: Decider, step: StepState): void {
  const { effects } = decider;
  if (step.task !== null) return openTaskAgain(decider, step, step.task);
  const { wait } = step;
  if (wait === null || wait.kind === 'child') return;
  if (wait.kind === 'approval') {
    effects.push({ type: 'approval.open', seq: step.openedSeq, path: step.path, node: step.node, wait });
    for (const { outcome, by, comment, at } of step.decisions) effects.push({ type: 'approval.decide', seq: step.openedSeq, outcome, by, comment, decidedAt: at });
  }
  const next = clockOf(wait);
  if (step.timer !== null && next !== null) effects.push({ type: 'timer.set', seq: step.timer, path: step.path, purpose: next.purpose, dueAt: next.at });
}

function clockOf(wait: Exclude<WaitFor, { kind: 'child' }>): { purpose: TimerPurpose; at: number } | null {
  if (wait.kind === 'approval') return nextClock(wait);
  return wait.dueAt === null ? null : { purpose: wait.kind === 'timer' ? 'wait' : 'signal-timeout', at: wait.dueAt };
}
