import type { EventType, RunEvent } from './events.ts';
import { applyRunEvent } from './evolve-run.ts';
import { applySagaEvent } from './evolve-saga.ts';
import { applyStepEvent } from './evolve-step.ts';
import type { RunState } from './state.ts';
import { isRunOver } from './status.ts';

/** Inputs that a pause does not hold back: nothing is scheduled because of them. */
export const AT_ONCE: ReadonlySet<EventType> = new Set<EventType>(['run.paused', 'agent.recorded', 'run.overridden', 'update.received']);

/**
 * Folds one event into the state. Takes no plan and evaluates nothing: outputs, branches and errors stand in the events.
 * It consumes `state`: the object is changed and returned, so that the cost follows the event and not the size of the
 * run. Keep a `cloneState` if you need the old one.
 * @throws Error when the event is not the next one of the history
 */
export function evolve(state: RunState, event: RunEvent): RunState {
  if (event.seq !== state.seq + 1) throw new Error(`Event ${event.seq} does not follow event ${state.seq} of run ${state.runId}.`);
  state.seq = event.seq;
  state.at = event.at;
  if (event.refs === true) state.refs = true;
  switch (event.type) {
    case 'run.started':
    case 'run.paused':
    case 'run.resumed':
    case 'run.cancel_requested':
    case 'run.terminated':
    case 'run.retried':
    case 'run.forked':
    case 'run.migrated':
    case 'run.overridden':
    case 'run.fast_forwarded':
    case 'run.timeout_suspended':
    case 'run.timeout_continued':
    case 'run.continued':
    case 'run.yielded':
    case 'run.cleaning':
    case 'run.completed':
    case 'run.failed':
    case 'run.cancelled':
    case 'run.timed_out':
    case 'signal.received':
    case 'update.received':
    case 'update.applied':
    case 'timer.fired':
      applyRunEvent(state, event);
      break;
    case 'step.completed':
    case 'step.scheduled':
    case 'step.retrying':
    case 'step.waiting':
    case 'step.opened':
    case 'step.failed':
    case 'step.skipped':
    case 'step.cancelling':
    case 'step.cancelled':
    case 'attempt.failed':
    case 'attempt.timed_out':
    case 'attempt.aborted':
    case 'agent.recorded':
    case 'approval.decided':
    case 'approval.delegated':
    case 'approval.reminded':
    case 'approval.escalated':
    case 'child.closed':
    case 'iteration.started':
    case 'iteration.completed':
    case 'iteration.failed':
    case 'iteration.cancelled':
    case 'iteration.skipped':
      applyStepEvent(state, event);
      break;
    case 'scope.closing':
    case 'saga.compensating':
    case 'step.compensating':
    case 'step.compensated':
    case 'step.compensation_failed':
    case 'saga.compensated':
      applySagaEvent(state, event);
      break;
  }
  if (!event.derived && state.paused && !AT_ONCE.has(event.type)) state.held.push(event);
  if (!isRunOver(state.status)) state.status = state.paused ? 'paused' : state.compensating > 0 ? 'compensating' : 'running';
  return state;
}
