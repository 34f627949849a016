import type { Effect, RunSummary } from '../core/effects.ts';
import type { Escalation, ParentLink, Reminders, RunEvent, StepError, WaitFor } from '../core/events.ts';
import type { Json } from '../definition/json.ts';

/**
 * Everything that one or more consecutive groups of one run change in the store. It is written whole or not at all:
 * only if the run stands at `expectedSeq` and every guarded task is still held under its token.
 */
export type RunCommit = {
  runId: string;
  /** 0 for a run that is being started. */
  expectedSeq: number;
  seq: number;
  events: readonly RunEvent[];
  /** Set for a run that is being started. */
  start: RunStart | null;
  /** The version that a migration moves the run to. */
  moveTo: { definitionId: string; version: number | null } | null;
  /** Null when the row keeps everything but its seq. */
  row: RunSummary & { openCompensations: readonly string[] } | null;
  guards: readonly { task: number; token: string }[];
  closeTasks: readonly number[];
  openTasks: readonly OpenTask[];
  abortTasks: readonly { task: number; until: number }[];
  setTimers: readonly NewTimer[];
  clearTimers: readonly number[];
  /** Deletes every task and timer of the run that these groups did not open, and withdraws open approvals. */
  clear: boolean;
  openApprovals: readonly NewApproval[];
  /** Decisions taken, requests handed over, reminded of, escalated and closed, for the inbox; one that keeps `status` null stays open. */
  changeApprovals: readonly ApprovalChange[];
  send: readonly NewMessage[];
  /** Ids of outbox messages that these groups have taken in. */
  taken: readonly string[];
  deadLetters: readonly NewDeadLetter[];
  /** The run is tried again, by whatever way: its dead letters are done with. */
  closeLetters: boolean;
  /** Large values that the events name; one that the run has already counts for nothing. */
  values: readonly NewPayload[];
};

export type RunStart = {
  coreVersion: number;
  workflowId: string | null;
  workflowName: string;
  version: number | null;
  definitionId: string;
  /** Those that its history was decided under before. */
  earlierDefinitions: readonly string[];
  trigger: string;
  key: string | null;
  idempotencyKey: string | null;
  requestHash: string | null;
  parent: ParentLink | null;
  /** Set for a run whose past was copied. */
  forkedFrom: ForkLink | null;
  startedAt: number;
  /** The workflow's slug when this was its latest version some time ago: the start stands only while it still is. */
  latestOfSlug: string | null;
};

/** Whose past a run goes on from, up to which event; a reset has ended its source. */
export type ForkLink = { runId: string; seq: number; mode: 'fork' | 'reset' };

/** A run that begins with the past of another: what stands in the store is copied there, and never travels. */
export type ForkCommit = {
  source: string;
  /** The last event that is copied. */
  cut: number;
  /** The new run, with its events after the cut. */
  fork: RunCommit;
  /** For a reset: what ends the source in the same transaction, under its lock, with the events after `after` at hand; null when it needs no end. */
  end: { after: number; decide: (missed: RunEvent[]) => RunCommit | null } | null;
};

export type OpenTask = Omit<Extract<Effect, { type: 'task.open' }>, 'type' | 'nodeType'> & {
  /** A kept successor is inserted already claimed. */
  token: string | null;
  /** True when its ring follows the commit at once; false when it is due later, and for a poller's task, which is never rung. */
  rung: boolean;
};

export type NewTimer = { seq: number; path: string | null; purpose: string; dueAt: number; /** This process fires it itself. */ armed: boolean };
export type NewApproval = {
  seq: number;
  path: string;
  node: string;
  workflowId: string | null;
  workflowName: string;
  openedAt: number;
  wait: Extract<WaitFor, { kind: 'approval' }>;
  shownHash: string;
  /** Taken before: a fork keeps them when it is asked to. */
  decisions: readonly Json[];
  delegations: readonly Json[];
};
/** `assignees` null: those who are asked already; `reminders` and `escalation` null: as they were. */
export type ApprovalChange = { seq: number; decisions: readonly Json[]; assignees: readonly string[] | null; delegations: readonly Json[]; reminders: Reminders | null; escalation: Escalation | null; status: 'decided' | 'timed_out' | 'withdrawn' | null; outcome: string | null; closedAt: number | null };
export type NewMessage = { id: string; targetRunId: string | null; kind: MessageKind; payload: Json };
export type MessageKind = 'child.start' | 'child.closed' | 'control' | 'signal';
/** `text` is canonical, `hash` its SHA-256, `seq` the first event that names it. */
export type NewPayload = { hash: string; seq: number; bytes: number; text: string };
export type NewDeadLetter = { id: string; path: string; node: string; attempt: number; error: StepError; at: number; workflowName: string };

/**
 * `lost`: another process wrote the run meanwhile, or holds it now. `fenced`: the run is as expected, but a guarded
 * task is gone or held under another token. `conflict`: a run that was to be started exists, or its key is taken.
 */
export type CommitResult = { result: 'written' } | { result: 'lost' } | { result: 'fenced'; tasks: number[] } | { result: 'conflict' };
