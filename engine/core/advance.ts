import type { Plan } from '../definition/plan.ts';
import type { Effect } from './effects.ts';
import type { RunEvent, RunInput } from './events.ts';
import type { RunState } from './state.ts';

/** Why an input is not taken. Nothing is written; the caller tells whoever asked. */
export type Refusal = {
  code:
    | 'duplicate'
    | 'run_over'
    | 'run_not_over'
    | 'not_paused'
    | 'already_paused'
    | 'already_cancelling'
    | 'stale_attempt'
    | 'unknown_step'
    | 'not_waiting'
    | 'already_decided'
    | 'unknown_outcome'
    | 'not_assigned'
    | 'too_many_signals'
    | 'not_retryable'
    | 'no_such_timer';
  message: string;
  /** For `already_decided`: who decided what. */
  by?: string;
  outcome?: string;
};

export type Advance =
  | { accepted: true; state: RunState; events: RunEvent[]; effects: Effect[] }
  | { accepted: false; state: RunState; refusal: Refusal };

/**
 * Takes one input and decides until nothing more follows: the group of one input event and all events derived from it.
 * Pure: the same plan, state, input and instant give the same group. It consumes `state` (see `evolve`) and returns it
 * moved on; keep a `cloneState` if you need the old one. A refused input leaves it as it was.
 * @param at epoch ms, Postgres time; an instant before the last event's is lifted to it
 */
export function advance(_plan: Plan, _state: RunState, _input: RunInput, _at: number): Advance {
  throw new Error('not yet');
}
