import { expect, it } from 'vitest';
import { testCatalogue } from '../../canvas/testing/catalogue.ts';
import { definition, trip } from '../../canvas/testing/definitions.ts';
import type { DrawnEdge } from '../../canvas/from-flow.ts';
import { canConnect } from './can-connect.ts';

const verdict = (edge: DrawnEdge, input = trip(), moving?: string) => {
  const answer = canConnect(input, testCatalogue, edge, moving);
  return answer.ok ? 'ok' : answer.why.code;
};

it.each<[string, DrawnEdge, string]>([
  ['a new edge in one scope', { source: 'start', target: 'approve' }, 'ok'],
  ['another branch to the same node', { source: 'approve', branch: 'rejected', target: 'done' }, 'ok'],
  ['an edge that is there already', { source: 'approve', branch: 'approved', target: 'done' }, 'duplicate'],
  ['an edge said to leave by out where the other says nothing', { source: 'start', branch: 'out', target: 'book' }, 'duplicate'],
  ['a node to itself', { source: 'approve', branch: 'approved', target: 'approve' }, 'self'],
  ['back to a node it comes from', { source: 'approve', branch: 'rejected', target: 'book' }, 'cycle'],
  ['into a container', { source: 'start', target: 'hotel' }, 'border'],
  ['out of a container', { source: 'flight', target: 'approve' }, 'border'],
  ['into the start', { source: 'approve', branch: 'rejected', target: 'start' }, 'into-start'],
  ['out of an end', { source: 'done', target: 'approve' }, 'out-of-end'],
  ['by a branch that is not there', { source: 'approve', branch: 'maybe', target: 'done' }, 'no-branch'],
  ['into an undo step', { source: 'hotel', target: 'cancelFlight' }, 'into-undo'],
  ['out of an undo step', { source: 'cancelHotel', target: 'flight' }, 'out-of-undo'],
  ['a second undo of one step', { source: 'hotel', target: 'cancelFlight', kind: 'compensate' }, 'undo-twice'],
  ['an undo outside a saga', { source: 'approve', target: 'done', kind: 'compensate' }, 'undo-outside-saga'],
  ['an undo across the border', { source: 'hotel', target: 'done', kind: 'compensate' }, 'border'],
  ['a node nobody knows', { source: 'hotel', target: 'nobody' }, 'missing'],
])('%s', (_, edge, answer) => {
  expect(verdict(edge)).toBe(answer);
});
it('does not count the edge that is being moved', () => {
  expect(verdict({ source: 'start', target: 'book' }, trip(), 'e1')).toBe('ok');
});
it('refuses as undo a step that takes part in the flow', () => {
  const input = definition({
    nodes: [{ id: 's', type: 'saga' }, ...['a', 'b'].map((id) => ({ id, type: 'http', parent: 's' }))],
    edges: [{ id: 'e', source: 'a', target: 'b' }],
  });
  expect(verdict({ source: 'a', target: 'b', kind: 'compensate' }, input)).toBe('undo-in-flow');
});
