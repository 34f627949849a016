import { canonicalJson, type Json, toJson } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { NeedsValues, refsTold } from '../definition/ref.ts';
import { Sha256 } from '../definition/sha256.ts';
import { advance } from './advance.ts';
import { cloneEvent, cloneState } from './clone.ts';
import { emptyState } from './empty-state.ts';
import type { RunEvent, RunInput } from './events.ts';
import { evolve } from './evolve.ts';
import type { Large } from './large-values.ts';
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
 * @param large where its large values are
 * @param bound the bound of its groups, when a test has set one
 * @throws NeedsValues when one of them is needed that is not there
 */
export function replay(plan: Plan, runId: string, history: readonly RunEvent[], later: ReadonlyMap<string, Plan> = new Map(), large: Large = {}, bound?: number): ReplayReport {
  return toEnd(replaying(plan, runId, history, later, large, bound));
}

/**
 * The same, group by group: a long history is many groups, and whoever asks for it may do something else in between. It
 * yields what it needs: whoever goes on has put it at hand.
 */
export function* replaying(plan: Plan, runId: string, history: readonly RunEvent[], later: ReadonlyMap<string, Plan> = new Map(), large: Large = {}, bound?: number): Generator<NeedsValues | undefined, ReplayReport> {
  const paged = new PagedReplay(plan, runId, history, later, large, bound);
  yield* paged.take(history);
  return paged.report(history.length);
}

/** A replay that takes a history a page at a time, so that one of millions of events need never be held whole. */
export class PagedReplay {
  private state: RunState;
  private under: Plan;
  private readonly first: string;
  private readonly hash = new Sha256();
  private decisions = 0;
  private divergence: Divergence | null = null;

  /** @param turns what of the history says whose it is and under which plan it goes on: in order; others may be among it (`isTurn`) */
  constructor(
    private readonly plan: Plan,
    runId: string,
    turns: readonly RunEvent[],
    private readonly later: ReadonlyMap<string, Plan> = new Map(),
    private readonly large: Large = {},
    private readonly bound?: number,
  ) {
    this.state = emptyState(firstRunId(turns, runId));
    this.under = plan;
    [this.first] = definitionIds(turns, '');
  }

  /**
   * @param groups what follows what it took before; whole groups
   * @returns whether all of it was decided as it stands there; when it was not, nothing more need be taken
   */
  *take(groups: readonly RunEvent[]): Generator<NeedsValues | undefined, boolean> {
    const before = cloneState(this.state);
    // Everything up to there was found to be what the core decides, so folding it is enough.
    const upTo = (position: number): RunState => groups.slice(0, position).reduce((state, event) => evolve(state, cloneEvent(event)), cloneState(before));
    const matched = (event: RunEvent, text: string): void => {
      this.hash.update(`${text}\n`);
      if (event.derived) this.decisions += 1;
    };
    const { state, divergence } = yield* replayingOn(this.state, groups, (event) => this.planFor(event), this.large, { matched, upTo, bound: this.bound });
    this.state = state;
    this.divergence = divergence;
    return divergence === null;
  }

  /** @param events how many the history has */
  report(events: number): ReplayReport {
    const { decisions, divergence } = this;
    return { ok: divergence === null, events, decisions, hash: this.hash.digest(), ...(divergence === null ? {} : { divergence }) };
  }

  private planFor(event: RunEvent): Plan {
    const id = planChange(event)?.to.definitionId;
    if (id === undefined) return this.under;
    const next = id === this.first ? this.plan : this.later.get(id);
    if (next === undefined) throw new Error(`The definition ${id.slice(0, 12)}, under which the run goes on, is not at hand.`);
    return (this.under = next);
  }
}

type Replayed = { state: RunState; divergence: Divergence | null };

/** Events of one group that are compared before others get a turn: a group may have thousands. */
const COMPARED_AT_ONCE = 256;

/**
 * Goes on with a replay from a state. @param planFor the plan that an input is decided under
 * @param how.upTo the state before the event at a position, to go on from when a value was missing and the state is spent; without it that is thrown
 * @returns the state after the last event that was decided again, and the first difference
 */
export function* replayingOn(before: RunState, history: readonly RunEvent[], planFor: (input: RunEvent) => Plan, large: Large, { matched, upTo, bound }: How = {}): Generator<NeedsValues | undefined, Replayed> {
  let state = before;
  for (let position = 0; position < history.length; ) {
    yield undefined;
    const event = history[position]!;
    const differs = (message: string): { state: RunState; divergence: Divergence } => ({ state, divergence: { seq: event.seq, expected: asJson(event), actual: null, message } });
    if (event.derived) return differs('The history holds a decision that the core does not make.');
    const { seq: _seq, at, derived: _derived, refs: _refs, ...input } = event;
    let events: RunEvent[];
    try {
      const result = advance(planFor(event), state, input as RunInput, at, bound, large);
      if (!result.accepted) return differs(`The core refuses this input: ${result.refusal.message}`);
      state = result.state;
      events = result.events;
    } catch (error) {
      if (error instanceof NeedsValues) {
        if (upTo === undefined) throw error;
        yield error;
        state = upTo(position);
        continue;
      }
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
      if (position % COMPARED_AT_ONCE === 0) yield undefined;
    }
  }
  return { state, divergence: null };
}

type How = { matched?: (event: RunEvent, text: string) => void; upTo?: (position: number) => RunState; bound?: number | undefined };

/** All of it at once. @throws NeedsValues */
export function toEnd<T>(work: Generator<NeedsValues | undefined, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (step.value !== undefined) throw step.value;
  }
}

function asJson(event: RunEvent): Json {
  return refsTold(toJson(event));
}
