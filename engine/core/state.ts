import type { Json, JsonObject } from '../definition/json.ts';
import type { RunPart, Stand } from '../definition/test-runs/test-run.ts';
import type { ClosedRunStatus, ClosingCause, ContainerKind, InputEvent, Override, ParentClose, ParentLink, Rest, SkipReason, StepError, WaitFor } from './events.ts';
import type { RunStatus, StepStatus } from './status.ts';

/** One try of a step, as far as the history tells. */
export type AttemptState = {
  attempt: number;
  /** Seq of the event that opened it: the id of its task. */
  task: number;
  scheduledAt: number;
  /** Epoch ms before which it does not start; later than `scheduledAt` for a retry. */
  dueAt: number;
  /** When a worker began, as its outcome told. */
  startedAt: number | null;
  endedAt: number | null;
  worker: string | null;
  error: StepError | null;
  /** False when it ended without an answer (timeout, lost worker, abort): the outside may have done the work. */
  answered: boolean;
};

export type StepState = {
  path: string;
  node: string;
  /** Path of the scope instance it stands in; '' is the top level. */
  scope: string;
  status: StepStatus;
  /** The status it closed with; `status` may go on to compensating. Null while it is open. */
  outcome: StepStatus | null;
  attempt: number;
  /** Seq of its first event; inputs are resolved against the state as of this seq. */
  openedSeq: number;
  closedSeq: number | null;
  openedAt: number;
  /** From when its schedule-to-close time counts: its opening, moved on by the time that a fork stood still. */
  countedFrom: number;
  closedAt: number | null;
  /** Open task (seq), when there is one. */
  task: number | null;
  /** When the next attempt may start, while retrying. */
  dueAt: number | null;
  wait: WaitFor | null;
  /** Its open timer: the seq of the event that set it. */
  timer: number | null;
  output: Json;
  /** The output port it left by; null when its edges are dead. */
  branch: string | null;
  error: StepError | null;
  handled: 'continue' | 'branch' | null;
  /** Why it did not run; `fast-forward` also for a step that was cancelled on the way. */
  skipped: SkipReason | null;
  cancelling: boolean;
  cached: boolean;
  pinned: boolean;
  attempts: AttemptState[];
  /** Recorded model and tool calls of an agent, in order; a `Ref` where one is large. */
  records: JsonObject[];
  /** Node that undoes it, when it stands in a saga. */
  undo: string | null;
  /** For an undo step: path of the step it undoes. */
  undoOf: string | null;
  /** A clean-up step: it runs after everything else and makes no scope complete. */
  cleanup: boolean;
  container: ContainerState | null;
  decisions: ApprovalDecision[];
};

export type ApprovalDecision = { outcome: string; by: string; at: number; comment: string | null; data: Json; shownHash: string | null };

export type ContainerState = {
  kind: ContainerKind;
  /** A `Ref` when the list is large. */
  items: Json[] | null;
  total: number | null;
  /** Iterations at once; null = no limit. */
  concurrency: number | null;
  /** Iterations of a loop at most; null = the default. */
  maximum: number | null;
  /** Next iteration to start. */
  next: number;
  /** The iteration that a fast-forward goes to: none before it starts any more. */
  forwardTo: number | null;
  /** Indexes of the iterations that are open. */
  live: Set<number>;
  /** Outputs by index; a map keeps all until it completes, a loop only the last. */
  results: Json[];
  errors: { index: number; error: StepError }[];
  completed: number;
};

export type ScopeState = {
  path: string;
  /** Scope of the plan: ROOT_SCOPE or the container's node id. */
  plan: string;
  /** Path of the container's step; null at the top level. */
  step: string | null;
  /** Path of the scope around it; null at the top level. */
  outer: string | null;
  index: number | null;
  /** Loop: output of the iteration before. */
  previous: Json;
  /** Forward steps that have closed, to be compared with the plan's count. */
  closed: number;
  /** Forward steps that are open now. */
  open: number;
  closing: { cause: ClosingCause; error: StepError | null } | null;
  /** Paths of the steps that have a state, in order of opening. */
  steps: string[];
  /** Only for sagas: what can be undone, in order of completion. */
  log: SagaEntry[] | null;
  /** Nodes that a fast-forward goes to; null = none. */
  forwarded: string[] | null;
  /** A step in it or below stands in the log of a saga around it, whose undo may still read this scope. */
  logged: boolean;
  compensation: CompensationState | null;
  over: boolean;
};

export type SagaEntry = { path: string; scope: string; undo: string; output: Json; closedSeq: number; answered: boolean };

export type CompensationState = {
  error: StepError | null;
  /** Still to undo; the last is next. */
  pending: SagaEntry[];
  current: SagaEntry | null;
  /** Could not be undone. */
  failed: SagaEntry[];
  /** A retry walks the way back again and then starts the saga anew. */
  restart: boolean;
};

/** An override with the seq from which it holds; `params` are all that was said of the node so far. */
export type OverrideState = Override & { seq: number };

export type BufferedSignal = { seq: number; payload: Json };

export type RunState = {
  runId: string;
  /** False in worker memory: finished iterations leave. True for views, which show them. */
  retain: boolean;
  coreVersion: number;
  /** Some event held a `Ref`: values of the state may be one, or hold one. */
  refs: boolean;
  seq: number;
  at: number;
  status: RunStatus;
  generation: number;
  workflow: string;
  workflowName: string;
  version: number | null;
  input: Json;
  entry: string | null;
  seed: string;
  key: string | null;
  parent: ParentLink | null;
  memo: JsonObject;
  searchAttributes: JsonObject;
  taskQueue: string | null;
  priority: number | null;
  pinned: JsonObject | null;
  stands: Record<string, Stand> | null;
  /** The part of a workflow that a test run is of. */
  part: RunPart | null;
  startedAt: number;
  endedAt: number | null;
  output: Json;
  error: StepError | null;
  /** Variables with the seq from which they hold; the last entry is now. Earlier ones stay while an open step reads them. */
  vars: { seq: number; values: JsonObject }[];
  steps: Map<string, StepState>;
  scopes: Map<string, ScopeState>;
  /** Paths of the steps that wait for a timer, a signal, people or a child, oldest first. */
  waiting: Set<string>;
  /** Signals that nobody has consumed, oldest first. */
  signals: Map<string, BufferedSignal[]>;
  /** Paths of the steps that wait for a signal, oldest first. */
  signalWaiters: Map<string, string[]>;
  /** Client ids of the last signals that were taken. */
  signalIds: Set<string>;
  /** The seq of each of the last updates by its client id. */
  updateIds: Map<string, number>;
  /** Parameters that stand in for those of the definition, oldest first. */
  overrides: OverrideState[];
  /** Steps that are open and hold no others. */
  openLeaves: number;
  /** Those of them that people are asked to decide. */
  asked: number;
  /** Children that nobody waits for and that end with the run. */
  children: { runId: string; parentClose: ParentClose }[];
  paused: boolean;
  /** Inputs recorded while paused; `decide` answers them on resume. */
  held: InputEvent[];
  /** What earlier groups have left to be done, and the timer that opens the next; while the run is paused there is none. */
  rest: (Rest & { timer: number | null }) | null;
  /** Set by cancel, by the run's timeout, and when clean-up starts. */
  closing: { outcome: ClosedRunStatus; error: StepError | null; reason: string | null } | null;
  cleaning: boolean;
  /** Sagas that are on their way back. */
  compensating: number;
  openCompensations: string[];
  timeoutMs: number | null;
  timeoutCountsPeople: boolean;
  timeoutTimer: number | null;
  /** When the running timeout fires; while it stands still, what is left of it. */
  timeoutDueAt: number | null;
  timeoutRemainingMs: number | null;
};
