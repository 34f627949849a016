import { sha256 } from '../definition/sha256.ts';
import { outerOf, scopeAt } from './scopes.ts';
import type { RunState } from './state.ts';

/**
 * Which time it is that a step of this scope is worked on, for the ids of what it does outside: the run's generation.
 * A retried saga can walk its way back twice within one generation: first it undoes what the generation before left,
 * then it starts over and may fail again. The first is told apart, or the second would be taken for its repetition.
 */
export function roundOf(state: RunState, scopePath: string): string {
  for (let scope = state.compensating === 0 ? null : scopeAt(state, scopePath); scope !== null; scope = outerOf(state, scope)) {
    if (scope.compensation?.restart === true) return `${state.generation}-left-over`;
  }
  return `${state.generation}`;
}

/** Key for the outside world: equal over the attempts and redeliveries of a step, new with each round (`roundOf`). */
export function idempotencyKey(runId: string, path: string, round: string): string {
  return `hd-${sha256(`${runId}\n${path}\n${round}`).slice(0, 40)}`;
}

/** Id of a child run: a hash of parent, path and round, so that a child asked for twice is one child. Shaped as a UUID (version 8). */
function childRunId(parentRunId: string, path: string, round: string): string {
  const hash = sha256(`child\n${parentRunId}\n${path}\n${round}`);
  const variant = '89ab'.charAt(Number.parseInt(hash.charAt(16), 16) & 3);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Since this core version a child's id has the round in it; before, which is kept for the histories of then, the generation. */
const ROUND_OF_CHILDREN_SINCE = 2;

/** The id of the child that a step of this scope starts. */
export function childOf(state: RunState, scopePath: string, path: string): string {
  return childRunId(state.runId, path, state.coreVersion < ROUND_OF_CHILDREN_SINCE ? `${state.generation}` : roundOf(state, scopePath));
}

/** Chance that repeats: a number in [0, 1) from the run's seed and the place where it is needed. */
export function chance(seed: string, place: string): number {
  return Number.parseInt(sha256(`${seed}\n${place}`).slice(0, 12), 16) / 2 ** 48;
}
