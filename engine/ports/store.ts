import type { ApprovalFilter, ApprovalRow, DeadLetterRow, Dismissal, Page, PageRequest, QueueLimits, RunFilter, RunRow, StoredCollectionRow, StoredValueRow, TaskQueueRow, TaskRow, WorkerRow, WorkflowBrief } from './views.ts';
import type { AttemptSpan } from '../core/attempt-logs.ts';
import type { AttemptLogs, RunEvent, RunInput } from '../core/events.ts';
import type { Definition } from '../definition/schema.ts';
import type { Json } from '../definition/json.ts';
import type { CommitResult, ForkCommit, MessageKind, RunCommit } from './run-commit.ts';
import type { DueTrigger, Hook, TriggerFilter, TriggerNote, TriggerPause, TriggerRow, TriggerSettled } from './triggers.ts';
import type { ValuePage, ValueRange } from './values.ts';

/** The truth: histories, open tasks and timers, and who holds what. Named after what the runtime needs of it. */
export type Store = {
  readonly workspaceId: string;

  /** One durable commit for many runs. `kind` says whether all of them are new. @throws StoreUnavailable, CommitUnknown, or whatever the data caused */
  commit(kind: 'start' | 'advance', batch: readonly RunCommit[]): Promise<CommitResult[]>;
  /** Takes the run's lock first (waits for it), reads what was missed, and writes what `decide` answers. */
  commitAlone(runId: string, after: number, decide: (missed: RunEvent[]) => RunCommit | null): Promise<CommitResult>;

  /** One transaction. @returns false when the id or the key of the fork is taken, or the source was written by someone meanwhile @throws StoreUnavailable, CommitUnknown */
  forkRun(fork: ForkCommit): Promise<boolean>;

  /** Events after the given seq, of many runs at once, a page of each, in the order wanted; nothing for a run that does not exist. */
  readHistories(wanted: readonly WantedHistory[]): Promise<(History | undefined)[]>;
  /** Keeps what a fold has come to, instead of an older one of the run. Not durable. */
  putSnapshot(runId: string, snapshot: StoredSnapshot): Promise<void>;
  /** Forgets the run's snapshot if it still is the one with this hash. */
  dropSnapshot(runId: string, hash: string): Promise<void>;
  readEvents(runId: string, after: number, limit: number): Promise<RunEvent[]>;
  /** What attempts of a step logged, by task; those that logged nothing are missing. */
  readLogs(runId: string, path: string, attempts: readonly AttemptSpan[]): Promise<Map<number, AttemptLogs>>;
  /** Canonical texts of large values by hash; what the run does not have is missing. */
  readPayloads(runId: string, hashes: readonly string[]): Promise<Map<string, string>>;
  readSeqs(runIds: readonly string[]): Promise<Map<string, number>>;

  /** Of queues without limits. */
  claim(worker: string, wanted: readonly WantedTask[]): Promise<ClaimedTask[]>;
  /** As many tasks of one queue as its limits leave room for, in the order wanted. */
  claimWithin(worker: string, queue: string, wanted: readonly Wanted[]): Promise<ClaimedWithin>;
  /** Gives claimed tasks back, those that are still held under these tokens. @returns what is to be rung */
  letGo(tasks: readonly Wanted[], begun: boolean): Promise<Ring[]>;
  /** What a worker claimed `ageMs` ago or longer and holds by the word of the store. */
  heldBy(worker: string, ageMs: number, limit: number): Promise<Wanted[]>;
  heartbeat(beats: readonly Beat[]): Promise<BeatAnswer[]>;

  /** Tasks for pollers, by queue: how many could be given away now, counted no further than `limit`. */
  externalReady(queues: readonly string[], limit: number): Promise<Map<string, number>>;
  claimExternal(claim: ExternalClaim): Promise<ExternalTask[]>;
  /** Renews the lease. @returns null when the task is not held under this token */
  beatExternal(task: Wanted, details: Json | undefined, leaseMs: number): Promise<ExternalTask | null>;
  readExternal(task: TaskRef): Promise<ExternalTask | null>;
  /** Clears the tokens of pollers whose leases are over. */
  endLeases(limit: number): Promise<LostLease[]>;
  /** Tasks for pollers that were asked to stop and that nobody holds. */
  withdrawnExternals(limit: number): Promise<(Withdrawn & { begun: boolean })[]>;
  /** Claims tasks that were asked to stop and that nobody can have begun, to answer for them. */
  takeWithdrawn(worker: string, token: string, limit: number): Promise<Withdrawn[]>;
  hasInput(runId: string, inputId: string): Promise<boolean>;

  /** Tasks to be rung at an instant before the horizon, soonest first. */
  tasksDueWithin(horizonMs: number, limit: number): Promise<DueTask[]>;
  /** Of tasks that became due: those whose ring is the caller's to give. */
  markRung(tasks: readonly TaskRef[]): Promise<Ring[]>;
  /** Rung `ageMs` ago and still unclaimed, in key order; the same dispatch numbers. */
  unclaimedSince(ageMs: number, after: TaskRef | null, limit: number): Promise<Ring[]>;
  /** Open, due and unclaimed, in key order; `forgotten` raises the dispatch numbers. */
  everythingUnclaimed(after: TaskRef | null, limit: number, forgotten: boolean): Promise<Ring[]>;
  overdueTasks(limit: number): Promise<OverdueTask[]>;

  renewLease(lease: Lease): Promise<{ now: number }>;
  /** A process without a lease says that it lives, and which core it decides with. */
  tellPresence(process: WebProcess): Promise<void>;
  /** It ends, and new runs need not be of its core any more. */
  forgetPresence(id: string): Promise<void>;
  /** The lowest core that a live process has; null when there is none. */
  lowestCore(): Promise<number | null>;
  /** Ids of the workers that take tasks now. */
  liveWorkers(): Promise<string[]>;
  /** The worker ends: its lease goes, and what it still holds is free. @returns what is to be rung */
  release(worker: string): Promise<Ring[]>;
  /** Clears the tokens of workers unrenewed for `ageMs` and marks them lost. */
  recoverLost(ageMs: number): Promise<{ workers: string[]; tasks: RecoveredTask[] }>;

  armTimers(owner: string, horizonMs: number, holdMs: number, limit: number): Promise<DueTimer[]>;
  takeMessages(owner: string, holdMs: number, limit: number): Promise<Message[]>;
  settleMessage(id: string, settle: { done: true } | { done: false; error: string; retryInMs: number }): Promise<void>;
  startPending(targetRunId: string): Promise<boolean>;
  /** Ids of the controls from one run to another that are not taken in yet. */
  controlsUnderWay(sourceRunId: string, targetRunId: string): Promise<string[]>;

  cacheGet(key: string): Promise<{ output: Json } | null>;
  cachePut(key: string, output: Json, runId: string, ttlMs: number): Promise<void>;

  /** The key-value store of the workspace. Keys come in byte order. */
  writeValue(write: ValueWrite): Promise<ValueWritten>;
  readValue(collection: string, key: string): Promise<StoredValueRow | null>;
  /** Ends at the limit, or when it holds 4 MB. */
  rangeOfValues(collection: string, range: ValueRange): Promise<ValuePage>;
  listValues(collection: string, prefix: string, page: PageRequest): Promise<Page<StoredValueRow>>;
  listCollections(page: PageRequest): Promise<Page<StoredCollectionRow>>;

  park(runId: string, reason: string, input: RunInput | null): Promise<void>;
  /** Lets a run go on. @returns the inputs it was parked with, which stay kept; null when it is not parked */
  unpark(runId: string): Promise<RunInput[] | null>;
  /** @param inputId null for all of them */
  forgetParked(runId: string, inputId: string | null): Promise<void>;

  readRun(runId: string): Promise<RunRow | null>;
  /** How many runs stand above this one, parent over parent; counts no further than `limit`. */
  ancestorsOf(runId: string, limit: number): Promise<number>;
  findOpenByKey(workflowId: string, key: string): Promise<RunRow | null>;
  findByIdempotencyKey(workflowId: string, key: string): Promise<(RunRow & { requestHash: string | null }) | null>;
  listRuns(filter: RunFilter, page: PageRequest): Promise<Page<RunRow>>;
  /** Counts no further than `limit`. */
  countRuns(filter: RunFilter, limit: number): Promise<number>;
  lastRuns(workflowIds: readonly string[], perWorkflow: number): Promise<Map<string, RunRow[]>>;
  readTasks(runId: string): Promise<TaskRow[]>;
  listApprovals(filter: ApprovalFilter, page: PageRequest): Promise<Page<ApprovalRow>>;
  readApproval(runId: string, seq: number): Promise<ApprovalRow | null>;
  countOpenApprovals(): Promise<number>;
  listWorkers(lostAfterMs: number): Promise<WorkerRow[]>;
  listTaskQueues(): Promise<TaskQueueRow[]>;
  limitedQueues(): Promise<string[]>;
  /** @param limits null takes them away */
  setQueueLimits(queue: string, limits: QueueLimits | null, by: string | null): Promise<void>;
  listDeadLetters(page: PageRequest): Promise<Page<DeadLetterRow>>;
  readDeadLetter(id: string): Promise<DeadLetterRow | null>;
  dismissDeadLetter(id: string, dismissal: Dismissal): Promise<void>;

  /** Schedules that are due and not paused; they are the caller's, under its token, for `holdMs`. */
  takeDueTriggers(token: string, limit: number, holdMs: number): Promise<DueTrigger[]>;
  /** Schedules that are dealt with up to further ahead than that, or held for longer, are due unless they are paused. @param holdMs for how long whoever has one took it @returns their ids */
  wakeTriggersAhead(aheadMs: number, holdMs: number): Promise<string[]>;
  /** @returns false when the caller no longer has it */
  settleTrigger(id: string, taken: string, settled: TriggerSettled): Promise<boolean>;
  noteTrigger(id: string, note: TriggerNote): Promise<void>;
  listTriggers(filter: TriggerFilter, page: PageRequest): Promise<Page<TriggerRow>>;
  readTrigger(id: string): Promise<TriggerRow | null>;
  findHook(token: string): Promise<Hook | null>;
  /** @param pause null resumes @returns false when it is so already, or gone */
  pauseTrigger(id: string, pause: TriggerPause | null): Promise<boolean>;
  /** Gives a webhook another address; the old one is dead at once. */
  renewHookToken(id: string): Promise<boolean>;
  setHookSecret(id: string, secret: string | null): Promise<boolean>;

  /** A workflow by id or slug, without its drawing. */
  findWorkflow(idOrSlug: string): Promise<WorkflowBrief | null>;
  /** A version is told by the id of its document, which nearly everybody who asks has compiled already. */
  findVersion(workflow: string, version: number | 'latest'): Promise<FoundVersion>;
  /** What is drawn now; undefined when there is no such workflow. */
  readDraft(workflowId: string): Promise<unknown>;
  putDefinition(id: string, document: Definition): Promise<void>;
  readDefinition(id: string): Promise<unknown>;

  /** Deletes a batch of runs that ended before an instant, each with everything that is its own; one process at a time. */
  deleteOldRuns(endedBefore: number, limit: number): Promise<Swept>;
  /** Deletes definitions that no version and no run refers to and that nobody has used since an instant. */
  deleteUnusedDefinitions(usedBefore: number): Promise<Swept>;
  deleteExpiredCache(limit: number): Promise<Swept>;

  health(): Promise<{ ok: boolean; detail: string }>;
  migrations(): Promise<{ ok: boolean; detail: string }>;
  close(): Promise<void>;
};

/** `snapshot`: the format that can be read; null for the events alone, from `after` on. */
export type WantedHistory = { runId: string; after: number; snapshot: string | null };
export type StoredSnapshot = { seq: number; format: string; /** Of the text. */ hash: string; text: string };
/** With a snapshot, `events` begin with the last one that it holds: who reads it can see that it belongs to this history. */
export type History = { events: RunEvent[]; definitionId: string; coreVersion: number; parked: string | null; snapshot: StoredSnapshot | null; /** There may be later events than these. */ more: boolean };
/** `more`: there may be more to delete at once. */
export type Swept = { deleted: number; more: boolean };
export type TaskRef = { runId: string; seq: number };
/** `ahead`: before the commit that opens the task. */
export type Ring = TaskRef & { queue: string; priority: number; dispatch: number; ahead?: true };
export type DueTask = Ring & { availableAt: number };
export type Wanted = TaskRef & { token: string };
/** A task, and the last event that is known of its run, whose later ones are read in the same breath; null: it is known well enough. */
export type WantedTask = Wanted & { after: number | null };
/** `history`: what was to be read, whole; null where it is long, as where nothing was to be read. */
export type ClaimedTask = { task: Claimed; history: History | null };
export type Claimed = TaskRef & {
  token: string;
  path: string;
  node: string;
  attempt: number;
  queue: string;
  priority: number;
  claimedAt: number;
  deliveries: number;
  startToCloseMs: number | null;
  heartbeatMs: number | null;
  scheduleToCloseAt: number | null;
  heartbeat: Json;
  /** Somebody who held it before may have begun it. */
  begun: boolean;
  /** It was asked to stop before it was claimed. */
  withdrawn: boolean;
};
/** `limited`: the queue has limits. `heldBack`: open and held by nobody, and without room. `retryInMs`: when the rate has room again; null when it is not what is short. */
export type ClaimedWithin = { limited: boolean; claimed: Claimed[]; heldBack: TaskRef[]; retryInMs: number | null };
/** `id` names the step's write: by whichever delivery it comes, it counts once. */
export type ValueWrite = { task: Wanted; id: string; path: string } & ValueChange;
export type ValueChange = { collection: string; key: string } & ({ operation: 'put'; value: Json; ifVersion: number | null } | { operation: 'delete' });
/** `fenced`: the task is not held under this token. `conflict`: the record has this version (0 = it is not there). */
export type ValueWritten = { result: 'written'; /** 0 when there was nothing to delete. */ version: number } | { result: 'fenced' } | { result: 'conflict'; version: number };
export type ExternalClaim = { queue: string; worker: string; limit: number; leaseMs: number };
export type ExternalTask = TaskRef & {
  token: string | null;
  path: string;
  node: string;
  attempt: number;
  queue: string;
  worker: string | null;
  claimedAt: number | null;
  deliveries: number;
  startToCloseMs: number | null;
  heartbeatMs: number | null;
  scheduleToCloseAt: number | null;
  heartbeat: Json;
  leaseUntil: number | null;
  abortUntil: number | null;
};
export type Withdrawn = TaskRef & { path: string; attempt: number };
export type LostLease = TaskRef & { path: string; node: string; attempt: number; deliveries: number; worker: string | null };
export type Beat = TaskRef & { token: string; /** undefined = leaves what was said last. */ details: Json | undefined; /** True for a sign of life without details; without either it is only asked whether the task is still ours. */ alive?: boolean };
export type BeatAnswer = TaskRef & { state: 'held' | 'abort' | 'gone' };
export type OverdueTask = TaskRef & { path: string; attempt: number; token: string | null; worker: string | null; claimedAt: number | null; timeout: 'scheduleToStart' | 'scheduleToClose' | 'startToClose' | 'heartbeat' };
export type RecoveredTask = Ring & { path: string; node: string; attempt: number; deliveries: number; worker: string | null; held: boolean };
export type Lease = { id: string; host: string; pid: number; queues: readonly string[]; concurrency: number; running: number; status: 'up' | 'draining'; version: string; coreVersion: number; rssBytes: number; startedAt: number };
export type WebProcess = { id: string; coreVersion: number };
export type DueTimer = TaskRef & { path: string | null; purpose: string; dueAt: number };
export type Message = { id: string; sourceRunId: string; targetRunId: string | null; kind: MessageKind; payload: Json; tries: number };
export type FoundVersion =
  | { found: true; workflowId: string; slug: string; name: string; version: number; definitionId: string }
  | { found: false; what: 'workflow' | 'version' };

/** The store cannot be reached; nothing was written. Try again later. */
export class StoreUnavailable extends Error {
  constructor(cause: unknown) {
    super('Postgres cannot be reached.', { cause });
    this.name = 'StoreUnavailable';
  }
}

/** The commit would have opened a second run of a business key; nothing was written. */
export class KeyTaken extends Error {
  constructor(cause: unknown) {
    super('Another open run has the key.', { cause });
    this.name = 'KeyTaken';
  }
}

/** The connection broke while a commit was under way: it may have been written. Read before trying again. */
export class CommitUnknown extends Error {
  constructor(cause: unknown) {
    super('The result of a commit is not known.', { cause });
    this.name = 'CommitUnknown';
  }
}
