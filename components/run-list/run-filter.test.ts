import { expect, it } from 'vitest';
import { RUN_STATUSES, runListQuerySchema } from '@/engine/index.ts';
import { instantOf, isSavedFilters, LISTED_STATUSES, localMinute, NO_FILTER, OPEN_STATUSES, readAttributes, readStatuses, sameFilter, toQuery } from './run-filter.ts';

it('asks for nothing but a page when nothing is filtered', () => {
  expect(toQuery(NO_FILTER, 0)).toEqual({ limit: 50 });
});
it('asks for what is filtered, from a whole minute on', () => {
  const now = Date.parse('2026-01-02T10:00:42.500Z');
  expect(toQuery({ ...NO_FILTER, q: ' ab ', status: 'failed,running,nonsense', workflow: 'w', since: '24h' }, now)).toEqual({ limit: 50, q: 'ab', status: 'running,failed', workflow: 'w', startedAfter: '2026-01-01T10:00:00.000Z' });
});
it('asks by key, version, attributes and both ends of a span', () => {
  const filter = { ...NO_FILTER, key: ' order-7 ', version: '3', attribute: 'orderId:A-17\nregion:eu:west\nnonsense\norderId:A-17', after: '2026-01-01T00:00:00.000Z', before: '2026-01-02T12:30:00Z', since: '1h' };
  expect(toQuery(filter, 0)).toEqual({ limit: 50, key: 'order-7', version: 3, attribute: ['orderId:A-17', 'region:eu:west'], startedAfter: '2026-01-01T00:00:00.000Z', startedBefore: '2026-01-02T12:30:00.000Z' });
  expect(runListQuerySchema.safeParse(toQuery(filter, 0)).success).toBe(true);
});
it('asks for nothing that an address only pretends to name', () => {
  expect(toQuery({ ...NO_FILTER, version: '0', attribute: 'nonsense\n:x', after: 'yesterday', before: '-' }, 0)).toEqual({ limit: 50 });
  expect(readAttributes(Array.from({ length: 12 }, (_, at) => `a${at}:1`).join('\n'))).toHaveLength(8);
});
it('shows an instant as a local minute and takes it back as the same instant', () => {
  expect(instantOf(localMinute('2026-03-04T05:06:00.000Z'))).toBe('2026-03-04T05:06:00.000Z');
  expect([localMinute('never'), instantOf('')]).toEqual(['', '']);
});
it('goes on knowing filters that were saved before these were there', () => {
  const old = { q: 'x', status: '', workflow: '', since: '', parent: '' };
  expect(isSavedFilters([{ name: 'old', filter: old }])).toBe(true);
  expect(sameFilter(old, { ...NO_FILTER, q: 'x' })).toBe(true);
  expect(sameFilter(old, { ...NO_FILTER, q: 'x', key: 'k' })).toBe(false);
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
it('offers what a run in the list can have, and reads every status that an address names', () => {
  expect(OPEN_STATUSES).toEqual(['running', 'paused', 'compensating']);
  expect(LISTED_STATUSES).toHaveLength(RUN_STATUSES.length - 1);
  expect(readStatuses('queued')).toEqual(['queued']);
});
