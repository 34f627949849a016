import { expect, it } from 'vitest';
import { definitionSchema, type Catalogue } from '@/engine/index.ts';
import { miniature } from './miniature.ts';

const catalogue: Catalogue = new Map();
const draw = (nodes: object[], edges: object[] = []) => miniature(definitionSchema.parse({ heddle: 1, name: 'x', nodes, edges }), catalogue);

it('places what stands in a container from its corner, and makes the container large enough', () => {
  const { boxes } = draw([
    { id: 'box', type: 'map', position: { x: 100, y: 50 } },
    { id: 'inner', type: 'http', position: { x: 300, y: 200 }, parent: 'box' },
  ]);
  expect(boxes.map(({ id, x, y, width, height }) => ({ id, x, y, width, height }))).toEqual([
    { id: 'box', x: 100, y: 50, width: 516, height: 282 },
    { id: 'inner', x: 400, y: 250, width: 196, height: 62 },
  ]);
});
it('leaves out edges that lead nowhere', () => {
  const { wires } = draw([{ id: 'a', type: 'start' }, { id: 'b', type: 'end', position: { x: 300, y: 0 } }], [{ id: 'e', source: 'a', target: 'b' }, { id: 'f', source: 'a', target: 'gone' }]);
  expect(wires).toEqual([{ id: 'e', undo: false, from: { x: 196, y: 31 }, to: { x: 300, y: 31 } }]);
});
it('draws a draft whose parents go in a circle', () => {
  expect(draw([{ id: 'a', type: 'map', parent: 'b' }, { id: 'b', type: 'map', parent: 'a' }]).boxes).toHaveLength(2);
});
it('has a view for an empty canvas', () => {
  expect(draw([]).view.width).toBeGreaterThan(0);
});
