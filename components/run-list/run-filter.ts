import { isRunOver, RUN_STATUSES, type RunStatus } from '@/engine/index.ts';
import type { RunListQuery } from '../data/api.ts';

/** The filter of the list as it stands in the address. */
export const FILTER_NAMES = ['q', 'status', 'workflow', 'since', 'parent', 'key', 'version', 'attribute', 'after', 'before'] as const;
/** `after` and `before` are instants and stand for themselves; `since` is a span that ends now. `attribute` has one `name:value` a line. */
export type RunFilter = Readonly<Record<(typeof FILTER_NAMES)[number], string>>;
export const NO_FILTER: RunFilter = { q: '', status: '', workflow: '', since: '', parent: '', key: '', version: '', attribute: '', after: '', before: '' };

export const SINCE_MS: Readonly<Record<string, number>> = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000 };

/** The statuses that a filter names; what is no status is left out. */
export function readStatuses(text: string): RunStatus[] {
  const named = text.split(',');
  return RUN_STATUSES.filter((status) => named.includes(status));
}

/** What a run in the list can have: its row begins with the commit of its first events, and is running with it. */
export const LISTED_STATUSES = RUN_STATUSES.filter((status) => status !== 'queued');
export const OPEN_STATUSES = LISTED_STATUSES.filter((status) => !isRunOver(status));
export const PROBLEM_STATUSES: readonly RunStatus[] = ['failed', 'timed_out', 'terminated'];

/** As many as the server takes. */
export const MOST_ATTRIBUTES = 8;

/** The attributes that a filter names, `name:value` each; what is none is left out. */
export function readAttributes(text: string): string[] {
  return [...new Set(text.split('\n'))].filter((line) => /^[^:]{1,64}:/.test(line) && line.length <= 500).slice(0, MOST_ATTRIBUTES);
}

function readInstant(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** What a field for a local date and time shows of an instant; '' for none. */
export function localMinute(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The other way; the address holds instants, so that a link means the same in every time zone. */
export function instantOf(local: string): string {
  return readInstant(local) ?? '';
}

/** What the server is asked. The start of a span is rounded to the minute, so that the same filter is the same question. */
export function toQuery(filter: RunFilter, nowMs: number): RunListQuery {
  const statuses = readStatuses(filter.status);
  const span = SINCE_MS[filter.since];
  const attributes = readAttributes(filter.attribute);
  const after = readInstant(filter.after) ?? (span ? new Date(Math.floor((nowMs - span) / 60_000) * 60_000).toISOString() : null);
  const before = readInstant(filter.before);
  return {
    limit: 50,
    ...(filter.q.trim() ? { q: filter.q.trim() } : {}),
    ...(statuses.length > 0 ? { status: statuses.join(',') } : {}),
    ...(filter.workflow ? { workflow: filter.workflow } : {}),
    ...(filter.parent ? { parent: filter.parent } : {}),
    ...(filter.key.trim() ? { key: filter.key.trim() } : {}),
    ...(/^[1-9]\d{0,8}$/.test(filter.version) ? { version: Number(filter.version) } : {}),
    ...(attributes.length > 0 ? { attribute: attributes } : {}),
    ...(after ? { startedAfter: after } : {}),
    ...(before ? { startedBefore: before } : {}),
  };
}

/** A filter may have been saved before there was all that it can hold now. */
export type SavedFilter = { name: string; filter: Partial<RunFilter> };
export function isSavedFilters(value: unknown): value is SavedFilter[] {
  return Array.isArray(value) && value.every((item) => typeof item?.name === 'string' && typeof item.filter === 'object' && item.filter !== null && FILTER_NAMES.every((name) => ['string', 'undefined'].includes(typeof item.filter[name])));
}
export function sameFilter(a: Partial<RunFilter>, b: Partial<RunFilter>): boolean {
  return FILTER_NAMES.every((name) => (a[name] ?? '') === (b[name] ?? ''));
}
