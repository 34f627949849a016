import type { Json } from '../definition/json.ts';
import { parseStored } from '../definition/ref.ts';
import { sha256 } from '../definition/sha256.ts';
import type { AttemptState, ContainerState, RunState, ScopeState, StepState } from './state.ts';

/**
 * A state as text: what a fold has come to, so that the next one need not begin at the first event. Equal states give
 * equal texts. A reference stays one. Maps and sets keep their order, which decisions depend on.
 *
 * The members stand in the order of these tables, without their names. A member that is added to a state does not
 * compile until it stands here, and then changes `SNAPSHOT_FORMAT`: what was written before is no longer read. Whoever
 * changes what a member *means* raises `MEANING`.
 */
const MEANING = 1;

type Members<T> = { readonly [K in keyof T]-?: true };
const ATTEMPT: Members<AttemptState> = { attempt: true, task: true, scheduledAt: true, dueAt: true, startedAt: true, endedAt: true, worker: true, error: true, answered: true };
const CONTAINER: Members<ContainerState> = { kind: true, items: true, total: true, concurrency: true, maximum: true, next: true, forwardTo: true, live: true, results: true, errors: true, completed: true };
const STEP: Members<StepState> = {
  path: true, node: true, scope: true, status: true, outcome: true, attempt: true, openedSeq: true, closedSeq: true, openedAt: true, countedFrom: true, closedAt: true, task: true, dueAt: true,
  wait: true, timer: true, output: true, branch: true, error: true, handled: true, skipped: true, cancelling: true, cached: true, pinned: true, attempts: true, records: true,
  undo: true, undoOf: true, cleanup: true, container: true, decisions: true,
};
const SCOPE: Members<ScopeState> = {
  path: true, plan: true, step: true, outer: true, index: true, previous: true, closed: true, open: true, closing: true, steps: true, log: true, forwarded: true, logged: true, compensation: true, over: true,
};
const RUN: Members<RunState> = {
  runId: true, retain: true, coreVersion: true, refs: true, seq: true, at: true, status: true, generation: true, workflow: true, workflowName: true, version: true, input: true, entry: true,
  seed: true, key: true, parent: true, memo: true, searchAttributes: true, taskQueue: true, priority: true, pinned: true, stands: true, part: true, startedAt: true, endedAt: true, output: true, error: true,
  vars: true, steps: true, scopes: true, waiting: true, signals: true, signalWaiters: true, signalIds: true, updateIds: true, overrides: true, openLeaves: true, asked: true, children: true, paused: true, held: true, rest: true, closing: true, cleaning: true,
  compensating: true, openCompensations: true, timeoutMs: true, timeoutCountsPeople: true, timeoutTimer: true, timeoutDueAt: true, timeoutRemainingMs: true,
};

/** What the text of a snapshot means; one of another format cannot be read. */
export const SNAPSHOT_FORMAT = sha256(JSON.stringify([MEANING, RUN, SCOPE, STEP, CONTAINER, ATTEMPT])).slice(0, 16);

/** The state as text. Cut only between groups: within one, what is decided next stands in no state. */
export function writeSnapshot(state: RunState): string {
  return JSON.stringify(rowOf(RUN, state, {
    steps: Array.from(state.steps.values(), stepRow),
    scopes: Array.from(state.scopes.values(), (scope) => rowOf(SCOPE, scope, {})),
    waiting: [...state.waiting],
    signals: [...state.signals],
    signalWaiters: [...state.signalWaiters],
    signalIds: [...state.signalIds],
    updateIds: [...state.updateIds],
  }));
}

/** @throws Error when the text is not a snapshot of this format */
export function readSnapshot(text: string): RunState {
  const run = membersOf(RUN, parseStored(text)) as unknown as RunState; // each member is as `writeSnapshot` wrote it
  run.steps = new Map(list(run.steps).map(stepOf).map((step) => [step.path, step]));
  run.scopes = new Map(list(run.scopes).map((row) => membersOf(SCOPE, row) as unknown as ScopeState).map((scope) => [scope.path, scope]));
  run.waiting = new Set(list(run.waiting) as string[]);
  run.signals = new Map(list(run.signals) as [string, { seq: number; payload: Json }[]][]);
  run.signalWaiters = new Map(list(run.signalWaiters) as [string, string[]][]);
  run.signalIds = new Set(list(run.signalIds) as string[]);
  run.updateIds = new Map(list(run.updateIds) as [string, number][]);
  return run;
}

function stepRow(step: StepState): unknown[] {
  const container = step.container === null ? null : rowOf(CONTAINER, step.container, { live: [...step.container.live], results: withoutHoles(step.container.results) });
  return rowOf(STEP, step, { attempts: step.attempts.map((attempt) => rowOf(ATTEMPT, attempt, {})), container });
}

function stepOf(row: unknown): StepState {
  const step = membersOf(STEP, row) as unknown as StepState;
  step.attempts = list(step.attempts).map((attempt) => membersOf(ATTEMPT, attempt) as unknown as AttemptState);
  if (step.container === null) return step;
  const container = membersOf(CONTAINER, step.container) as unknown as ContainerState;
  container.live = new Set(list(container.live) as number[]);
  container.results = withHoles(container.results as unknown as Results);
  step.container = container;
  return step;
}

/** The members of a value in the order of the table, some of them put otherwise. */
function rowOf<T extends object>(members: Members<T>, value: T, otherwise: Partial<Record<keyof T, unknown>>): unknown[] {
  const row: unknown[] = [];
  for (const name in members) row.push(name in otherwise ? otherwise[name] : value[name]);
  return row;
}

function membersOf<T>(members: Members<T>, row: unknown): Record<string, unknown> {
  const names = Object.keys(members);
  const cells = list(row);
  if (cells.length !== names.length) throw new Error(`A row of ${cells.length} cells where ${names.length} are expected.`);
  const value: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index += 1) value[names[index]!] = cells[index];
  return value;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error('A list is missing.');
  return value;
}

/** Results of iterations that have ended, by index: those that have not leave holes, which JSON cannot say. */
type Results = Json[] | { length: number; at: [number, Json][] };

function withoutHoles(results: readonly Json[]): Results {
  const at = Object.keys(results);
  return at.length === results.length ? [...results] : { length: results.length, at: at.map((index) => [Number(index), results[Number(index)]!]) };
}

function withHoles(results: Results): Json[] {
  if (Array.isArray(results)) return results;
  const restored: Json[] = [];
  for (const [index, result] of results.at) restored[index] = result;
  restored.length = results.length;
  return restored;
}
