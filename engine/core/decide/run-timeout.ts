import { isRunOver } from '../status.ts';
import { type Decider, emit } from './decider.ts';

/**
 * The run's timeout stands still while nothing but people is waited for, unless the definition says that it counts them.
 * Looked at when everything else of a group is decided.
 */
export function keepTimeout(decider: Decider): void {
  const { state } = decider;
  if (state.timeoutMs === null || state.timeoutCountsPeople || state.paused || state.cleaning || state.closing !== null || isRunOver(state.status)) return;
  const peopleOnly = state.rest === null && state.asked > 0 && state.asked === state.openLeaves;
  if (peopleOnly && state.timeoutTimer !== null && state.timeoutDueAt !== null) {
    const timer = state.timeoutTimer;
    emit(decider, { type: 'run.timeout_suspended', data: { remainingMs: Math.max(0, state.timeoutDueAt - decider.at) } });
    decider.effects.push({ type: 'timer.clear', seq: timer });
  } else if (!peopleOnly && state.timeoutTimer === null && state.timeoutRemainingMs !== null) {
    const remainingMs = state.timeoutRemainingMs;
    const seq = emit(decider, { type: 'run.timeout_continued', data: { remainingMs } });
    decider.effects.push({ type: 'timer.set', seq, path: null, purpose: 'run-timeout', dueAt: decider.at + remainingMs });
  }
}
