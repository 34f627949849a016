import type { InputEvent } from '../events.ts';
import { timeoutError } from '../evolve-step.ts';
import { scopeAt, stepAt } from '../scopes.ts';
import type { StepState } from '../state.ts';
import { settleApproval } from './approvals.ts';
import { closeScope } from './closing.ts';
import { enterScope } from './containers.ts';
import { type Decider, planNode } from './decider.ts';
import { failStep } from './failure.ts';
import { fastForward } from './fast-forward.ts';
import { goOnAsFork } from './forked.ts';
import { lookEverywhere } from './look-everywhere.ts';
import { complete } from './open-node.ts';
import { afterRun } from './run-end.ts';
import { afterClosed } from './settle.ts';
import { attemptEnded, cancelled } from './tasks.ts';
import { deliverSignals, waitDue } from './waits.ts';

/** What one recorded input makes necessary. @param held what a pause that it lifts had held back; it is answered next */
export function react(decider: Decider, event: InputEvent, held: readonly InputEvent[] = []): void {
  const { state, effects } = decider;
  switch (event.type) {
    case 'run.started':
      restartTimeout(decider);
      return enterScope(decider, '');
    case 'step.completed':
      return afterClosed(decider, stepAt(state, event.path));
    case 'attempt.failed':
      return attemptEnded(decider, stepAt(state, event.path), event.data.error, event.data.retryable, event.data.retryAfterMs ?? 0);
    case 'attempt.timed_out': {
      // Only an attempt that ran is tried again: a queue that was too slow, or a step out of time, stays so.
      const retryable = event.data.timeout === 'startToClose' || event.data.timeout === 'heartbeat';
      return attemptEnded(decider, stepAt(state, event.path), timeoutError(event.data.timeout), retryable, 0);
    }
    case 'attempt.aborted':
      return attemptEnded(decider, stepAt(state, event.path), { type: 'aborted', message: 'The attempt was stopped.' }, true, 0);
    case 'agent.recorded':
      return;
    case 'timer.fired':
      if (event.path === null) return closeScope(decider, scopeAt(state, ''), 'timeout', null);
      return timerFired(decider, stepAt(state, event.path));
    case 'signal.received':
      return deliverSignals(decider, event.data.name);
    case 'approval.decided':
      return settleApproval(decider, stepAt(state, event.path));
    case 'approval.delegated':
      return;
    case 'child.closed':
      return childClosed(decider, stepAt(state, event.path), event.data);
    case 'run.paused':
      if (event.data.children === false) return;
      return forAwaitedChildren(decider, (runId) => effects.push({ type: 'child.cancel', runId, how: 'pause', reason: event.data.reason ?? 'the parent run was paused' }));
    case 'run.resumed':
      restartTimeout(decider);
      if (event.data.children === false) return;
      return forAwaitedChildren(decider, (runId) => effects.push({ type: 'child.cancel', runId, how: 'resume', reason: event.data.reason ?? 'the parent run was resumed' }));
    case 'run.cancel_requested':
      return closeScope(decider, scopeAt(state, ''), 'cancel', null);
    case 'run.terminated':
      effects.push({ type: 'run.clear' });
      return afterRun(decider);
    case 'run.overridden':
    case 'update.received':
    case 'run.continued':
      return;
    case 'run.fast_forwarded':
      return fastForward(decider, event.data.to);
    case 'run.retried':
      restartTimeout(decider);
      return lookEverywhere(decider);
    case 'run.forked':
      restartTimeout(decider);
      return goOnAsFork(decider, event.data, held);
    case 'run.migrated':
      // The history replays under the new plan, so by it too nothing follows before the next input.
      return;
  }
}

function timerFired(decider: Decider, step: StepState): void {
  if (step.closedSeq !== null) return;
  // The grace of an attempt that was asked to stop is over: nobody answers any more.
  if (step.cancelling) {
    if (step.task !== null) decider.effects.push({ type: 'task.close', seq: step.task });
    return cancelled(decider, step, 'no answer within the grace period');
  }
  waitDue(decider, step);
}

function childClosed(decider: Decider, step: StepState, child: Extract<InputEvent, { type: 'child.closed' }>['data']): void {
  if (step.closedSeq !== null) return;
  if (step.cancelling) return cancelled(decider, step, `the child run is ${child.status}`);
  if (child.status === 'completed') return complete(decider, { path: step.path, origin: {} }, { output: child.output });
  const error = { type: 'child_failed', message: `The child run is ${child.status.replace('_', ' ')}.`, details: { runId: child.runId, status: child.status } };
  failStep(decider, step.path, planNode(decider.plan, step.node), child.error === null ? error : { ...error, cause: child.error }, {});
}

function forAwaitedChildren(decider: Decider, then: (runId: string) => void): void {
  for (const step of decider.state.steps.values()) {
    if (step.closedSeq === null && step.wait?.kind === 'child') then(step.wait.runId);
  }
}

function restartTimeout(decider: Decider): void {
  const { timeoutTimer, timeoutDueAt } = decider.state;
  if (timeoutTimer !== null && timeoutDueAt !== null) decider.effects.push({ type: 'timer.set', seq: timeoutTimer, path: null, purpose: 'run-timeout', dueAt: timeoutDueAt });
}
