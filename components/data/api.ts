import type { z } from 'zod';
import type {
  Approval, BackTestView, BatchAnswer, batchSchema, BriefRun, DeadLetter, Decision, Definition, Delegation, eventPageSchema, Fork, ForkPlanView, Json, LimitQueue, MigrationPlanView, OverrideParams, Page, queriedSchema, QueueLimitsView, readinessSchema, healthSchema, Replay, Run, RunListItem, StartDefinitionRun, StartRun, Step, StepDetail, TaskQueue, Trigger,
  updatedSchema, Validation, Version, VersionSummary, Worker, Workflow, WorkflowSummary, WorkflowTemplate,
} from '@/engine/index.ts';
import { path, request, type Query } from './http.ts';

export type EventPage = z.infer<typeof eventPageSchema>;
export type Readiness = z.infer<typeof readinessSchema>;
export type Health = z.infer<typeof healthSchema>;
export type PageQuery = { limit?: number; cursor?: string };
export type WorkflowListQuery = PageQuery & { q?: string; folder?: string; tag?: string };
export type RunListQuery = PageQuery & { status?: string; workflow?: string; version?: number; startedAfter?: string; startedBefore?: string; key?: string; parent?: string; attribute?: string[]; q?: string };
export type ApprovalListQuery = PageQuery & { status?: 'open' | 'closed' | 'all'; q?: string; run?: string; assignee?: readonly string[] };
export type StepListQuery = PageQuery & { status?: string; container?: string; iteration?: number };
export type SchedulePreviewQuery = { cron?: string; every?: string; timezone?: string };
export type ControlVerb = 'pause' | 'resume' | 'cancel' | 'terminate' | 'retry' | 'unpark';
export type Control = { reason?: string; by?: string };
export type Batch = z.infer<typeof batchSchema>;
export type BatchFilter = Batch['filter'];
export type DefinitionMeta = { folder?: string | null; tags?: string[] };

const get = <T>(where: string, query?: Query, signal?: AbortSignal) => request<T>('GET', where, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
const post = <T>(where: string, body?: unknown) => request<T>('POST', where, body === undefined ? {} : { body });

/** As many as a page may hold: of these there are never more to show. */
const ALL: PageQuery = { limit: 500 };

/** Everything the server can be asked, one line each. Every call throws ApiError. */
export const api = {
  workflows: {
    list: (query: WorkflowListQuery = {}, signal?: AbortSignal) => get<Page<WorkflowSummary>>('/workflows', query, signal),
    get: (id: string, signal?: AbortSignal) => get<Workflow>(path('workflows', id), undefined, signal),
    create: (body: { definition: Definition; slug?: string } & DefinitionMeta) => post<Workflow>('/workflows', body),
    /** @throws ApiError 409 with both sides in `problem.context` when the draft has moved on from `revision` */
    save: (id: string, revision: number, body: { definition: Definition } & DefinitionMeta) => request<Workflow>('PUT', path('workflows', id), { body, headers: { 'if-match': `"${revision}"` } }),
    remove: (id: string) => request<void>('DELETE', path('workflows', id)),
    publish: (id: string, note?: string) => post<VersionSummary>(path('workflows', id, 'publish'), note === undefined ? {} : { note }),
    versions: (id: string, query: PageQuery = {}, signal?: AbortSignal) => get<Page<VersionSummary>>(path('workflows', id, 'versions'), query, signal),
    version: (id: string, number: number, signal?: AbortSignal) => get<Version>(path('workflows', id, 'versions', String(number)), undefined, signal),
    /** What runs that have ended would do under the draft. @param of only those of this version */
    backTest: (id: string, of: number | null, signal?: AbortSignal) => get<BackTestView>(path('workflows', id, 'back-test'), of === null ? {} : { of }, signal),
    start: (id: string, body: StartRun) => post<Run>(path('workflows', id, 'runs'), body),
  },
  templates: { list: (signal?: AbortSignal) => get<Page<WorkflowTemplate>>('/templates', ALL, signal) },
  definitions: { validate: (definition: unknown, workflow: string, signal?: AbortSignal) => request<Validation>('POST', '/definitions/validate', { body: { definition, workflow }, ...(signal ? { signal } : {}) }) },
  runs: {
    list: (query: RunListQuery = {}, signal?: AbortSignal) => get<Page<RunListItem>>('/runs', query, signal),
    /** How a run stands; its input and its steps stand in its history. */
    brief: (id: string, signal?: AbortSignal) => get<BriefRun>(path('runs', id), { brief: true }, signal),
    /** What the run is pinned to: its version, or the draft it was started with. */
    definition: (id: string, signal?: AbortSignal) => get<Definition>(path('runs', id, 'definition'), undefined, signal),
    /** Runs a definition that is not saved: the editor's test run. */
    startDefinition: (body: StartDefinitionRun) => post<Run>('/runs', body),
    events: (id: string, after: number, limit?: number, signal?: AbortSignal) => get<EventPage>(path('runs', id, 'events'), { after, limit }, signal),
    steps: (id: string, query: StepListQuery = {}, signal?: AbortSignal) => get<Page<Step>>(path('runs', id, 'steps'), query, signal),
    step: (id: string, stepPath: string, signal?: AbortSignal) => get<StepDetail>(path('runs', id, 'steps', ...stepPath.split('/')), undefined, signal),
    /** A large value, whole. */
    value: (id: string, hash: string, signal?: AbortSignal) => get<Json>(path('runs', id, 'values', hash), undefined, signal),
    control: (id: string, verb: ControlVerb, control: Control = {}) => post<Run>(path('runs', id, verb), control),
    /** @throws ApiError with a problem for each parameter that cannot be */
    override: (id: string, body: Control & OverrideParams) => post<Run>(path('runs', id, 'override'), body),
    retryWith: (id: string, body: Control & { overrides: OverrideParams[] }) => post<Run>(path('runs', id, 'retry'), body),
    fastForward: (id: string, body: Control & { to: string }) => post<Run>(path('runs', id, 'fast-forward'), body),
    planFork: (id: string, mode: 'fork' | 'reset', body: Fork) => post<ForkPlanView>(path('runs', id, mode), { ...body, dryRun: true }),
    /** @returns the new run */
    fork: (id: string, mode: 'fork' | 'reset', body: Fork) => post<Run>(path('runs', id, mode), body),
    planMigration: (id: string, version: number) => post<MigrationPlanView>(path('runs', id, 'migrate'), { version, dryRun: true }),
    migrate: (id: string, body: Control & { version: number }) => post<Run>(path('runs', id, 'migrate'), body),
    /** One page of a batch; the answer says where the next begins. */
    batch: (body: Batch) => post<BatchAnswer>('/runs/batch', body),
    signal: (id: string, name: string, body: { payload?: Json; id?: string; by?: string }) => post<unknown>(path('runs', id, 'signals', name), body),
    /** @throws ApiError when the run refuses it, or what is sent breaks its schema */
    update: (id: string, name: string, body: Control & { payload?: Json; id?: string }) => post<z.infer<typeof updatedSchema>>(path('runs', id, 'updates', name), body),
    query: (id: string, name: string, signal?: AbortSignal) => get<z.infer<typeof queriedSchema>>(path('runs', id, 'queries', name), undefined, signal),
    replay: (id: string, signal?: AbortSignal) => get<Replay>(path('runs', id, 'replay'), undefined, signal),
  },
  approvals: {
    list: (query: ApprovalListQuery = {}, signal?: AbortSignal) => get<Page<Approval>>('/approvals', query, signal),
    get: (id: string, signal?: AbortSignal) => get<Approval>(path('approvals', id), undefined, signal),
    /** @throws ApiError 409 when somebody decided first; `problem.context` says who */
    decide: (id: string, decision: Decision) => post<Approval>(path('approvals', id, 'decision'), decision),
    delegate: (id: string, delegation: Delegation) => post<Approval>(path('approvals', id, 'delegate'), delegation),
  },
  triggers: {
    list: (workflow: string | null, signal?: AbortSignal) => get<Page<Trigger>>('/triggers', { ...ALL, ...(workflow === null ? {} : { workflow }) }, signal),
    pause: (id: string, said: Control) => post<Trigger>(path('triggers', id, 'pause'), said),
    resume: (id: string) => post<Trigger>(path('triggers', id, 'resume')),
    fire: (id: string, body: { id: string }) => post<{ runId: string }>(path('triggers', id, 'fire'), body),
    renew: (id: string) => post<Trigger>(path('triggers', id, 'token')),
    /** @returns the secret, this once */
    setSecret: (id: string) => request<{ secret: string }>('PUT', path('triggers', id, 'secret'), {}),
    removeSecret: (id: string) => request<void>('DELETE', path('triggers', id, 'secret')),
    preview: (query: SchedulePreviewQuery, signal?: AbortSignal) => get<{ next: string[] }>('/schedules/preview', query, signal),
  },
  workers: { list: (signal?: AbortSignal) => get<Page<Worker>>('/workers', ALL, signal) },
  taskQueues: {
    list: (signal?: AbortSignal) => get<Page<TaskQueue>>('/task-queues', ALL, signal),
    limit: (name: string, limits: LimitQueue) => request<QueueLimitsView>('PUT', path('task-queues', name, 'limits'), { body: limits }),
    unlimit: (name: string) => request<void>('DELETE', path('task-queues', name, 'limits')),
  },
  system: {
    health: (signal?: AbortSignal) => get<Health>('/healthz', undefined, signal),
    /** Answers with its checks also when they are red. */
    readiness: (signal?: AbortSignal) => request<Readiness>('GET', '/readyz', { answers: [503], ...(signal ? { signal } : {}) }),
  },
  deadLetters: {
    list: (query: PageQuery = {}, signal?: AbortSignal) => get<Page<DeadLetter>>('/dead-letters', query, signal),
    retry: (id: string, said: { reason?: string; by?: string } = {}) => post<{ runId: string }>(path('dead-letters', id, 'retry'), said),
    dismiss: (id: string, said: { reason?: string; by?: string } = {}) => post<{ runId: string }>(path('dead-letters', id, 'dismiss'), said),
  },
} as const;
