import { z } from 'zod';
import { LOG_LEVELS } from '../core/events.ts';
import { RUN_STATUSES, STEP_STATUSES } from '../core/status.ts';
import { parseDuration } from '../definition/duration.ts';
import { documentSchema } from '../definition/read.ts';
import { definitionSchema, durationSchema, findingSchema, idSchema, jsonSchema, LIMITS, queueNameSchema, prioritySchema } from '../definition/schema.ts';
import { QUEUE_LIMITS } from './queue-limits.ts';
import { BATCH_IDS, BATCH_OPERATIONS } from './batch.ts';

/** The shapes of `/api/v1`, told once: routes parse with them, the OpenAPI document is made of them, the client infers its types. */

/** The greatest number of a version or an event: Postgres keeps them in 32 bits. */
export const GREATEST_NUMBER = 2_147_483_647;

export const instantSchema = z.iso.datetime();
export const slugSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'A slug holds lower-case letters, digits and dashes.');

export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Stable, from a closed set. */
  code: z.string(),
  detail: z.string(),
  instance: z.string().optional(),
  problems: z
    .array(
      z.strictObject({
        /** RFC 6901, from the top of the part of the request that `in` names (the body when it is not said). */
        pointer: z.string(),
        in: z.enum(['body', 'query', 'path', 'header']).optional(),
        code: z.string(),
        message: z.string(),
        node: z.string().optional(),
        edge: z.string().optional(),
        severity: z.enum(['error', 'warning']).optional(),
        fix: z.string().optional(),
      }),
    )
    .optional(),
  /** Names the request in the server's log. */
  requestId: z.string().optional(),
  /** What the caller needs to go on: both sides of a conflict, who decided first … */
  context: z.record(z.string(), jsonSchema).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const errorSchema: z.ZodType<{ type: string; message: string; details?: unknown; cause?: unknown }> = z.looseObject({ type: z.string(), message: z.string() });

export const waitingForSchema = z.strictObject({ path: z.string(), kind: z.enum(['timer', 'signal', 'approval', 'child']), name: z.string(), dueAt: instantSchema.nullable() });
/** A run in brief, beside its workflow. */
export const lastRunSchema = z.strictObject({ id: z.string(), status: z.enum(RUN_STATUSES), startedAt: instantSchema, endedAt: instantSchema.nullable(), waitingFor: z.array(waitingForSchema) });

export const workflowSummarySchema = z.strictObject({
  id: z.string(),
  slug: slugSchema,
  name: z.string(),
  description: z.string(),
  folder: z.string().nullable(),
  tags: z.array(z.string()),
  draftRevision: z.int(),
  latestVersion: z.int().nullable(),
  /** True when the draft differs from the latest version in a way that changes behaviour. */
  hasUnpublishedChanges: z.boolean(),
  example: z.boolean(),
  nodeCount: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  lastRuns: z.array(lastRunSchema),
});
export type WorkflowSummary = z.infer<typeof workflowSummarySchema>;

export const workflowSchema = workflowSummarySchema.extend({ definition: definitionSchema, findings: z.array(findingSchema) });
export type Workflow = z.infer<typeof workflowSchema>;

export const createWorkflowSchema = z.strictObject({ slug: slugSchema.optional(), folder: z.string().max(200).nullable().optional(), tags: z.array(z.string().max(50)).max(20).optional(), definition: documentSchema });
export const saveWorkflowSchema = z.strictObject({ definition: documentSchema, folder: z.string().max(200).nullable().optional(), tags: z.array(z.string().max(50)).max(20).optional() });
export const publishSchema = z.strictObject({ note: z.string().max(2_000).optional() });

export const versionSummarySchema = z.strictObject({ number: z.int(), note: z.string(), createdAt: instantSchema, hash: z.string(), nodeCount: z.int(), runs: z.int() });
export type VersionSummary = z.infer<typeof versionSummarySchema>;
export const versionSchema = versionSummarySchema.extend({ definition: definitionSchema });
export type Version = z.infer<typeof versionSchema>;

export const validateSchema = z.strictObject({
  definition: z.unknown(),
  /** Whose draft it is, by id or slug: a step that starts it again is no step that starts nothing. */
  workflow: z.string().min(1).max(100).optional(),
});
export const validationSchema = z.strictObject({ ok: z.boolean(), findings: z.array(findingSchema) });
export type Validation = z.infer<typeof validationSchema>;

const startOptions = {
  input: jsonSchema.optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
  key: z.string().min(1).max(200).optional(),
  taskQueue: queueNameSchema.optional(),
  priority: prioritySchema.optional(),
  searchAttributes: z.record(z.string().max(64), jsonSchema).optional(),
  memo: z.record(z.string().max(64), jsonSchema).optional(),
  /** What to do when an open run of the workflow has the same key: answer 409, answer with that run, or cancel it and start. */
  onConflict: z.enum(['fail', 'return', 'cancel']).optional(),
  /** Id of the start node to enter by, when there are several. */
  entry: z.string().optional(),
};
export const startRunSchema = z.strictObject({ ...startOptions, version: z.union([z.int().min(1).max(GREATEST_NUMBER), z.literal('latest'), z.literal('draft')]).optional() });
export type StartRun = z.infer<typeof startRunSchema>;
const runPartSchema = z.union([z.strictObject({ only: idSchema }), z.strictObject({ upTo: idSchema })]);
/** What is unique among the runs of one workflow, and says nothing where there is none. */
const OF_A_WORKFLOW = ['idempotencyKey', 'key', 'onConflict'] as const;
export const startDefinitionRunSchema = z.strictObject({
  ...startOptions,
  definition: z.unknown(),
  usePinned: z.boolean().optional(),
  workflow: z.string().optional(),
  /** One node alone, or everything up to one. */
  part: runPartSchema.optional(),
  /** Outputs by node id that stand in for their steps, as pinned ones do; what is pinned comes first. */
  outputs: z.record(idSchema, jsonSchema).optional(),
  /** Variables the run begins with. */
  vars: z.record(z.string().max(200), jsonSchema).optional(),
  /** Timers pass at once. */
  skipWaits: z.boolean().optional(),
  /** Outcomes by node id that approvals take without asking. */
  decide: z.record(idSchema, z.string().min(1).max(64)).optional(),
}).superRefine((start, context) => {
  if (start.workflow !== undefined) return;
  for (const field of OF_A_WORKFLOW) {
    if (start[field] !== undefined) context.addIssue({ code: 'custom', path: [field], message: `It holds among the runs of one workflow: name that in "workflow", or leave "${field}" out.` });
  }
});
export type StartDefinitionRun = z.infer<typeof startDefinitionRunSchema>;
export const waitQuerySchema = z.strictObject({ wait: durationSchema.optional() });

export const stepSchema = z.strictObject({
  path: z.string(),
  node: z.string(),
  type: z.string(),
  name: z.string(),
  status: z.enum(STEP_STATUSES),
  attempts: z.int(),
  openedAt: instantSchema.nullable(),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  branch: z.string().nullable(),
  error: errorSchema.nullable(),
  skipped: z.string().nullable(),
});
export type Step = z.infer<typeof stepSchema>;

export const attemptSchema = z.strictObject({ attempt: z.int(), scheduledAt: instantSchema, startedAt: instantSchema.nullable(), endedAt: instantSchema.nullable(), worker: z.string().nullable(), error: errorSchema.nullable() });
/** What an attempt logged, and how many lines more were left out. */
export const attemptLogsSchema = z.strictObject({ lines: z.array(z.strictObject({ level: z.enum(LOG_LEVELS), message: z.string() })), cut: z.int().optional() });

export const stepDetailSchema = stepSchema.extend({
  input: jsonSchema,
  output: jsonSchema,
  attemptList: z.array(attemptSchema.extend({ /** Null while it goes on, and when it logged nothing. */ logs: attemptLogsSchema.nullable() })),
  records: z.array(z.record(z.string(), jsonSchema)),
  heartbeat: jsonSchema,
});
export type StepDetail = z.infer<typeof stepDetailSchema>;

export const runSummarySchema = z.strictObject({
  id: z.string(),
  status: z.enum(RUN_STATUSES),
  workflow: z.strictObject({ id: z.string().nullable(), slug: z.string().nullable(), name: z.string() }),
  version: z.int().nullable(),
  key: z.string().nullable(),
  trigger: z.string(),
  generation: z.int(),
  parent: z.strictObject({ runId: z.string(), path: z.string() }).nullable(),
  /** Whose past it has, up to which event. */
  forkedFrom: z.strictObject({ runId: z.string(), event: z.int() }).nullable(),
  /** The same for a reset, which has ended that run. */
  resetFrom: z.strictObject({ runId: z.string(), event: z.int() }).nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  lastSeq: z.int(),
  waitingFor: z.array(waitingForSchema),
  error: errorSchema.nullable(),
  searchAttributes: z.record(z.string(), jsonSchema),
  memo: z.record(z.string(), jsonSchema),
});
export type RunListItem = z.infer<typeof runSummarySchema>;

export const runSchema = runSummarySchema.extend({
  input: jsonSchema,
  output: jsonSchema,
  openCompensations: z.array(z.string()),
  /** Steps by status, all of them. */
  counts: z.record(z.string(), z.int()),
  /** The first 500. */
  steps: z.array(stepSchema),
  /** The run was parked because the core threw; it does not go on until this is mended. */
  parked: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;
/** A run without what has to be read from its history. */
export const briefRunSchema = runSchema.omit({ input: true, counts: true, steps: true });
export type BriefRun = z.infer<typeof briefRunSchema>;

/** What is told of a large value instead of it: SHA-256 and bytes of its canonical JSON, its type, and what `size()` gives of it. */
const refShape = { hash: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int(), type: z.enum(['string', 'list', 'map']), length: z.int() };
/** `at` points to where the value would be; `data` holds null there. */
export const refAtSchema = z.strictObject({ at: z.string(), ...refShape });
/** Stands in a view where a large value would. */
export const largeValueSchema = z.strictObject({ ref: z.strictObject(refShape) });
export type LargeValue = z.infer<typeof largeValueSchema>;

export const eventSchema = z.strictObject({ seq: z.int(), type: z.string(), at: instantSchema, derived: z.boolean(), id: z.string().optional(), path: z.string().nullable().optional(), attempt: z.int().optional(), data: jsonSchema, /** Where its data refers to large values. */ refs: z.array(refAtSchema).optional(), /** What happened, in the words a client can show: see `stream-names.ts`. */ name: z.string().optional() });
export type ApiEvent = z.infer<typeof eventSchema>;
export const eventPageSchema = z.strictObject({ events: z.array(eventSchema), nextAfter: z.int().nullable(), lastSeq: z.int() });

export const controlSchema = z.strictObject({ reason: z.string().max(2_000).optional(), by: z.string().max(200).optional() });
/** A pause and its end reach the awaited children too, unless `children` is false. */
export const pauseSchema = controlSchema.extend({ children: z.boolean().optional() });
/** `to` is the path of a step (`publish`, `rounds[3]/critique`) or of an iteration (`rounds[7]`). */
export const fastForwardSchema = controlSchema.extend({ to: z.string().min(1).max(2_000) });
/** Parameters as they are drawn, expressions included; what is not named stays. `workflow` (id or slug) is said for a node of the children that run it. */
const overriddenNode = { node: z.string().min(1).max(64), workflow: z.string().min(1).max(100).optional(), params: z.record(z.string().max(200), jsonSchema) };
export const overrideSchema = controlSchema.extend(overriddenNode);
export type OverrideParams = Omit<z.infer<typeof overrideSchema>, 'reason' | 'by'>;
/** `overrides` hold for what is tried again and for everything after it, in the same event as the retry. */
export const retryRunSchema = controlSchema.extend({ overrides: z.array(z.strictObject(overriddenNode)).min(1).max(100).optional() });
export const updateRunSchema = controlSchema.extend({ payload: jsonSchema.optional(), id: z.string().min(1).max(200).optional() });
export const updatedSchema = z.strictObject({
  runId: z.string(),
  name: z.string(),
  result: jsonSchema,
  /** False when an update with the same client id had come before; `result` is what it answered. */
  accepted: z.boolean(),
  /** Its event in the history. */
  seq: z.int(),
});
export const queriedSchema = z.strictObject({ runId: z.string(), name: z.string(), result: jsonSchema, /** The last event that the answer knows of. */ seq: z.int() });

export const signalSchema = controlSchema.extend({ payload: jsonSchema.optional(), id: z.string().min(1).max(200).optional() });
export const sendSignalSchema = signalSchema.extend({ key: z.string().min(1).max(200), start: z.boolean().optional(), input: jsonSchema.optional() });

export const approvalSchema = z.strictObject({
  id: z.string(),
  runId: z.string(),
  path: z.string(),
  node: z.string(),
  workflow: z.strictObject({ id: z.string().nullable(), slug: z.string().nullable(), name: z.string() }),
  status: z.enum(['open', 'decided', 'timed_out', 'withdrawn']),
  title: z.string(),
  context: z.string(),
  form: z.record(z.string(), jsonSchema).nullable(),
  prefill: jsonSchema,
  assignees: z.array(z.string()),
  /** Those who may not decide, whoever asks them; upper and lower case make no difference. */
  excluded: z.array(z.string()),
  quorum: z.int(),
  outcomes: z.array(z.string()),
  decisions: z.array(z.strictObject({ outcome: z.string(), by: z.string(), at: instantSchema, comment: z.string().nullable() })),
  /** Who handed the request over to whom; `assignees` are those who are asked now. */
  delegations: z.array(z.strictObject({ by: z.string(), to: z.array(z.string()), at: instantSchema, comment: z.string().nullable() })),
  /** How those who have not decided are reminded; null where nobody is. `nextAt` is null when no more come. */
  reminders: z.strictObject({ given: z.int(), most: z.int(), every: durationSchema, lastAt: instantSchema.nullable(), nextAt: instantSchema.nullable() }).nullable(),
  /** Whom it goes to when nobody has decided `after` so long: `add`, beside those who are asked, or `replace`, in their place. `escalatedAt` is null while it has not. */
  escalation: z.strictObject({ to: z.array(z.string()), mode: z.enum(['add', 'replace']), after: durationSchema, at: instantSchema, escalatedAt: instantSchema.nullable() }).nullable(),
  openedAt: instantSchema,
  dueAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  outcome: z.string().nullable(),
  onTimeout: z.string().nullable(),
  /** Hash of what is shown; sent back with the decision. */
  shownHash: z.string(),
});
export type Approval = z.infer<typeof approvalSchema>;
export const decisionSchema = z.strictObject({ outcome: z.string().min(1).max(64), by: z.string().min(1).max(200), comment: z.string().max(10_000).optional(), data: jsonSchema.optional(), shownHash: z.string().max(128).optional() });
export type Decision = z.infer<typeof decisionSchema>;
const personSchema = z.string().trim().min(1).max(200);
export const delegationSchema = z.strictObject({ to: z.array(personSchema).min(1).max(LIMITS.handedTo), by: personSchema, comment: z.string().max(10_000).optional() });
export type Delegation = z.infer<typeof delegationSchema>;

export const replaySchema = z.strictObject({
  ok: z.boolean(),
  events: z.int(),
  decisions: z.int(),
  hash: z.string(),
  divergence: z.strictObject({ seq: z.int(), expected: jsonSchema, actual: jsonSchema, message: z.string() }).optional(),
});
export type Replay = z.infer<typeof replaySchema>;

export const workerSchema = z.strictObject({ id: z.string(), host: z.string(), pid: z.int(), queues: z.array(z.string()), concurrency: z.int(), running: z.int(), startedAt: instantSchema, lastSeenAt: instantSchema, status: z.enum(['up', 'draining', 'lost']), version: z.string(), rssBytes: z.int() });
export type Worker = z.infer<typeof workerSchema>;
export const deadLetterSchema = z.strictObject({ id: z.string(), runId: z.string(), path: z.string(), node: z.string(), attempt: z.int(), error: errorSchema, at: instantSchema, workflow: z.string() });
export type DeadLetter = z.infer<typeof deadLetterSchema>;

const workerNameSchema = z.string().min(1).max(100).regex(/^[\x21-\x7e]+$/, 'The name of a worker holds letters, digits and signs, no spaces.');
/** A limit between two durations; zod's own kinds know no durations. */
const durationBetween = (least: number, most: number, message: string) => durationSchema.refine((text) => {
  const ms = parseDuration(text) ?? -1;
  return ms >= least && ms <= most;
}, message);
export const queueLimitsSchema = z.strictObject({
  /** Attempts at once; 0 holds everything back, null is as many as workers can. */
  concurrency: z.int().min(0).max(QUEUE_LIMITS.most).nullable(),
  /** Attempts that begin in any span of `per`. */
  rate: z.strictObject({ count: z.int().min(1).max(QUEUE_LIMITS.most), per: durationBetween(QUEUE_LIMITS.leastPerMs, QUEUE_LIMITS.mostPerMs, 'A rate counts over 100ms to 24h.') }).nullable(),
});
export type QueueLimitsView = z.infer<typeof queueLimitsSchema>;
export const limitQueueSchema = z
  .strictObject({ ...queueLimitsSchema.partial().shape, by: z.string().trim().max(200).optional() })
  .refine(({ concurrency, rate }) => concurrency != null || rate != null, { path: ['concurrency'], message: 'Say how many may go on at once, or at what rate they begin; DELETE takes limits away.' });
export type LimitQueue = z.infer<typeof limitQueueSchema>;
export const taskQueueSchema = z.strictObject({
  name: z.string(),
  /** Taken by pollers over HTTP, not by workers of ours. */
  external: z.boolean(),
  waiting: z.int(),
  delayed: z.int(),
  running: z.int(),
  workers: z.int(),
  /** Of the name: what workers of ours and programs outside take of it counts together. Null where there are none. */
  limits: queueLimitsSchema.extend({ changedAt: instantSchema, changedBy: z.string().nullable() }).nullable(),
});
export type TaskQueue = z.infer<typeof taskQueueSchema>;
const leaseSchema = durationBetween(1_000, 3_600_000, 'A lease lasts from 1s to 1h.');
export const pollSchema = z.strictObject({
  /** Who polls: told in the history and beside the step. */
  worker: workerNameSchema,
  wait: durationBetween(0, 60_000, 'Wait at most 60s, and poll again.').optional(),
  /** How long a task stays yours without a heartbeat; 60s when it is not said. */
  lease: leaseSchema.optional(),
  limit: z.int().min(1).max(100).optional(),
});
const tokenSchema = z.string().min(1).max(100);
export const heartbeatTaskSchema = z.strictObject({ token: tokenSchema, details: jsonSchema.optional(), lease: leaseSchema.optional() });
export const completeTaskSchema = z.strictObject({ token: tokenSchema, output: jsonSchema.optional() });
export const failTaskSchema = z.strictObject({
  token: tokenSchema,
  error: z.strictObject({ type: z.string().min(1).max(100), message: z.string().max(10_000), details: jsonSchema.optional() }),
  retryable: z.boolean().optional(),
  retryAfter: durationBetween(0, 86_400_000, 'Ask for a pause of at most 1d.').optional(),
});
export const externalTaskSchema = z.strictObject({
  id: z.string(),
  token: z.string(),
  runId: z.string(),
  path: z.string(),
  node: z.string(),
  workflow: z.strictObject({ id: z.string().nullable(), name: z.string() }),
  queue: z.string(),
  attempt: z.int(),
  /** How often this attempt was given out, this time included. */
  deliveries: z.int(),
  input: jsonSchema,
  /** Equal over all attempts and deliveries of the step: send it on, so that the outside can tell a second time from the first. */
  idempotencyKey: z.string(),
  /** What was said last about the step by whoever had it before. */
  heartbeat: jsonSchema,
  claimedAt: instantSchema,
  leaseUntil: instantSchema,
  /** When the attempt times out, whatever is said until then. */
  closeBy: instantSchema.nullable(),
  /** The definition asks for a heartbeat at least this often; without it the attempt times out. */
  heartbeatTimeout: durationSchema.nullable(),
});
export type ExternalTask = z.infer<typeof externalTaskSchema>;

export const storedValueSchema = z.strictObject({
  collection: z.string(),
  key: z.string(),
  value: jsonSchema,
  version: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  /** The step that wrote it last. */
  writtenBy: z.strictObject({ runId: z.string(), path: z.string() }),
});
export type StoredRecord = z.infer<typeof storedValueSchema>;
export const storedCollectionSchema = z.strictObject({ name: z.string(), count: z.int(), bytes: z.int(), updatedAt: instantSchema });
export type StoredCollection = z.infer<typeof storedCollectionSchema>;

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}
export type Page<T> = { items: T[]; nextCursor: string | null };

export const pageQuerySchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).optional(), cursor: z.string().max(500).optional() });
const statusListSchema = z.string().refine((text) => text.split(',').every((part) => RUN_STATUSES.some((status) => status === part)), `Write one or several of ${RUN_STATUSES.join(', ')}, with commas between them.`);
const attributeSchema = z.string().max(500).regex(/^[^:]{1,64}:/, 'Write an attribute as name:value.');
/** How a list of runs is narrowed; all that is said must hold. */
export const runFilterSchema = z.strictObject({
  /** One status, or several with commas between them. */
  status: statusListSchema.optional(),
  workflow: z.string().optional(),
  version: z.coerce.number().int().min(1).max(GREATEST_NUMBER).optional(),
  startedAfter: instantSchema.optional(),
  startedBefore: instantSchema.optional(),
  key: z.string().optional(),
  parent: z.string().optional(),
  /** Forks and resets of this run. */
  forkedFrom: z.string().optional(),
  /** `name:value`; several must all hold. */
  attribute: z.union([attributeSchema, z.array(attributeSchema).min(1).max(8)], { error: 'Write an attribute as name:value, eight of them at most.' }).optional(),
  q: z.string().max(200).optional(),
});
export const runListQuerySchema = pageQuerySchema.extend(runFilterSchema.shape);
export const batchSchema = z
  .strictObject({
    operation: z.enum(BATCH_OPERATIONS),
    /** At least one condition: a batch over everything is never meant. */
    filter: z.strictObject({ ...runFilterSchema.shape, version: z.int().min(1).max(GREATEST_NUMBER).optional(), /** These runs and no others. */ ids: z.array(z.string().min(1).max(200)).min(1).max(BATCH_IDS).optional() }),
    reason: z.string().max(2_000).optional(),
    by: z.string().max(200).optional(),
    signal: z.strictObject({ name: z.string().min(1).max(200), payload: jsonSchema.optional() }).optional(),
    /** Names the batch: with it a page that is sent again signals no run twice. */
    id: z.string().min(1).max(100).optional(),
    limit: z.int().min(1).max(500).optional(),
    cursor: z.string().max(500).optional(),
    preview: z.boolean().optional(),
  })
  .superRefine((batch, context) => {
    if (Object.keys(batch.filter).length === 0) context.addIssue({ code: 'custom', path: ['filter'], message: 'Say at least one condition, such as "workflow" or "status".' });
    if ((batch.operation === 'signal') !== (batch.signal !== undefined)) context.addIssue({ code: 'custom', path: ['signal'], message: 'A batch of signals needs the name of the signal, and no other has one.' });
  });
export const batchAnswerSchema = z.strictObject({
  id: z.string(),
  done: z.int(),
  failed: z.array(z.strictObject({ runId: z.string(), code: z.string(), detail: z.string() })),
  nextCursor: z.string().nullable(),
  /** Of a preview: the runs it would reach, counted up to 10,000. */
  count: z.int().optional(),
  more: z.boolean().optional(),
});
export type BatchAnswer = z.infer<typeof batchAnswerSchema>;
const stepStatusListSchema = z.string().refine((text) => text.split(',').every((part) => STEP_STATUSES.some((status) => status === part)), `Write one or several of ${STEP_STATUSES.join(', ')}, with commas between them.`);
export const stepListQuerySchema = pageQuerySchema.extend({ status: stepStatusListSchema.optional(), container: z.string().max(2_000).optional(), iteration: z.coerce.number().int().min(0).optional() });
export const runQuerySchema = z.strictObject({ brief: z.enum(['true', 'false']).optional() });
export const eventsQuerySchema = z.strictObject({ after: z.coerce.number().int().min(0).max(GREATEST_NUMBER).optional(), limit: z.coerce.number().int().min(1).max(5_000).optional() });
export const approvalListQuerySchema = pageQuerySchema.extend({
  status: z.enum(['open', 'closed', 'all']).optional(), q: z.string().max(200).optional(), run: z.string().optional(),
  /** Said several times: any of these names. A request that asks nobody by name asks everybody. */
  assignee: z.union([z.string().max(200), z.array(z.string().max(200)).min(1).max(50)], { error: 'Write an assignee as a name of at most 200 characters, fifty of them at most.' }).optional(),
});

export const storeListQuerySchema = pageQuerySchema.extend({ prefix: z.string().max(500).optional() });

export const templateSchema = z.strictObject({ slug: slugSchema, name: z.string(), description: z.string(), definition: definitionSchema, sampleInput: jsonSchema, page: z.string() });
export type WorkflowTemplate = z.infer<typeof templateSchema>;

/**
 * Server-sent frames of `GET /runs/{id}/events`. `event: event` carries one history event with `id:` = seq;
 * `event: frame` is ephemeral and has no id; `event: end` says that the run is over and the stream ends.
 */
export const liveFrameSchema = z.strictObject({ path: z.string(), attempt: z.int(), frame: z.looseObject({ type: z.string() }), name: z.string().optional() });
export type LiveFrame = z.infer<typeof liveFrameSchema>;

/** `GET /api/v1/stream`: changes that lists care for, ephemeral. */
export const listFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run'), id: z.string(), workflow: z.string().nullable(), status: z.enum(RUN_STATUSES), /** Rises when a retry reopens the run. */ generation: z.int().optional() }),
  z.strictObject({ type: z.literal('approval'), id: z.string(), status: z.enum(['open', 'decided', 'timed_out', 'withdrawn']), /** What has happened by itself to one that is open. */ told: z.enum(['reminded', 'escalated']).optional() }),
  /** A worker came, drains, went or was lost. */
  z.strictObject({ type: z.literal('worker'), id: z.string() }),
  /** Its limits were set or taken away. */
  z.strictObject({ type: z.literal('task_queue'), name: z.string() }),
  /** One of the workflow's triggers started a run, could not, was changed, came with a publication or went. */
  z.strictObject({ type: z.literal('trigger'), workflow: z.string() }),
  /** Letters of a run came, were dismissed, or are no more because it was retried. */
  z.strictObject({ type: z.literal('dead_letters'), run: z.string() }),
  z.strictObject({ type: z.literal('hello'), openApprovals: z.int() }),
]);
export type ListFrame = z.infer<typeof listFrameSchema>;

const checkSchema = z.strictObject({ ok: z.boolean(), message: z.string(), ms: z.number().nullable() });
export const readinessSchema = z.strictObject({ ok: z.boolean(), checks: z.strictObject({ postgres: checkSchema, redis: checkSchema, migrations: checkSchema }) });
export type Readiness = z.infer<typeof readinessSchema>;
export const healthSchema = z.strictObject({ ok: z.literal(true), version: z.string(), uptimeMs: z.int() });
