import { expect, it } from 'vitest';
import { isSavedFilters, NO_FILTER, readStatuses, sameFilter, toQuery } from './run-filter.ts';

it('asks for nothing but a page when nothing is filtered', () => {
  expect(toQuery(NO_FILTER, 0)).toEqual({ limit: 50 });
});
it('asks for what is filtered, from a whole minute on', () => {
  const now = Date.parse('2026-01-02T10:00:42.500Z');
  expect(toQuery({ q: ' ab ', status: 'failed,running,nonsense', workflow: 'w', since: '24h', parent: '' }, now)).toEqual({ limit: 50, q: 'ab', status: 'running,failed', workflow: 'w', startedAfter: '2026-01-01T10:00:00.000Z' });
});
it('leaves out statuses that do not exist', () => {
  expect(readStatuses('paused,x')).toEqual(['paused']);
});
it('does not trust what was stored', () => {
  expect(isSavedFilters([{ name: 'a', filter: NO_FILTER }])).toBe(true);
  expect(isSavedFilters([{ name: 'a', filter: { q: 1 } }])).toBe(false);
  expect(isSavedFilters({})).toBe(false);
});
it('knows a filter again', () => {
  expect(sameFilter(NO_FILTER, { ...NO_FILTER })).toBe(true);
  expect(sameFilter(NO_FILTER, { ...NO_FILTER, q: 'x' })).toBe(false);
});
