import type { Json, JsonObject } from '../../definition/json.ts';
import { NeedsValues } from '../../definition/ref.ts';
import type { Plan } from '../../definition/plan.ts';
import { cloneEvent } from '../clone.ts';
import { emptyState } from '../empty-state.ts';
import type { RunEvent, WaitFor } from '../events.ts';
import { evolve } from '../evolve.ts';
import type { Large } from '../large-values.ts';
import { firstRunId, planChange } from '../plan-changes.ts';
import { moved } from '../request-clock.ts';
import { resolveStep } from '../resolve.ts';
import type { RunState } from '../state.ts';
import type { StepStatus } from '../status.ts';

/** How a step began: what it waits for or is given. */
export type Opened = {
  type: string | null;
  /** What it was given; null where it was not worked out. */
  params: JsonObject | null;
  wait: Json;
  /** How long after it its timers ring, as text: equal texts mean that they ring at the same times. */
  clocks: string;
};

/** How a step ended. */
export type Closed = { status: StepStatus; branch: string | null; output: Json; seq: number };

/** What a history tells of one path. A step may begin and end several times: after a retry, and in a saga that starts over. */
export type RecordedStep = { opened: Opened[]; closed: Closed[]; cancelling: boolean };

export type Recorded = {
  steps: ReadonlyMap<string, RecordedStep>;
  /** Events by which an attempt ended that had been asked to stop. */
  stopped: ReadonlySet<number>;
  /** Inputs after whose groups something was left to go on with. */
  cut: ReadonlySet<number>;
  /** As the history left it. */
  state: RunState;
};

/** What opens a step, with what it is given; the same for what was recorded and for what would be. */
type Opening = Extract<RunEvent, { type: 'step.scheduled' | 'step.waiting' }>;

export function opensStep(event: RunEvent): event is Opening {
  return event.type === 'step.waiting' || (event.type === 'step.scheduled' && event.attempt === 1);
}

/**
 * How a step stands that a group has opened.
 * @throws NeedsValues
 */
export function openedOf(plan: Plan, state: RunState, event: Opening, large: Large): Opened {
  const node = plan.nodes.get(nodeOf(event.path));
  const wait = event.type === 'step.waiting' ? event.data.wait : null;
  // Of a wait everything that matters stands in its event, except what a child is given.
  const resolves = (wait === null || wait.kind === 'child') && state.steps.has(event.path);
  const resolved = resolves ? resolveStep(plan, state, event.path, large.look) : null;
  return { type: node?.type ?? null, params: resolved?.ok === true ? resolved.params : null, wait: wait === null ? null : waitTold(wait, event.at), clocks: clocksOf(wait, event.at) };
}

/** Without what follows from when it was: ids of children and due times are told as what makes them. */
function waitTold(wait: WaitFor, at: number): Json {
  if (wait.kind === 'child') return { kind: wait.kind, workflow: wait.workflow, version: wait.version, parentClose: wait.parentClose };
  if (wait.kind === 'approval') return { ...moved(wait, -at) };
  return { ...wait, dueAt: wait.dueAt === null ? null : wait.dueAt - at };
}

function clocksOf(wait: WaitFor | null, at: number): string {
  if (wait === null || wait.kind === 'child') return '';
  if (wait.kind !== 'approval') return String(wait.dueAt === null ? null : wait.dueAt - at);
  const { dueAt, reminders, escalation } = moved(wait, -at);
  return JSON.stringify([dueAt, reminders?.nextAt, reminders?.everyMs, reminders?.most, escalation?.at]);
}

export function nodeOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const ENDS_ATTEMPT: ReadonlySet<RunEvent['type']> = new Set(['attempt.failed', 'attempt.timed_out', 'attempt.aborted']);

/** How an event ends a step; null for all others. */
export function closedBy(event: RunEvent): (Closed & { path: string }) | null {
  const { seq } = event;
  switch (event.type) {
    case 'step.completed':
      return { path: event.path, seq, status: 'completed', branch: event.derived ? (event.data.branch ?? 'out') : 'out', output: event.data.output };
    case 'step.failed':
      return { path: event.path, seq, status: 'failed', branch: event.data.handled === 'branch' ? 'error' : event.data.handled === 'continue' ? 'out' : null, output: null };
    case 'step.skipped':
      return { path: event.path, seq, status: 'skipped', branch: event.data.branch ?? null, output: null };
    case 'step.cancelled':
      return { path: event.path, seq, status: 'cancelled', branch: null, output: null };
    default:
      return null;
  }
}

/**
 * What a history tells of its steps, with what each was given. It yields now and then, and what it needs.
 * @param planFor the plan of a definition that the run was moved to
 */
export function* readRecorded(plan: Plan, runId: string, history: readonly RunEvent[], planFor: (definitionId: string) => Plan, large: Large): Generator<NeedsValues | undefined, Recorded> {
  const steps = new Map<string, RecordedStep>();
  const at = (path: string): RecordedStep => {
    const known = steps.get(path);
    if (known !== undefined) return known;
    const made: RecordedStep = { opened: [], closed: [], cancelling: false };
    steps.set(path, made);
    return made;
  };
  const stopped = new Set<number>();
  const cut = new Set<number>();
  let input = 0;
  let state = emptyState(firstRunId(history, runId));
  let under = plan;
  let opening: Opening[] = [];
  for (const [index, event] of history.entries()) {
    if (ENDS_ATTEMPT.has(event.type) && 'path' in event && event.path !== null && state.steps.get(event.path)?.cancelling === true) stopped.add(event.seq);
    // The fold keeps what it is given.
    state = evolve(state, cloneEvent(event));
    const change = planChange(event);
    if (change !== null) under = planFor(change.to.definitionId);
    const closed = closedBy(event);
    if (closed !== null) {
      const { path, ...how } = closed;
      at(path).closed.push(how);
    }
    if (event.type === 'step.cancelling') at(event.path).cancelling = true;
    if (opensStep(event)) opening.push(event);
    if (!event.derived) input = event.seq;
    if (history[index + 1]?.derived === true) continue;
    if (state.rest !== null) cut.add(input);
    for (const each of opening) at(each.path).opened.push(yield* provided(() => openedOf(under, state, each, large)));
    opening = [];
    yield undefined;
  }
  return { steps, stopped, cut, state };
}

/** Tries again when what was needed has been put at hand. */
export function* provided<T>(look: () => T): Generator<NeedsValues | undefined, T> {
  for (;;) {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof NeedsValues)) throw error;
      yield error;
    }
  }
}
