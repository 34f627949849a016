import { canonicalJson, type Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { Sha256 } from '../definition/sha256.ts';
import { advance } from './advance.ts';
import { emptyState } from './empty-state.ts';
import type { RunEvent, RunInput } from './events.ts';
import { definitionIds, firstRunId, planChange } from './plan-changes.ts';
import type { RunState } from './state.ts';

export type Divergence = { seq: number; expected: Json; actual: Json; message: string };

export type ReplayReport = {
  ok: boolean;
  events: number;
  /** Events the core derived again. */
  decisions: number;
  /** SHA-256 over the canonical text of the history. */
  hash: string;
  divergence?: Divergence;
};

/**
 * Folds a history through the core again: takes its inputs at their own instants and compares every event that follows
 * with the one that was recorded. `expected` of a divergence is what the history holds, `actual` what the core decides.
 * @param plan the one that the history begins under
 * @param later by definition id, those that it goes on under after a migration
 */
export function replay(plan: Plan, runId: string, history: readonly RunEvent[], later: ReadonlyMap<string, Plan> = new Map()): ReplayReport {
  return toEnd(replaying(plan, runId, history, later));
}

/** The same, group by group: a long history is many groups, and whoever asks for it may do something else in between. */
export function* replaying(plan: Plan, runId: string, history: readonly RunEvent[], later: ReadonlyMap<string, Plan> = new Map()): Generator<void, ReplayReport> {
  let decisions = 0;
  const hash = new Sha256();
  let under = plan;
  const [first] = definitionIds(history, '');
  const planFor = (event: RunEvent): Plan => {
    const id = planChange(event)?.to.definitionId;
    if (id === undefined) return under;
    const next = id === first ? plan : later.get(id);
    if (next === undefined) throw new Error(`The definition ${id.slice(0, 12)}, under which the run goes on, is not at hand.`);
    return (under = next);
  };
  const { divergence } = yield* replayingOn(emptyState(firstRunId(history, runId)), history, planFor, (event, text) => {
    hash.update(`${text}\n`);
    if (event.derived) decisions += 1;
  });
  return { ok: divergence === null, events: history.length, decisions, hash: hash.digest(), ...(divergence === null ? {} : { divergence }) };
}

/**
 * Goes on with a replay from a state. @param planFor the plan that an input is decided under
 * @returns the state after the last event that was decided again, and the first difference
 */
export function replayOn(before: RunState, history: readonly RunEvent[], planFor: (input: RunEvent) => Plan): Replayed {
  return toEnd(replayingOn(before, history, planFor));
}

type Replayed = { state: RunState; divergence: Divergence | null };

function* replayingOn(before: RunState, history: readonly RunEvent[], planFor: (input: RunEvent) => Plan, matched?: (event: RunEvent, text: string) => void): Generator<void, Replayed> {
  let state = before;
  for (let position = 0; position < history.length; ) {
    yield;
    const event = history[position]!;
    const differs = (message: string): { state: RunState; divergence: Divergence } => ({ state, divergence: { seq: event.seq, expected: asJson(event), actual: null, message } });
    if (event.derived) return differs('The history holds a decision that the core does not make.');
    const { seq: _seq, at, derived: _derived, ...input } = event;
    let events: RunEvent[];
    try {
      const result = advance(planFor(event), state, input as RunInput, at);
      if (!result.accepted) return differs(`The core refuses this input: ${result.refusal.message}`);
      state = result.state;
      events = result.events;
    } catch (error) {
      return differs(`The core fails on this input: ${(error as Error).message}`);
    }
    for (const actual of events) {
      const expected = history[position];
      const text = canonicalJson(actual);
      if (expected === undefined || canonicalJson(expected) !== text) {
        const message = expected === undefined ? 'The core decides more than the history holds.' : 'The core decides something else.';
        return { state, divergence: { seq: actual.seq, expected: expected === undefined ? null : asJson(expected), actual: asJson(actual), message } };
      }
      matched?.(actual, text);
      position += 1;
    }
  }
  return { state, divergence: null };
}

function toEnd<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function asJson(event: RunEvent): Json {
  return JSON.parse(canonicalJson(event)) as Json;
}
