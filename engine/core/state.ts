import type { Json, JsonObject } from '../definition/json.ts';
import type { ClosedRunStatus, ClosingCause, ParentLink, SkipReason, StepError, WaitFor } from './events.ts';
import type { RunStatus, StepStatus } from './status.ts';

/** One try of a step, as far as the history tells. */
export type AttemptState = {
  attempt: number;
  /** Seq of the event that opened it: the id of its task. */
  task: number;
  scheduledAt: number;
  /** When a worker began; told by its outcome, or by the worker's claim while it is open. */
  startedAt: number | null;
  endedAt: number | null;
  worker: string | null;
  error: StepError | null;
};

export type StepState = {
  path: string;
  node: string;
  /** Path of the scope instance it stands in; '' is the top level. */
  scope: string;
  status: StepStatus;
  attempt: number;
  /** Seq of its first event; inputs are resolved against the state as of this seq. */
  openedSeq: number;
  closedSeq: number | null;
  openedAt: number;
  closedAt: number | null;
  /** Open task (seq), when one is. */
  task: number | null;
  /** When the next attempt may start, while retrying. */
  dueAt: number | null;
  wait: WaitFor | null;
  /** Open timers of this step by the seq of the event that set them. */
  timer: number | null;
  output: Json;
  branch: string | null;
  error: StepError | null;
  handled: 'continue' | 'branch' | null;
  skipped: SkipReason | null;
  cancelling: boolean;
  cached: boolean;
  attempts: AttemptState[];
  /** Recorded model and tool calls of an agent, in order. */
  records: JsonObject[];
  /** For an undo step: path of the step it undoes. */
  undoOf: string | null;
  /** For a container: what its iterations are doing. */
  container: ContainerState | null;
  decisions: { outcome: string; by: string; at: number; comment: string | null; data: Json }[];
};

export type ContainerState = {
  items: Json[] | null;
  total: number | null;
  /** Next iteration to start. */
  next: number;
  open: number;
  /** Outputs by index; a map keeps all, a loop the last. */
  results: Json[];
  errors: { index: number; error: StepError }[];
  completed: number;
  failed: number;
};

export type ScopeState = {
  path: string;
  /** Scope of the plan: ROOT_SCOPE or the container's node id. */
  plan: string;
  /** Path of the container's step; null at the top level. */
  step: string | null;
  index: number | null;
  /** Loop: output of the iteration before. */
  previous: Json;
  /** Forward nodes that have closed, to be compared with the plan's count. */
  closed: number;
  /** Forward steps that are open now. */
  open: number;
  closing: { cause: ClosingCause; error: StepError | null } | null;
  /** Paths of the steps that have a state, in order of opening. */
  steps: string[];
  /** Only for sagas: what can be undone, in order of completion. */
  log: SagaEntry[] | null;
  compensation: CompensationState | null;
  over: boolean;
};

export type SagaEntry = { path: string; undo: string; output: Json; closedSeq: number; answered: boolean };

export type CompensationState = {
  error: StepError | null;
  /** Still to undo; the last is next. */
  pending: SagaEntry[];
  current: { entry: SagaEntry; path: string } | null;
  /** Could not be undone. */
  open: string[];
};

export type BufferedSignal = { seq: number; payload: Json };

export type RunState = {
  runId: string;
  /** False in worker memory: finished iterations leave. True for views, which show them. */
  retain: boolean;
  coreVersion: number;
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
  startedAt: number;
  endedAt: number | null;
  output: Json;
  error: StepError | null;
  /** Variables with the seq from which they hold; the last entry is now. */
  vars: { seq: number; values: JsonObject }[];
  steps: Map<string, StepState>;
  scopes: Map<string, ScopeState>;
  signals: Map<string, BufferedSignal[]>;
  signalIds: Set<string>;
  paused: boolean;
  /** Inputs that came while paused and still need an answer from `decide` (closed paths, due retries). */
  closing: { outcome: ClosedRunStatus; error: StepError | null; reason: string | null } | null;
  openCompensations: string[];
  timeoutTimer: number | null;
  /** Ids of accepted inputs that could be handed in twice (signals, decisions); pruned with the history. */
  cleaning: boolean;
};
