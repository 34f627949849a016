import { BATCH_IDS, BATCH_STATUSES, RUN_STATUSES, type BatchOperation, type RunListItem } from '@/engine/index.ts';
import type { BatchFilter, RunListQuery } from '../data/api.ts';

/** What a batch can be told from the list; a signal needs a name and a payload, and is sent from a run. */
export const LIST_OPERATIONS = ['pause', 'resume', 'retry', 'cancel', 'terminate'] as const satisfies readonly BatchOperation[];
export type ListOperation = (typeof LIST_OPERATIONS)[number];

/** Which runs are meant: those that were ticked, or every one that the filter of the list finds. */
export type BatchScope = { kind: 'selection'; runs: readonly RunListItem[] } | { kind: 'all'; query: RunListQuery };

/** Whether the operation makes sense for a run as it stands. */
export function takes(operation: ListOperation, run: Pick<RunListItem, 'status'>): boolean {
  return BATCH_STATUSES[operation].includes(run.status);
}

/**
 * The filters to be worked through one after the other, each under a batch of its own; none when nothing can be meant.
 * A filter always names the statuses that it is about, so that a run which has moved on since is told of and not passed over.
 */
export function filtersOf(scope: BatchScope, operation: ListOperation): BatchFilter[] {
  if (scope.kind === 'all') {
    const { limit: _limit, cursor: _cursor, status, ...rest } = scope.query;
    const asked = status?.split(',') ?? null;
    const statuses = BATCH_STATUSES[operation].filter((one) => asked === null || asked.includes(one));
    return statuses.length === 0 ? [] : [{ ...rest, status: statuses.join(',') }];
  }
  const ids = scope.runs.filter((run) => takes(operation, run)).map((run) => run.id);
  // Ticked runs are meant whatever became of them since; one that refuses says why.
  return Array.from({ length: Math.ceil(ids.length / BATCH_IDS) }, (_, at) => ({ ids: ids.slice(at * BATCH_IDS, (at + 1) * BATCH_IDS), status: ALL }));
}

const ALL = RUN_STATUSES.join(',');
