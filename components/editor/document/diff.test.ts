import { expect, it } from 'vitest';
import { trip } from '../../canvas/testing/definitions.ts';
import { diffDefinitions, isEqual } from './diff.ts';

it('finds nothing between a document and its copy', () => {
  expect(diffDefinitions(trip(), structuredClone(trip()))).toEqual([]);
  expect(isEqual(trip(), structuredClone(trip()))).toBe(true);
});
it('tells a step that only moved from one that changed', () => {
  const next = trip();
  next.nodes = next.nodes.map((node) => (node.id === 'hotel' ? { ...node, position: { x: 999, y: 0 } } : node.id === 'start' ? { ...node, disabled: true } : node));
  expect(diffDefinitions(trip(), next).map(({ id, kind }) => [id, kind])).toEqual([['start', 'changed'], ['hotel', 'moved']]);
  expect(isEqual(trip(), next)).toBe(false);
});
it('takes another name for a change', () => {
  const next = trip();
  next.nodes = next.nodes.map((node) => (node.id === 'hotel' ? { ...node, name: 'Inn' } : node));
  expect(diffDefinitions(trip(), next)).toEqual([{ id: 'hotel', name: 'Inn', kind: 'changed' }]);
});
it('names what was added and removed, and counts an edge to the step that it leaves', () => {
  const next = trip();
  const gone = next.edges[0]!;
  next.edges = next.edges.slice(1);
  next.nodes = [...next.nodes, { ...next.nodes[0]!, id: 'begin', name: 'Begin' }];
  expect(diffDefinitions(trip(), next)).toEqual(expect.arrayContaining([expect.objectContaining({ id: gone.source, kind: 'changed' }), { id: 'begin', name: 'Begin', kind: 'added' }]));
  expect(diffDefinitions(next, trip())).toEqual(expect.arrayContaining([{ id: 'begin', name: 'Begin', kind: 'removed' }]));
});
