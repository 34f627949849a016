import { expect, it } from 'vitest';
import { definitionSchema, emptyState } from '@/engine/index.ts';
import { edgesOf, ownNodes } from './test-results.tsx';

it('shows of a test run the steps that it ran itself', () => {
  const state = { ...emptyState('r'), pinned: { fetch: 1 } };
  expect([...ownNodes(new Map([['fetch', { status: 'completed' as const }], ['score', { status: 'running' as const }]]), state).keys()]).toEqual(['score']);
});

it('finds the edges that were walked by their ends: an id may be that of another edge by now', () => {
  const drawn = (edges: object[]) => definitionSchema.parse({ heddle: 1, name: 'x', edges });
  const ran = drawn([{ id: 'e1', source: 'a', target: 'b' }, { id: 'e2', source: 'start', target: 'b' }]);
  const now = drawn([{ id: 'e9', source: 'a', target: 'b' }, { id: 'e2', source: 'b', branch: 'true', target: 'c' }]);
  expect([...edgesOf(new Map([['e1', 'taken'], ['e2', 'taken']]), ran, now)]).toEqual([['e9', 'taken']]);
});
