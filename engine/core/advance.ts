import type { Plan } from '../definition/plan.ts';
import { type Decider, emit, emitInput } from './decide/decider.ts';
import { refusal } from './decide/guards.ts';
import { GROUP_EVENTS, YIELD_EVENTS, YIELDS_SINCE } from './decide/overrun.ts';
import { react } from './decide/react.ts';
import { recordEffects } from './decide/record.ts';
import { leaveRest, takeUp } from './decide/rest.ts';
import { keepTimeout } from './decide/run-timeout.ts';
import { settle } from './decide/settle.ts';
import { evaluateUpdate } from './decide/updates.ts';
import type { Effect } from './effects.ts';
import type { InputEvent, RunEvent, RunInput } from './events.ts';
import { Cutter, type CutValue, type Large, LARGE_SINCE } from './large-values.ts';
import type { RunState } from './state.ts';

/** The highest behaviour of `advance` this code has; a run keeps the one it started with. */
export const CORE_VERSION = 5;

const LIFTS_PAUSE: ReadonlySet<RunInput['type']> = new Set(['run.resumed', 'run.cancel_requested', 'run.forked']);

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
    | 'already_assigned'
    | 'may_not_decide'
    | 'too_many_assignees'
    | 'too_many_signals'
    | 'not_retryable'
    | 'no_such_timer'
    | 'nothing_left'
    | 'invalid_edit'
    | 'run_paused'
    | 'child_run'
    | 'pinned_run'
    | 'unknown_target'
    | 'already_past'
    | 'unknown_node'
    | 'invalid_params'
    | 'too_many_overrides'
    | 'unknown_update'
    | 'invalid_payload'
    | 'update_failed';
  message: string;
  /** What is wrong where, from the top of the parameters, the payload, the overrides of a retry or the edits of a fork. */
  problems?: { pointer: string; message: string }[];
  /** For a `duplicate` update: the event that stands for it. */
  seq?: number;
  /** For `already_decided`: who decided what. */
  by?: string;
  outcome?: string;
};

export type Advance =
  | { accepted: true; state: RunState; events: RunEvent[]; effects: Effect[]; /** Large values that the events name and that are to be kept with them. */ values: CutValue[] }
  | { accepted: false; state: RunState; refusal: Refusal };

/**
 * Takes one input and decides until nothing more follows: the group of one input event and all events derived from it.
 * Pure: the same plan, state, input and instant give the same group. It consumes `state` (see `evolve`) and returns it
 * moved on; keep a `cloneState` if you need the old one. A refused input leaves it as it was.
 * @param at epoch ms, Postgres time; an instant before the last event's is lifted to it
 * @param bound number of events from which on nothing more begins in this group; a test sets a lower one, and a history
 * replays only under the bound that it was made with
 * @param large large values at hand, and how new ones are made
 * @throws NeedsValues when a large value is needed that is not at hand: the state must be dropped, and the input handed in again with it
 * @throws Error when the history does not belong to the plan; the state must then be dropped
 */
export function advance(plan: Plan, state: RunState, input: RunInput, at: number, bound?: number, large: Large = {}): Advance {
  const lifted = Math.max(at, state.at);
  const refused = refusal(plan, state, input, lifted);
  if (refused !== null) return { accepted: false, state, refusal: refused };
  const { coreVersion } = input.type === 'run.started' ? input.data : state;
  const cutter = coreVersion < LARGE_SINCE ? null : new Cutter(large);
  const update = input.type === 'update.received' ? evaluateUpdate(plan, state, input.data, lifted, cutter) : null;
  if (update !== null && 'refused' in update) return { accepted: false, state, refusal: update.refused };
  const yields = coreVersion >= YIELDS_SINCE;
  const goesTo = bound ?? (yields ? YIELD_EVENTS : GROUP_EVENTS);
  const decider: Decider = {
    plan, state, at: lifted, events: [], effects: [], agenda: [], bound: goesTo, goesTo, left: yields ? { nodes: new Set(), sagas: new Set(), containers: new Set() } : null, queued: new Set(), cutter,
  };
  recordEffects(decider, input);
  // A pause that is lifted clears what was held; it is answered now, in the order in which it came.
  const held: InputEvent[] = LIFTS_PAUSE.has(input.type) ? [...state.held] : [];
  // What was left to be done goes on by its timer, when a pause is lifted, and in a fork, which has no timer of it.
  const rest = input.type === 'run.continued' || input.type === 'run.forked' || (state.paused && LIFTS_PAUSE.has(input.type)) ? state.rest : null;
  const { id, ...payload } = input;
  const event = emitInput(decider, payload, id) as InputEvent;
  if (update !== null) emit(decider, { type: 'update.applied', data: update.applied });
  const waits = state.paused && event.type !== 'run.paused';
  if (!waits) {
    react(decider, event, held);
    for (const earlier of held) react(decider, earlier);
    if (rest !== null) takeUp(decider, rest);
    settle(decider);
    leaveRest(decider);
    keepTimeout(decider);
  }
  return { accepted: true, state, events: decider.events, effects: decider.effects, values: cutter?.values ?? [] };
}
