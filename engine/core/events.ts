import type { Json, JsonObject } from '../definition/json.ts';
import type { RunPart, Stand } from '../definition/test-runs/test-run.ts';

/** What went wrong, as it stands in a history. `type` is what `nonRetryable` compares; secrets never stand here. */
export type StepError = {
  type: string;
  message: string;
  /** What else is known: status code, response excerpt, the failed child's id … */
  details?: Json;
  cause?: StepError;
  /** Its type was chosen by code or by a program outside: where it reads like one of the engine's own, it means something else. */
  foreign?: true;
};

export const LOG_LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function isLogLevel(level: string): level is LogLevel {
  return LOG_LEVELS.some((each) => each === level);
}

/** What an attempt logged, bounded; `cut` lines more were left out. No decision reads it, and no state holds it. */
export type AttemptLogs = { lines: { level: LogLevel; message: string }[]; cut?: number };

export type TimeoutKind = 'startToClose' | 'scheduleToStart' | 'scheduleToClose' | 'heartbeat';

/** Where a run came from, and where its outcome goes. */
export type ParentLink = { runId: string; path: string; generation: number; awaited: boolean };

export type WaitFor =
  | { kind: 'timer'; dueAt: number }
  | { kind: 'signal'; name: string; dueAt: number | null }
  /** `excluded` may not decide, whoever asks them. It, `reminders` and `escalation` are absent where there are none. */
  | { kind: 'approval'; dueAt: number | null; quorum: number; assignees: string[]; outcomes: string[]; title: string; context: string; form: JsonObject | null; onTimeout: string | null; prefill: Json; excluded?: string[]; reminders?: Reminders; escalation?: Escalation }
  | { kind: 'child'; runId: string; workflow: string; version: number | null; parentClose: ParentClose };

/** How those are reminded who have not decided: `given` so far of at most `most`. `nextAt` is null when no more come. */
export type Reminders = { everyMs: number; most: number; given: number; lastAt: number | null; nextAt: number | null };

/** Whom a request goes to when nobody has decided for so long: beside those who are asked, or in their place. */
export type Escalation = { afterMs: number; at: number; to: string[]; mode: EscalationMode; /** When it happened; null while it has not. */ escalatedAt: number | null };
export type EscalationMode = 'add' | 'replace';

/**
 * Input events: what reached the run from outside. Each opens a group; everything that `decide` derives from it follows.
 * `id` makes an input unique in its run, so that one that is handed in twice is accepted once.
 */
export type InputPayload =
  | {
      type: 'run.started';
      data: {
        coreVersion: number;
        workflow: string;
        workflowName: string;
        version: number | null;
        planHash: string;
        input: Json;
        entry: string | null;
        trigger: 'api' | 'ui' | 'child' | 'webhook' | 'schedule' | 'signal' | 'test';
        seed: string;
        key: string | null;
        parent: ParentLink | null;
        memo: JsonObject;
        searchAttributes: JsonObject;
        taskQueue: string | null;
        priority: number | null;
        /** Outputs pinned in the editor; only a test run has any. */
        pinned: JsonObject | null;
        /** What steps with a pinned output do besides having it, by node id; absent in runs of before this was told, and then nothing. */
        stands?: Record<string, Stand>;
        /** Variables that a test run begins with; absent = none. */
        vars?: JsonObject;
        /** Which part of a workflow a test run is of; absent = it is no test run of a part. */
        part?: RunPart;
        /** Whole-run timeout, ms; null = none. */
        timeoutMs: number | null;
        /** Whether that timeout runs on while only people are waited for. Absent: it does, as in runs of before this was told. */
        timeoutCountsPeople?: boolean;
        /** What the parent's overrides say of this workflow and of others, oldest first; absent = none. */
        overrides?: Override[];
      };
    }
  | { type: 'step.completed'; path: string; attempt: number; data: { task: number; output: Json; inputHash?: string; worker?: string; startedAt?: number; cached?: boolean; logs?: AttemptLogs } }
  | { type: 'attempt.failed'; path: string; attempt: number; data: { task: number; error: StepError; retryable: boolean; retryAfterMs?: number; inputHash?: string; worker?: string; startedAt?: number; logs?: AttemptLogs } }
  | { type: 'attempt.timed_out'; path: string; attempt: number; data: { task: number; timeout: TimeoutKind; startedAt?: number; worker?: string; logs?: AttemptLogs } }
  | { type: 'attempt.aborted'; path: string; attempt: number; data: { task: number; worker?: string; startedAt?: number; logs?: AttemptLogs } }
  /** One model call or tool call of an agent: recorded so that a crash goes on after the last one. */
  | { type: 'agent.recorded'; path: string; attempt: number; data: { task: number; index: number; record: JsonObject } }
  | { type: 'timer.fired'; path: string | null; data: { timer: number } }
  | { type: 'signal.received'; data: { name: string; payload: Json; clientId: string | null; by: string | null; /** Why it was sent, where somebody said so. */ reason?: string } }
  | { type: 'approval.decided'; path: string; data: { outcome: string; by: string; comment: string | null; data: Json; shownHash: string | null } }
  /** Others are asked in the place of `by`, or beside those who are asked already. */
  | { type: 'approval.delegated'; path: string; data: { to: string[]; by: string; comment: string | null } }
  | { type: 'child.closed'; path: string; data: { runId: string; generation: number; status: ClosedRunStatus; output: Json; error: StepError | null } }
  | { type: 'run.paused'; data: Control & OwnOnly }
  | { type: 'run.resumed'; data: Control & OwnOnly }
  | { type: 'run.cancel_requested'; data: Control }
  | { type: 'run.terminated'; data: Control }
  /** What a group left to be done goes on. */
  | { type: 'run.continued'; data: { timer: number } }
  /** `overrides` hold for what is tried again and for everything after it; absent = none. */
  | { type: 'run.retried'; data: Control & { generation: number; overrides?: Override[] } }
  /** The past of another run was copied; from here on this one goes its own way. Everything before it is that run's, word for word. */
  | { type: 'run.forked'; data: Control & ForkData }
  /** The run goes on under another version, in which everything begun so far means the same. */
  | { type: 'run.migrated'; data: Control & PlanChange }
  | { type: 'run.overridden'; data: Control & Override }
  /** `to` is a step path (`publish`, `rounds[3]/critique`), or the path of an iteration (`rounds[7]`). */
  | { type: 'run.fast_forwarded'; data: Control & { to: string } }
  | { type: 'update.received'; data: Control & { name: string; payload: Json; clientId: string | null } };

export type ForkData = {
  /** Whose past it is; number and instant of the last event that was copied. */
  source: { runId: string; seq: number; at: number };
  /** The id of this run: before this event the history speaks of the source's. */
  runId: string;
  /** A reset ends its source in the same commit. */
  mode: 'fork' | 'reset';
  key: string | null;
  edits: ForkEdits;
  /** Decisions on requests that are still open count here too; otherwise everybody is asked again. */
  keepDecisions: boolean;
  /** Set when the fork goes on under another version than its past. */
  plan: PlanChange | null;
};

/** What a fork changes of the past that it keeps; what begins or starts again sees it, what is closed stays as it is. */
export type ForkEdits = {
  /** The run's input; present = replaced, null included. */
  input?: Json;
  /** Outputs by path: of a completed step another value, of an open one the value it completes with. */
  outputs?: JsonObject;
  /** Variables, over those that were set. */
  vars?: JsonObject;
  /** Parameters as drawn, by node: what of it begins in the fork takes them; what is not named stays. */
  params?: Record<string, JsonObject>;
};

/** How a history names a compiled definition. */
export type PlanRef = { definitionId: string; hash: string; version: number | null };
export type PlanChange = { from: PlanRef; to: PlanRef };

/** What a group has left to be done, by path: nodes that were ready, sagas with something to undo, maps and loops with a next iteration. */
export type Rest = { nodes: string[]; sagas: string[]; containers: string[] };

export type Control = { reason: string | null; by: string | null };

/** A pause, or its end, that the awaited children are not told of. */
export type OwnOnly = { children?: false };

/** Parameters as drawn that stand in for a node's own; what is not named stays. `workflow` is the id of the node's workflow, '' for a definition that is not saved. */
export type Override = { workflow: string; node: string; params: JsonObject };

export type ClosedRunStatus = 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out';

/** Events the core derives; replay computes them again and compares. */
export type DerivedPayload =
  /** An attempt is open: a task exists. `task` of later events is this event's seq. */
  | { type: 'step.scheduled'; path: string; attempt: number; data: Origin }
  | { type: 'step.retrying'; path: string; attempt: number; data: { dueAt: number; error: StepError } }
  | { type: 'step.waiting'; path: string; data: Origin & { wait: WaitFor } }
  /** Those who are asked and have not decided are told again; nobody by name = everybody. `number` counts from 1. */
  | { type: 'approval.reminded'; path: string; data: { number: number; to: string[]; nextAt: number | null } }
  /** Nobody has decided in time: `to` are asked, too, or alone. `assignees` are those who are asked from now on. */
  | { type: 'approval.escalated'; path: string; data: { to: string[]; mode: EscalationMode; afterMs: number; assignees: string[] } }
  /** A container opened. `items` is the map's list; limits that are expressions are evaluated once, here. */
  | { type: 'step.opened'; path: string; data: Origin & { container: ContainerKind; items?: Json[]; total?: number; concurrency?: number; maximum?: number } }
  | { type: 'iteration.started'; path: string; data: { index: number } }
  | { type: 'iteration.completed'; path: string; data: { index: number; output: Json } }
  | { type: 'iteration.failed'; path: string; data: { index: number; error: StepError } }
  | { type: 'iteration.cancelled'; path: string; data: { index: number } }
  /** Iterations that never start, `from` and `to` included; their output is null. */
  | { type: 'iteration.skipped'; path: string; data: { from: number; to: number; reason: SkipReason } }
  | { type: 'step.completed'; path: string; data: Origin & CompletedData }
  /** Failed for good. `handled` says by which rule the run goes on all the same. */
  | { type: 'step.failed'; path: string; data: Origin & { error: StepError; handled?: 'continue' | 'branch' } }
  | { type: 'step.skipped'; path: string; data: { reason: SkipReason; branch?: string } }
  /** `skipped`: a fast-forward goes past it, and a retry leaves it so. */
  | { type: 'step.cancelling'; path: string; data: { reason: string; skipped?: 'fast-forward' } }
  | { type: 'step.cancelled'; path: string; data: { reason: string; skipped?: 'fast-forward' } }
  /** A scope starts closing: nothing in it starts any more. `path` is the scope's. */
  | { type: 'scope.closing'; path: string; data: { cause: ClosingCause; error: StepError | null } }
  | { type: 'saga.compensating'; path: string; data: { error: StepError | null; steps: string[] } }
  | { type: 'step.compensating'; path: string; data: { saga: string; undo: string } }
  | { type: 'step.compensated'; path: string; data: { saga: string; undo: string } }
  | { type: 'step.compensation_failed'; path: string; data: { saga: string; undo: string; error: StepError } }
  /** The way back is walked. With a branch the saga's step is over by it; `restart` starts the saga anew after a retry. */
  | { type: 'saga.compensated'; path: string; data: { open: string[]; branch?: string; restart?: boolean } }
  /** An update was taken: what it set, and what its sender is answered. */
  | { type: 'update.applied'; data: { name: string; vars: JsonObject; result: Json } }
  /** Only people are waited for: the run's timeout stands still until something else goes on. */
  | { type: 'run.timeout_suspended'; data: { remainingMs: number } }
  | { type: 'run.timeout_continued'; data: { remainingMs: number } }
  /** The group has become large: what is left of it goes on in a next one, which the timer of this number opens. */
  | { type: 'run.yielded'; data: Rest }
  /** Everything else has closed; the clean-up steps start. */
  | { type: 'run.cleaning'; data: { outcome: ClosedRunStatus; error: StepError | null } }
  | { type: 'run.completed'; data: { output: Json } }
  | { type: 'run.failed'; data: { error: StepError; openCompensations: string[] } }
  | { type: 'run.cancelled'; data: { reason: string | null; openCompensations: string[] } }
  | { type: 'run.timed_out'; data: { error: StepError; openCompensations: string[] } };

export type ContainerKind = 'map' | 'loop' | 'saga' | 'group';

/** Said once, by the event that opens a step: how it can be undone, or what it undoes. */
export type Origin = { undo?: string; undoOf?: string };

export type CompletedData = {
  output: Json;
  /** The output port that was left by; `out` when nothing is said. */
  branch?: string;
  vars?: JsonObject;
  searchAttributes?: JsonObject;
  memo?: JsonObject;
  /** The buffered signal it consumed. */
  signal?: { name: string; seq: number };
  /** Iterations of a collecting map that failed. */
  errors?: { index: number; error: StepError }[];
  /** The output came from data pinned in the editor. */
  pinned?: true;
  /** A child that nobody waits for, with what becomes of it when this run ends. */
  child?: { runId: string; parentClose: ParentClose };
};

export type ParentClose = 'terminate' | 'cancel' | 'abandon';
export type SkipReason = 'dead-path' | 'entry-not-used' | 'disabled' | 'race' | 'fast-forward';
/** `failure`: a step of the scope failed. `outer`: a scope around it closes, or a sibling iteration failed. */
export type ClosingCause = 'failure' | 'outer' | 'cancel' | 'timeout' | 'race' | 'fast-forward';

/** The position of an event in its history; `at` is Postgres time in epoch milliseconds and never decreases. */
export type Stamp = {
  seq: number;
  at: number;
  /** Something in its data is a `Ref`, where a large value would be. */
  refs?: true;
};

export type InputEvent = InputPayload & Stamp & { derived: false; id: string };
export type DerivedEvent = DerivedPayload & Stamp & { derived: true };
export type RunEvent = InputEvent | DerivedEvent;
export type EventType = RunEvent['type'];

/** An input before it has its place in the history. */
export type RunInput = InputPayload & { id: string };
