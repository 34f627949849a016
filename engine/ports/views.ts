import type { RunSummary } from '../core/effects.ts';
import type { Escalation, ParentLink, Reminders, StepError } from '../core/events.ts';
import type { RunStatus } from '../core/status.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import type { ForkLink } from './run-commit.ts';

/** The row of a run: everything but its history. */
export type RunRow = {
  id: string;
  workflowId: string | null;
  workflowSlug: string | null;
  workflowName: string;
  version: number | null;
  definitionId: string;
  key: string | null;
  trigger: string;
  parent: ParentLink | null;
  forkedFrom: ForkLink | null;
  startedAt: number;
  /** Seq of the last event. */
  lastSeq: number;
  /** Why the run was parked (the core threw), or null. */
  parked: string | null;
  openCompensations: string[];
} & RunSummary;

export type RunFilter = {
  /** These and no others. */
  ids?: string[];
  statuses?: RunStatus[];
  workflowId?: string;
  version?: number;
  startedAfter?: number;
  startedBefore?: number;
  key?: string;
  parentRunId?: string;
  /** Forks and resets of this run. */
  forkedFromRunId?: string;
  /** Search attributes by name, all of which must hold: see `attribute-filter.ts` for what a value means. */
  attributes?: { name: string; value: string }[];
  /** Matches the beginning of the run id or key, or a part of the workflow's name. */
  text?: string;
};

export type Page<T> = { items: T[]; nextCursor: string | null };
export type PageRequest = { limit?: number; cursor?: string | null };

export type ApprovalRow = {
  id: string;
  runId: string;
  seq: number;
  path: string;
  node: string;
  /** What its run follows. */
  definitionId: string;
  workflowId: string | null;
  workflowSlug: string | null;
  workflowName: string;
  status: 'open' | 'decided' | 'timed_out' | 'withdrawn';
  title: string;
  context: string;
  form: JsonObject | null;
  prefill: Json;
  assignees: string[];
  /** Those who may not decide. */
  excluded: string[];
  quorum: number;
  outcomes: string[];
  decisions: { outcome: string; by: string; at: number; comment: string | null }[];
  /** Who handed the request over to whom; `assignees` are those who are asked now. */
  delegations: { by: string; to: string[]; at: number; comment: string | null }[];
  /** Null where nobody is reminded. */
  reminders: Reminders | null;
  /** Null where it stays with those who are asked. */
  escalation: Escalation | null;
  openedAt: number;
  dueAt: number | null;
  closedAt: number | null;
  outcome: string | null;
  onTimeout: string | null;
  shownHash: string;
};

/** The lists of requests, each in an order of its own. */
export type ApprovalList = 'open' | 'closed' | 'all';
/** What a cursor of each list holds: no two alike, so that none goes on in a list of another order. */
export const APPROVAL_CURSORS: Readonly<Record<ApprovalList, readonly ('number' | 'string')[]>> = {
  open: ['number', 'number', 'string', 'number'],
  closed: ['number', 'number', 'string'],
  all: ['number', 'string', 'number'],
};
export type ApprovalFilter = { status?: ApprovalList; runId?: string; text?: string; /** Asked by one of these names, or nobody by name. */ assignees?: readonly string[] };

export type WorkerRow = { id: string; host: string; pid: number; queues: string[]; concurrency: number; running: number; startedAt: number; lastSeenAt: number; status: 'up' | 'draining' | 'lost'; version: string; rssBytes: number };
/** How much of a task queue may go on in all processes together; null = as much as workers can. 0 at once holds everything back. */
export type QueueLimits = { concurrency: number | null; /** Begun in any span of this length. */ rate: { count: number; perMs: number } | null };
export type StandingLimits = QueueLimits & { changedAt: number; changedBy: string | null };
/** `limits` are those of the name: what workers of ours and programs outside take of it counts together. */
export type TaskQueueRow = { name: string; external: boolean; waiting: number; delayed: number; running: number; workers: number; limits: StandingLimits | null };
export type DeadLetterRow = { id: string; runId: string; path: string; node: string; attempt: number; error: StepError; at: number; workflowName: string; /** Its run was tried again; null while it is listed. */ retriedAt: number | null };
/** Who put a dead letter away, when and why. */
export type Dismissal = { at: number; by: string | null; reason: string | null };
export type TaskRow = { seq: number; path: string; attempt: number; claimedAt: number | null; worker: string | null; heartbeat: Json; heartbeatAt: number | null };

export type StoredValueRow = { collection: string; key: string; value: Json; version: number; createdAt: number; updatedAt: number; /** What wrote it last. */ runId: string; path: string };
export type StoredCollectionRow = { name: string; count: number; bytes: number; updatedAt: number };

export type ListChange =
  /** A worker came, drains, went or was lost. */
  | { type: 'worker'; id: string }
  /** Its limits were set or taken away. */
  | { type: 'task_queue'; name: string }
  /** One of the workflow's triggers started a run, could not, was changed, came with a publication or went. */
  | { type: 'trigger'; workflow: string }
  /** Letters of a run came, were dismissed, or are no more because it was retried. */
  | { type: 'dead_letters'; run: string }
  | { type: 'run'; id: string; workflow: string | null; status: RunStatus; generation: number }
  /** `told`: what has happened by itself to one that is open. */
  | { type: 'approval'; id: string; status: 'open' | 'decided' | 'timed_out' | 'withdrawn'; told?: 'reminded' | 'escalated' };

/** What is to be known of a workflow before one of its versions is asked for. */
export type WorkflowBrief = { id: string; slug: string; name: string; /** Of the draft. */ revision: number; latestVersion: number | null };
