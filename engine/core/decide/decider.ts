import type { Plan, PlanNode, PlanScope } from '../../definition/plan.ts';
import type { Effect } from '../effects.ts';
import type { DerivedPayload, InputPayload, RunEvent } from '../events.ts';
import { evolve } from '../evolve.ts';
import { present } from '../present.ts';
import { cutOut } from '../cut-out.ts';
import type { Cutter } from '../large-values.ts';
import type { RunState } from '../state.ts';

/** Something to look at again because of what just happened. */
export type Job = { look: 'node'; scope: string; node: string } | { look: 'scope'; scope: string } | { look: 'container'; path: string };

/** One call of `advance` in the making: what was decided so far, and what is still to be looked at. */
export type Decider = {
  readonly plan: Plan;
  readonly state: RunState;
  readonly at: number;
  readonly events: RunEvent[];
  readonly effects: Effect[];
  readonly agenda: Job[];
  /** Events that may follow from one input. */
  readonly bound: number;
  /** Number of events from which on nothing more begins; in runs of before core version 4 clean-up moves it on by the bound. */
  goesTo: number;
  /** What would have begun beyond it, for the next group; null for a run of before core version 4, which it fails. */
  readonly left: { nodes: Set<string>; sagas: Set<string>; containers: Set<string> } | null;
  /** Maps that stand on the agenda to go on. */
  readonly queued: Set<string>;
  /** Null for a run that keeps its values whole. */
  readonly cutter: Cutter | null;
};

// What is added stands before the spread, here and wherever something is made for each event: the other way round every object has
// a shape of its own to V8 (docs/decisions/0045-shapes-and-tables.md).

/** Appends a derived event and folds it. @returns its seq */
export function emit(decider: Decider, payload: DerivedPayload): number {
  const seq = decider.state.seq + 1;
  const event = stored(decider, { seq, at: decider.at, derived: true, ...payload });
  evolve(decider.state, event);
  decider.events.push(event);
  return seq;
}

/** Appends the input event that opens the group and folds it. */
export function emitInput(decider: Decider, payload: InputPayload, id: string): RunEvent {
  const event = stored(decider, { seq: decider.state.seq + 1, at: decider.at, derived: false, id, ...payload });
  evolve(decider.state, event);
  decider.events.push(event);
  return event;
}

function stored({ cutter }: Decider, event: RunEvent): RunEvent {
  return cutter === null ? event : cutOut(cutter, event);
}

/** @throws Error when the plan lacks the node: the history belongs to another plan */
export function planNode(plan: Plan, id: string): PlanNode {
  return present(plan.nodes.get(id), 'node', id);
}

/** @throws Error when the plan lacks the scope: the history belongs to another plan */
export function planScope(plan: Plan, id: string): PlanScope {
  return present(plan.scopes.get(id), 'scope of the plan', id);
}

export function lookAtNode(decider: Decider, scope: string, node: string): void {
  decider.agenda.push({ look: 'node', scope, node });
}

/** Lets a map or a loop go on when what is on the agenda already has had its turn. */
export function lookAtContainer(decider: Decider, path: string): void {
  if (decider.queued.has(path)) return;
  decider.queued.add(path);
  decider.agenda.push({ look: 'container', path });
}

export function lookAtScope(decider: Decider, scope: string): void {
  decider.agenda.push({ look: 'scope', scope });
}
