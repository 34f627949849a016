import type { RunInput } from '../events.ts';
import { handedOver } from '../hand-over.ts';
import { stepAt } from '../scopes.ts';
import type { Decider } from './decider.ts';

/** What must change in the store because of the input alone, even while the run is paused. Called before the input is folded. */
export function recordEffects(decider: Decider, input: RunInput): void {
  const { effects, state } = decider;
  switch (input.type) {
    case 'step.completed':
    case 'attempt.failed':
    case 'attempt.timed_out':
    case 'attempt.aborted': {
      effects.push({ type: 'task.close', seq: input.data.task });
      // The grace timer of a step that was asked to stop.
      const timer = state.steps.get(input.path)?.timer;
      if (timer != null && input.type === 'step.completed') effects.push({ type: 'timer.clear', seq: timer });
      return;
    }
    case 'approval.decided': {
      const { outcome, by, comment } = input.data;
      effects.push({ type: 'approval.decide', seq: stepAt(state, input.path).openedSeq, outcome, by, comment, decidedAt: decider.at });
      return;
    }
    case 'approval.delegated': {
      const step = stepAt(state, input.path);
      const { to, by, comment } = input.data;
      if (step.wait?.kind === 'approval') effects.push({ type: 'approval.delegate', seq: step.openedSeq, assignees: handedOver(step.wait.assignees, input.data), to, by, comment, delegatedAt: decider.at });
      return;
    }
    case 'timer.fired':
    case 'run.continued':
      effects.push({ type: 'timer.clear', seq: input.data.timer });
      return;
    case 'run.paused':
      if (state.rest !== null && state.rest.timer !== null) effects.push({ type: 'timer.clear', seq: state.rest.timer });
      if (state.timeoutTimer !== null) effects.push({ type: 'timer.clear', seq: state.timeoutTimer });
      return;
    case 'run.cancel_requested':
      if (state.timeoutTimer !== null) effects.push({ type: 'timer.clear', seq: state.timeoutTimer });
      return;
    case 'run.terminated':
      for (const step of state.steps.values()) {
        if (step.closedSeq !== null || step.wait?.kind !== 'child' || step.wait.parentClose === 'abandon') continue;
        effects.push({ type: 'child.cancel', runId: step.wait.runId, how: step.wait.parentClose, reason: 'the parent run was terminated' });
      }
      return;
    default:
      return;
  }
}
