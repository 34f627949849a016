import type { ApprovalListQuery, RunListQuery, SchedulePreviewQuery, StepListQuery, WorkflowListQuery } from './api.ts';

/** Every key of the cache. A key is a prefix of what it contains, so that a change can name as much as it touches. */
export const keys = {
  workflows: {
    all: ['workflows'] as const,
    lists: ['workflows', 'list'] as const,
    list: (query: WorkflowListQuery) => ['workflows', 'list', query] as const,
    one: (id: string) => ['workflows', 'one', id] as const,
    versions: (id: string) => ['workflows', 'one', id, 'versions'] as const,
    backTest: (id: string, revision: number | null, of: number | null) => ['workflows', 'one', id, 'back-test', revision, of] as const,
    version: (id: string, number: number) => ['workflows', 'one', id, 'versions', number] as const,
  },
  /** The last runs of a workflow, folded for its editor; `known` names each with its last event, so nothing makes it stale. */
  lastResults: (workflow: string, known: readonly string[]) => ['editor', 'latest', workflow, ...known] as const,
  composition: (workflow: string, part: string) => ['workflows', 'composition', workflow, part] as const,
  templates: ['templates'] as const,
  runs: {
    all: ['runs'] as const,
    lists: ['runs', 'list'] as const,
    list: (query: RunListQuery) => ['runs', 'list', query] as const,
    count: (operation: string, filter: unknown) => ['runs', 'count', operation, filter] as const,
    one: (id: string) => ['runs', 'one', id] as const,
    /** The folded history, written by the stream; see run-stream.ts. */
    live: (id: string) => ['runs', 'one', id, 'live'] as const,
    definition: (id: string) => ['runs', 'one', id, 'definition'] as const,
    forkPlan: (id: string, mode: string, body: string | null) => ['runs', 'one', id, 'plan', mode, body] as const,
    migrationPlan: (id: string, version: number) => ['runs', 'one', id, 'plan', 'migrate', version] as const,
    steps: (id: string, query: StepListQuery) => ['runs', 'one', id, 'steps', query] as const,
    step: (id: string, path: string, seq: number | null) => ['runs', 'one', id, 'step', path, seq] as const,
    /** The run that one is compared with when nothing is said. */
    before: (id: string) => ['runs', 'one', id, 'before'] as const,
    values: (id: string, hashes: readonly string[]) => ['runs', 'one', id, 'values', ...hashes] as const,
    query: (id: string, name: string) => ['runs', 'one', id, 'query', name] as const,
    replay: (id: string) => ['runs', 'one', id, 'replay'] as const,
  },
  approvals: {
    all: ['approvals'] as const,
    lists: ['approvals', 'list'] as const,
    list: (query: ApprovalListQuery) => ['approvals', 'list', query] as const,
    one: (id: string) => ['approvals', 'one', id] as const,
    openCount: ['approvals', 'open-count'] as const,
  },
  triggers: {
    all: ['triggers'] as const,
    list: (workflow: string | null) => ['triggers', 'list', workflow] as const,
    preview: (query: SchedulePreviewQuery) => ['triggers', 'preview', query] as const,
  },
  workers: ['workers'] as const,
  taskQueues: ['task-queues'] as const,
  health: ['health'] as const,
  readiness: ['readiness'] as const,
  deadLetters: ['dead-letters'] as const,
};
