import { isRunOver, RUN_STATUSES, type RunStatus } from '@/engine/index.ts';
import type { RunListQuery } from '../data/api.ts';

/** The filter of the list as it stands in the address. */
export type RunFilter = Readonly<{ q: string; status: string; workflow: string; since: string; parent: string }>;
export const FILTER_NAMES = ['q', 'status', 'workflow', 'since', 'parent'] as const;
export const NO_FILTER: RunFilter = { q: '', status: '', workflow: '', since: '', parent: '' };

export const SINCE_MS: Readonly<Record<string, number>> = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 };

/** The statuses that a filter names; what is no status is left out. */
export function readStatuses(text: string): RunStatus[] {
  const named = text.split(',');
  return RUN_STATUSES.filter((status) => named.includes(status));
}

export const OPEN_STATUSES = RUN_STATUSES.filter((status) => !isRunOver(status));
export const PROBLEM_STATUSES: readonly RunStatus[] = ['failed', 'timed_out', 'terminated'];

/** What the server is asked. The start of a span is rounded to the minute, so that the same filter is the same question. */
export function toQuery(filter: RunFilter, nowMs: number): RunListQuery {
  const statuses = readStatuses(filter.status);
  const span = SINCE_MS[filter.since];
  return {
    limit: 50,
    ...(filter.q.trim() ? { q: filter.q.trim() } : {}),
    ...(statuses.length > 0 ? { status: statuses.join(',') } : {}),
    ...(filter.workflow ? { workflow: filter.workflow } : {}),
    ...(filter.parent ? { parent: filter.parent } : {}),
    ...(span ? { startedAfter: new Date(Math.floor((nowMs - span) / 60_000) * 60_000).toISOString() } : {}),
  };
}

export type SavedFilter = { name: string; filter: RunFilter };
export function isSavedFilters(value: unknown): value is SavedFilter[] {
  return Array.isArray(value) && value.every((item) => typeof item?.name === 'string' && typeof item.filter === 'object' && item.filter !== null && FILTER_NAMES.every((name) => typeof item.filter[name] === 'string'));
}
export function sameFilter(a: RunFilter, b: RunFilter): boolean {
  return FILTER_NAMES.every((name) => a[name] === b[name]);
}
