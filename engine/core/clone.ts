import type { Json } from '../definition/json.ts';
import { Ref } from '../definition/ref.ts';
import type { RunEvent } from './events.ts';
import type { AttemptState, ContainerState, RunState, ScopeState, StepState } from './state.ts';

/** The members of a type that hold more than a plain value; a copy that leaves one out does not compile. */
type Parts<T> = { [K in keyof T as T[K] extends string | number | boolean | null ? never : K]: T[K] };

/**
 * A copy that shares nothing with the original; `evolve` consumes the one it is given. Written out by hand: a run holds
 * thousands of steps of one known shape, and `structuredClone` finds out the shape of each of them anew.
 */
export function cloneState(state: RunState): RunState {
  const parts: Parts<RunState> = {
    input: copy(state.input),
    parent: copy(state.parent),
    memo: copy(state.memo),
    searchAttributes: copy(state.searchAttributes),
    pinned: copy(state.pinned),
    stands: copy(state.stands),
    part: copy(state.part),
    output: copy(state.output),
    error: copy(state.error),
    vars: copy(state.vars),
    steps: copyMap(state.steps, copyStep),
    scopes: copyMap(state.scopes, copyScope),
    waiting: new Set(state.waiting),
    signals: copyMap(state.signals, copy),
    signalWaiters: copyMap(state.signalWaiters, (waiters) => waiters.slice()),
    signalIds: new Set(state.signalIds),
    updateIds: new Map(state.updateIds),
    overrides: copy(state.overrides),
    children: copy(state.children),
    held: copy(state.held),
    rest: copy(state.rest),
    closing: copy(state.closing),
    openCompensations: state.openCompensations.slice(),
  };
  return { ...state, ...parts };
}

/** A copy of an event that shares nothing with it but its references, which never change. */
export function cloneEvent(event: RunEvent): RunEvent {
  return copy(event);
}

function copyStep(step: StepState): StepState {
  const parts: Parts<StepState> = {
    wait: copy(step.wait),
    output: copy(step.output),
    error: copy(step.error),
    attempts: step.attempts.map(copyAttempt),
    records: copy(step.records),
    container: step.container === null ? null : copyContainer(step.container),
    decisions: copy(step.decisions),
  };
  return { ...step, ...parts };
}

function copyAttempt(attempt: AttemptState): AttemptState {
  const parts: Parts<AttemptState> = { error: copy(attempt.error) };
  return { ...attempt, ...parts };
}

function copyContainer(container: ContainerState): ContainerState {
  const parts: Parts<ContainerState> = {
    items: copy(container.items),
    live: new Set(container.live),
    results: copy(container.results),
    errors: copy(container.errors),
  };
  return { ...container, ...parts };
}

function copyScope(scope: ScopeState): ScopeState {
  const parts: Parts<ScopeState> = {
    previous: copy(scope.previous),
    closing: copy(scope.closing),
    steps: scope.steps.slice(),
    forwarded: copy(scope.forwarded),
    log: copy(scope.log),
    compensation: copy(scope.compensation),
  };
  return { ...scope, ...parts };
}

function copyMap<T>(map: ReadonlyMap<string, T>, copyOf: (value: T) => T): Map<string, T> {
  const copied = new Map<string, T>();
  for (const [key, value] of map) copied.set(key, copyOf(value));
  return copied;
}

/** A deep copy of plain values. */
function copy<T extends Plain>(value: T): T;
function copy(value: Plain): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    // Not `map`: a list of results has holes where an iteration has not ended yet, and keeps them.
    const list = value.slice();
    for (let index = 0; index < list.length; index += 1) if (typeof list[index] === 'object') list[index] = copy(list[index]);
    return list;
  }
  if (value instanceof Ref) return value;
  const copied: Record<string, Plain> = { ...value } as Record<string, Plain>;
  for (const name in copied) if (typeof copied[name] === 'object') copied[name] = copy(copied[name]!);
  return copied;
}

type Plain = Json | object;
