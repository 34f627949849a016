import { describe, expect, it } from 'vitest';
import { batchSchema, type RunListItem, type RunStatus } from '@/engine/index.ts';
import { filtersOf, LIST_OPERATIONS, takes } from './batch-scope.ts';

const run = (id: string, status: RunStatus) => ({ id, status }) as RunListItem;

describe('what a batch is about', () => {
  it('of a selection is what the operation makes sense for, 500 in a request', () => {
    const runs = [run('a', 'running'), run('b', 'completed'), run('c', 'paused'), run('d', 'failed')];
    expect(LIST_OPERATIONS.map((operation) => filtersOf({ kind: 'selection', runs }, operation).flatMap((filter) => filter.ids))).toEqual([['a'], ['c'], ['d'], ['a', 'c'], ['a', 'c']]);
    expect(takes('retry', run('x', 'timed_out'))).toBe(true);
    const many = Array.from({ length: 1_001 }, (_, at) => run(`r${at}`, 'running'));
    expect(filtersOf({ kind: 'selection', runs: many }, 'cancel').map((filter) => filter.ids?.length)).toEqual([500, 500, 1]);
    expect(filtersOf({ kind: 'selection', runs: [run('b', 'completed')] }, 'cancel')).toEqual([]);
  });

  it('of all that match is the filter of the list and the statuses that both speak of', () => {
    const query = { limit: 50, cursor: 'x', workflow: 'orders', q: 'a', status: 'failed,running' };
    expect(filtersOf({ kind: 'all', query }, 'cancel')).toEqual([{ workflow: 'orders', q: 'a', status: 'running' }]);
    expect(filtersOf({ kind: 'all', query }, 'retry')).toEqual([{ workflow: 'orders', q: 'a', status: 'failed' }]);
    expect(filtersOf({ kind: 'all', query }, 'resume')).toEqual([]);
  });

  it('is something that the server takes, whatever the list is narrowed to', () => {
    for (const operation of LIST_OPERATIONS) {
      for (const filter of [...filtersOf({ kind: 'all', query: { limit: 50 } }, operation), ...filtersOf({ kind: 'selection', runs: [run('a', 'running'), run('b', 'paused'), run('c', 'failed')] }, operation)]) {
        expect(batchSchema.safeParse({ operation, filter }).error).toBeUndefined();
      }
    }
  });
});
