import type { JsonObject, Json } from '../definition/json.ts';
import type { Definition, Finding } from '../definition/schema.ts';
import type { Refusal } from '../core/advance.ts';
import type { AttemptLogs, ForkEdits, RunEvent, RunInput, StepError } from '../core/events.ts';
import type { MigrationProblem } from '../core/migration.ts';
import type { RunState, StepState } from '../core/state.ts';
import type { RunPart, Stand } from '../definition/test-runs/test-run.ts';
import type { Plan } from '../definition/plan.ts';
import type { BackTestReport, BackTestRequest } from './back-tests.ts';
import type { ForkPlan } from './fork-plan.ts';
import type { ScheduleRule } from '../definition/triggers.ts';
import type { Hook, TriggerFilter, TriggerNote, TriggerProblem, TriggerRow } from '../ports/triggers.ts';
import type { EphemeralFrame } from '../ports/node-runner.ts';
import type { ApprovalFilter, ApprovalRow, DeadLetterRow, ListChange, Page, PageRequest, QueueLimits, RunFilter, RunRow, StoredCollectionRow, StoredValueRow, TaskQueueRow, TaskRow, WorkerRow, WorkflowBrief } from '../ports/views.ts';

export type { Hook, TriggerFilter, TriggerNote, TriggerProblem, TriggerRow };
export type { ApprovalFilter, ApprovalRow, DeadLetterRow, ListChange, Page, PageRequest, QueueLimits, RunFilter, RunRow, StoredCollectionRow, StoredValueRow, TaskQueueRow, TaskRow, WorkerRow };

/** What a call on the engine can be refused with; the API maps `code` to a status and a sentence. */
export class EngineError extends Error {
  constructor(
    readonly code:
      | 'run_not_found'
      | 'workflow_not_found'
      | 'version_not_found'
      | 'approval_not_found'
      | 'dead_letter_not_found'
      | 'trigger_not_found'
      | 'trigger_paused'
      | 'trigger_not_paused'
      | 'not_a_schedule'
      | 'not_a_webhook'
      | 'step_not_found'
      | 'definition_invalid'
      | 'entry_not_found'
      | 'key_in_use'
      | 'idempotency_conflict'
      | 'run_parked'
      | 'not_parked'
      | 'unsupported'
      | 'input_invalid'
      | 'unknown_signal'
      | 'task_lost'
      | 'invalid_payload'
      | 'override_invalid'
      | 'query_unknown'
      | 'query_failed'
      | 'too_many_back_tests'
      | 'node_unknown'
      | 'unknown_event'
      | 'not_migratable'
      | 'same_version'
      | 'nested_too_deep'
      | 'start_failed'
      | 'too_large'
      | 'unavailable',
    message: string,
    /** What the caller needs to go on, e.g. `{runId}` of the run that holds the key. */
    readonly context: JsonObject = {},
    /** For `definition_invalid` and `invalid_payload`: every finding. */
    readonly findings: readonly Finding[] = [],
  ) {
    super(message);
    this.name = 'EngineError';
  }
}

export type StartRun = {
  /** A saved workflow by id or slug; or `definition` for one that is not saved (a test run). */
  workflow?: string;
  /** A number, `latest` (default) or `draft`. */
  version?: number | 'latest' | 'draft';
  definition?: Definition;
  input?: Json;
  trigger?: 'api' | 'ui' | 'webhook' | 'schedule' | 'signal' | 'test';
  key?: string | null;
  idempotencyKey?: string | null;
  /** What the caller said, in a few characters: the same key with another one is a conflict. Made of the request when it is not given. */
  fingerprint?: string;
  /** What to do when an open run of the workflow has `key`; the definition's setting when it is not said. */
  onConflict?: 'fail' | 'return' | 'cancel';
  /** Id of the start node to enter by. */
  entry?: string | null;
  taskQueue?: string | null;
  priority?: number | null;
  searchAttributes?: JsonObject;
  memo?: JsonObject;
  /** Outputs by node id that stand in for running them (test runs only). */
  pinned?: JsonObject | null;
  /** What those steps do besides having an output. */
  stands?: Record<string, Stand>;
  /** Variables that a test run begins with. */
  vars?: JsonObject;
  /** The part of a workflow that a test run is of. */
  part?: RunPart | null;
  /** Say true when `waitForEnd` follows at once: the run's end is then listened for however soon it comes. */
  willWait?: boolean;
};

export type StartedRun = {
  run: RunRow;
  /** False when the idempotency key or the business key (`onConflict: return`) answered with an older run. */
  created: boolean;
  /** As it began: what a view of a run that was just created is made of, without reading it back. Null for an older run. */
  begun: { events: readonly RunEvent[]; plan: Plan } | null;
};

export type Submitted =
  | { accepted: true; seq: number; at: number }
  /** `duplicate` = this input id is in the history already; an answer of 2xx is right. */
  | { accepted: false; refusal: Refusal };

/** `id` names the input in the run's history; `clientId` makes a signal unique for whoever sends it. */
export type SendSignal = { id: string; name: string; payload: Json; clientId: string | null; by: string | null; reason?: string };
/** How to start a run that a signal does not find; asked only then. */
export type StartBySignal = () => Promise<Pick<StartRun, 'version' | 'input' | 'trigger'>>;
export type SignalledRun = {
  runId: string;
  started: boolean;
  /** Of a run that ended with its start the refusal is `run_over`. */
  answer: { accepted: true } | { accepted: false; refusal: Refusal };
};
/** New parameters for a node, in this run; with `workflow` for a node of the children that run it. */
export type OverrideNode = { node: string; workflow?: string; params: JsonObject; reason?: string | null; by?: string | null };
/** A retry whose steps take other parameters than those they failed with. */
export type RetryRun = { overrides?: readonly Omit<OverrideNode, 'reason' | 'by'>[]; reason?: string | null; by?: string | null };
/** `seq`: the last event that the answer knows of. */
export type Queried = { result: Json; seq: number };
/** `id`: the same id is one update, however often it is sent. */
export type UpdateRun = { name: string; payload?: Json; id?: string | null; reason?: string | null; by?: string | null };
/** `first` is false when an update of this id had been taken before; `result` is what it answered then. */
export type Updated = { accepted: true; seq: number; result: Json; first: boolean } | { accepted: false; refusal: Refusal };

/** `worker`: who polls. `signal`: the caller has gone, so that nothing is claimed for it. */
export type PollTasks = { queue: string; worker: string; limit: number; waitMs: number; leaseMs: number; signal?: AbortSignal };
/** A task as a poller gets it. Instants in epoch ms. */
export type HandedTask = {
  id: string;
  token: string;
  runId: string;
  path: string;
  node: string;
  workflow: { id: string | null; name: string };
  queue: string;
  attempt: number;
  deliveries: number;
  input: Json;
  idempotencyKey: string;
  /** What was said last about the step by whoever had it before. */
  heartbeat: Json;
  heartbeatMs: number | null;
  claimedAt: number;
  leaseUntil: number;
  closeBy: number | null;
};

export type DecideApproval = { outcome: string; by: string; comment?: string | null; data?: Json; shownHash?: string | null; id?: string };
export type DelegateApproval = { to: string[]; by: string; comment?: string | null; id?: string };

export type ReplayReport = { ok: boolean; events: number; decisions: number; hash: string; divergence?: { seq: number; expected: Json; actual: Json; message: string } };

/** What a watcher of one run gets, in order: every event once and in sequence, frames between them, `end` when the run is over. */
export type RunWatcher = {
  event: (event: RunEvent) => void;
  frame: (frame: { path: string; attempt: number; frame: EphemeralFrame }) => void;
  end?: () => void;
  /** The stream cannot go on (the server closes, the run is gone). */
  error?: (error: Error) => void;
};

export type ForkRun = {
  mode: 'fork' | 'reset';
  /** Cut after the group that this event stands in; the last one when neither is said. */
  event?: number;
  /** Cut after the group in which this step began, the last time it did. */
  step?: string;
  edits?: ForkEdits;
  /** Decisions taken so far on requests that are open at the cut count in the fork. */
  keepDecisions?: boolean;
  /** A fork has no business key unless it is given one; a reset has that of its source. */
  key?: string | null;
  /** Another version of the workflow to go on under, if the kept past means the same there. */
  version?: number | 'latest';
  reason?: string | null;
  by?: string | null;
  idempotencyKey?: string | null;
};

export type Forked = { forked: true; run: RunRow; /** False when the idempotency key answered with an older run. */ created: boolean } | { forked: false; refusal: Refusal };

export type MigrateRun = { version: number | 'latest'; reason?: string | null; by?: string | null };
export type MigrationPlan = { from: number | null; to: number | null; refusal: Refusal | null; problems: MigrationProblem[] };

export type { BackTestReport, BackTestRequest };

export type Unwatch = () => void;

export type Health = {
  postgres: { ok: boolean; detail: string };
  redis: { ok: boolean; detail: string };
  migrations: { ok: boolean; detail: string };
};

/**
 * The Node face of the engine. One per process. It drives runs (starts, signals, decisions, controls) but executes no
 * steps: that is `createWorker`. Every call waits for Postgres to answer; a call on a run is durable when it returns.
 */
export type Engine = {
  readonly workspaceId: string;
  /** Epoch ms, Postgres time. */
  now(): number;
  /** @throws EngineError workflow_not_found, version_not_found, definition_invalid, entry_not_found, key_in_use, idempotency_conflict */
  startRun(request: StartRun): Promise<StartedRun>;
  /** The run that a start with this idempotency key and fingerprint began before; null when there is none. @throws EngineError idempotency_conflict */
  findRepeated(workflowId: string, idempotencyKey: string, fingerprint: string | null): Promise<RunRow | null>;
  /**
   * Hands an input to a run. The answer comes after the commit. A parked run takes nothing but its termination.
   * @throws EngineError run_not_found, run_parked, key_in_use when a retry would open a second run of its business key
   */
  submit(runId: string, input: RunInput): Promise<Submitted>;
  /** Hands a signal to a run. @throws EngineError run_not_found, run_parked, unknown_signal, invalid_payload */
  signalRun(runId: string, signal: SendSignal): Promise<Submitted>;
  /**
   * Hands a signal to the open run of a workflow (id or slug) that has the key, or starts one: start and signal are then
   * one commit. @throws EngineError run_not_found when there is none and `start` is null, and as `signalRun` and `startRun`
   */
  signalByKey(workflow: string, key: string, signal: SendSignal, start: StartBySignal | null): Promise<SignalledRun>;
  /** @throws EngineError run_not_found, run_parked, workflow_not_found, version_not_found, node_unknown, override_invalid */
  overrideNode(runId: string, override: OverrideNode): Promise<Submitted>;
  /**
   * Reopens a failed or timed out run, as its next generation, with overrides of what is tried again.
   * @throws EngineError as `overrideNode`, and key_in_use when an open run has its business key
   */
  retryRun(runId: string, request: RetryRun): Promise<Submitted>;
  /** Asks a run something; no event comes of it. @throws EngineError run_not_found, query_unknown, query_failed */
  queryRun(runId: string, name: string): Promise<Queried>;
  /** Changes the variables of a run and answers. @throws EngineError run_not_found, run_parked, idempotency_conflict */
  updateRun(runId: string, update: UpdateRun): Promise<Updated>;
  /** Lets a parked run go on, with the inputs it was parked with. @throws EngineError run_not_found, not_parked, run_parked when it is parked again */
  unparkRun(runId: string): Promise<void>;
  /**
   * A new run with the past of another. A reset ends its source with the same commit.
   * @throws EngineError run_not_found, unknown_event, step_not_found, version_not_found, not_migratable, key_in_use, idempotency_conflict
   */
  forkRun(runId: string, request: ForkRun): Promise<Forked>;
  /** What a fork would keep, do again and leave to its source. Changes nothing. @throws EngineError as `forkRun` */
  planFork(runId: string, request: ForkRun): Promise<ForkPlan>;
  /**
   * Moves a run to another version of its workflow.
   * @throws EngineError run_not_found, version_not_found, same_version, not_migratable, run_parked
   */
  migrateRun(runId: string, request: MigrateRun): Promise<Submitted>;
  /** Whether it can be moved, and what stands against it. Changes nothing. */
  planMigration(runId: string, request: MigrateRun): Promise<MigrationPlan>;
  /** What runs that have ended would do under a draft, from their histories alone. @throws DefinitionError when it cannot be run */
  backTest(request: BackTestRequest): Promise<BackTestReport>;
  readRun(runId: string): Promise<RunRow | null>;
  /** A workflow by id or slug, without its drawing: what each start and each signal by key begins with. */
  findWorkflow(idOrSlug: string): Promise<WorkflowBrief | null>;
  /** The open run of a workflow that holds a business key, or else the newest that held it. */
  findRunByKey(workflow: string, key: string): Promise<RunRow | null>;
  listRuns(filter: RunFilter, page: PageRequest): Promise<Page<RunRow>>;
  /** How many runs a filter finds; counts no further than `limit`. */
  countRuns(filter: RunFilter, limit: number): Promise<number>;
  /** The newest runs of each workflow, for lists of workflows. */
  lastRuns(workflowIds: readonly string[], perWorkflow: number): Promise<Map<string, RunRow[]>>;
  /** Folded with finished iterations retained. The state is the caller's to read, not to change. @throws EngineError run_not_found */
  viewState(runId: string): Promise<RunState>;
  /** Open tasks of a run: claims and heartbeats are not in the history. */
  readTasks(runId: string): Promise<TaskRow[]>;
  readEvents(runId: string, after: number, limit: number): Promise<RunEvent[]>;
  /** What the ended attempts of a step logged, by the number of their task. */
  readLogs(runId: string, step: StepState): Promise<Map<number, AttemptLogs>>;
  /** The compiled definition a run is pinned to. @throws EngineError run_not_found */
  planOfRun(runId: string): Promise<Plan>;
  definitionOfRun(runId: string): Promise<Definition>;
  /** Every definition that a history was decided under, by id, the first one first. @throws EngineError run_not_found */
  definitionsOf(runId: string, history: readonly RunEvent[]): Promise<[id: string, document: Definition][]>;
  /** Parameters of a step as its runner got them. @throws EngineError run_not_found, step_not_found */
  /** The canonical JSON text of a large value; null when the run does not have it. */
  readLargeValue(runId: string, hash: string): Promise<string | null>;
  resolveStepInput(runId: string, path: string): Promise<{ params: JsonObject } | { error: StepError }>;
  replayRun(runId: string): Promise<ReplayReport>;
  /** Resolves with the row when the run is over, or with the row as it is after `ms`. */
  waitForEnd(runId: string, ms: number): Promise<RunRow>;
  /** Every event after `afterSeq` once and in order, from Postgres and then live. */
  watchRun(runId: string, afterSeq: number, watcher: RunWatcher): Promise<Unwatch>;
  watchLists(listener: (change: ListChange) => void): Unwatch;
  listApprovals(filter: ApprovalFilter, page: PageRequest): Promise<Page<ApprovalRow>>;
  readApproval(id: string): Promise<ApprovalRow | null>;
  countOpenApprovals(): Promise<number>;
  /** @throws EngineError approval_not_found */
  decideApproval(id: string, decision: DecideApproval): Promise<Submitted>;
  /** Asks others in the place of `by`. @throws EngineError approval_not_found */
  delegateApproval(id: string, delegation: DelegateApproval): Promise<Submitted>;
  /** Takes tasks of an external queue, waiting for the first of them. */
  pollTasks(request: PollTasks): Promise<HandedTask[]>;
  /** Renews the lease. `cancel`: the run no longer wants the task. @throws EngineError task_lost */
  heartbeatTask(id: string, token: string, details: Json | undefined, leaseMs: number): Promise<{ state: 'held' | 'cancel'; leaseUntil: number }>;
  /** @returns whether it is new; false when the same had been said before. @throws EngineError task_lost, run_parked */
  completeTask(id: string, token: string, output: Json): Promise<boolean>;
  /** As `completeTask`. `retryAfterMs` null = by the node's policy. */
  failTask(id: string, token: string, error: StepError, retryable: boolean, retryAfterMs: number | null): Promise<boolean>;
  listWorkers(): Promise<WorkerRow[]>;
  listTaskQueues(): Promise<TaskQueueRow[]>;
  /** For what begins from then on, in all processes, within two seconds. @param limits null takes them away */
  setQueueLimits(queue: string, limits: QueueLimits | null, by: string | null): Promise<void>;
  listDeadLetters(page: PageRequest): Promise<Page<DeadLetterRow>>;
  /** Retries the run from where the letter's step failed; of a letter whose run was retried already there is nothing to do. @throws EngineError dead_letter_not_found */
  retryDeadLetter(id: string, said: { reason: string | null; by: string | null }): Promise<({ accepted: true } | Extract<Submitted, { accepted: false }>) & { runId: string }>;
  /** Takes a letter off the list; its run stays as it is. One that is off it stays so. @throws EngineError dead_letter_not_found */
  dismissDeadLetter(id: string, said: { reason: string | null; by: string | null }): Promise<{ runId: string }>;
  /** What starts runs by itself, the newest first. */
  listTriggers(filter: TriggerFilter, page: PageRequest): Promise<Page<TriggerRow>>;
  readTrigger(id: string): Promise<TriggerRow | null>;
  /** The next five instants of a schedule; null when it cannot be kept. */
  nextOf(rule: ScheduleRule): number[] | null;
  /** @throws EngineError trigger_not_found, trigger_paused */
  pauseTrigger(id: string, said: { by: string | null; reason: string | null }): Promise<TriggerRow>;
  /** It goes on from now; what came while it was paused is not made up. @throws EngineError trigger_not_found, trigger_not_paused */
  resumeTrigger(id: string): Promise<TriggerRow>;
  /**
   * Starts a run of a schedule now, whether it is paused or another is open.
   * @param said makes the call one, however often it is made
   * @returns the id of the run @throws EngineError trigger_not_found, not_a_schedule, or why it cannot be started
   */
  fireTrigger(id: string, said: string | null): Promise<string>;
  /** A webhook gets another address; the old one is dead when this returns. @throws EngineError trigger_not_found, not_a_webhook */
  renewHook(id: string): Promise<TriggerRow>;
  /** @param secret null takes it away @throws EngineError trigger_not_found, not_a_webhook */
  setHookSecret(id: string, secret: string | null): Promise<TriggerRow>;
  /** Tells whoever watches lists that a publication or a deletion has changed the triggers of a workflow. */
  tellTriggersChanged(workflowId: string): void;
  findHook(token: string): Promise<Hook | null>;
  noteHook(hook: Pick<Hook, 'id' | 'workflowId'>, note: TriggerNote): Promise<void>;
  /** The key-value store that steps write to. */
  listCollections(page: PageRequest): Promise<Page<StoredCollectionRow>>;
  listRecords(collection: string, prefix: string, page: PageRequest): Promise<Page<StoredValueRow>>;
  readRecord(collection: string, key: string): Promise<StoredValueRow | null>;
  health(): Promise<Health>;
  /** Counters and gauges by Prometheus name. */
  metrics(): Record<string, number>;
  close(): Promise<void>;
};
