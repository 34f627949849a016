import type { Origin, StepError } from '../events.ts';
import { present } from '../present.ts';
import { scopeAt, scopesOf, stepAt } from '../scopes.ts';
import type { RunState, StepState } from '../state.ts';
import { closeScope, withdraw } from './closing.ts';
import { type Decider, emit } from './decider.ts';
import { afterClosed } from './settle.ts';

/** Before this core version a run failed for what would have begun beyond the bound of a group; since then it goes on in a next one. */
export const YIELDS_SINCE = 4;

/**
 * Events after which a group is cut. They take some 50 ms of one core, and their commit as much of Postgres: short enough
 * for a pause, a cancel or another run to come between, and long enough that what a group costs besides is little. Another
 * number is another core version: histories replay only under the one that they were made with.
 */
export const YIELD_EVENTS = 5_000;

/**
 * Events that may follow from one input of a run of before: two for each item of the largest map, and some more. They take about a second
 * of one core, and a worker that does not renew its lease for three seconds counts as lost. Without a bound a loop that
 * only computes could go on for millions, and fill the memory and one commit with them.
 */
export const GROUP_EVENTS = 120_000;

/** Nothing more may begin in this group. Closing is not held up: it takes what has begun at most. */
export function isOverrun(decider: Decider): boolean {
  return decider.events.length >= decider.goesTo;
}

/**
 * Fails the step that would begin something beyond the bound, and the run with it. No rule of a node handles this: what
 * handled it would begin something too, and the group would not end. A retry goes on from here.
 */
export function overrun(decider: Decider, path: string, origin: Origin): void {
  const { state } = decider;
  const error: StepError = {
    type: 'too_much_at_once',
    message: `"${path}" would go on after ${decider.bound} events that follow from one input. Let it wait for something in between, such as a task or a timer, or give it less to do.`,
  };
  const known = state.steps.get(path);
  // A map whose iterations are open closes with them.
  if (known === undefined || scopesOf(state, known).length === 0) {
    emit(decider, { type: 'step.failed', path, data: { error, ...origin } });
    afterClosed(decider, stepAt(state, path));
  }
  // Clean-up changes nothing of how a run ends.
  if (state.cleaning) withdraw(decider, outermost(state, stepAt(state, path)), 'failure');
  else closeScope(decider, scopeAt(state, ''), 'failure', error);
}

function outermost(state: RunState, step: StepState): StepState {
  let outer = step;
  while (outer.scope !== '') outer = stepAt(state, present(scopeAt(state, outer.scope).step, 'container', outer.path));
  return outer;
}
