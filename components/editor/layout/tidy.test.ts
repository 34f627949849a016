import Elk from 'elkjs/lib/elk.bundled.js';
import { expect, it } from 'vitest';
import type { Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import { testCatalogue as catalogue } from '../../canvas/testing/catalogue.ts';
import { definition, trip } from '../../canvas/testing/definitions.ts';
import { nodeById } from '../document/graph.ts';
import { tidy } from './tidy.ts';

const elk = new Elk();
const tidied = async (input: Definition) => (await tidy(input, catalogue, (graph) => elk.layout(graph))).definition;
const at = (input: Definition, id: string) => nodeById(input, id)!.position;

it('puts what follows to the right, an undo below its step, and nothing on anything else', async () => {
  const scattered = { ...trip(), nodes: trip().nodes.map((node) => ({ ...node, position: { x: 0, y: 0 } })) };
  const result = await tidied(scattered);
  expect(at(result, 'start').x).toBeLessThan(at(result, 'book').x);
  expect(at(result, 'book').x).toBeLessThan(at(result, 'approve').x);
  expect(at(result, 'hotel').x).toBeLessThan(at(result, 'flight').x);
  expect(at(result, 'cancelHotel').x).toBe(at(result, 'hotel').x);
  expect(at(result, 'cancelHotel').y).toBeGreaterThan(at(result, 'hotel').y + 84);
  const sizes = nodeSizes(result, catalogue);
  for (const one of result.nodes) {
    for (const two of result.nodes) {
      if (one.id >= two.id || one.parent !== two.parent) continue;
      const [a, b] = [sizes.get(one.id)!, sizes.get(two.id)!];
      const apart = one.position.x + a.width <= two.position.x || two.position.x + b.width <= one.position.x || one.position.y + a.height <= two.position.y || two.position.y + b.height <= one.position.y;
      expect(apart, `${one.id} and ${two.id} overlap`).toBe(true);
    }
  }
});
it('gives the same when it is done twice', async () => {
  const once = await tidied(trip());
  expect((await tidied(once)).nodes).toEqual(once.nodes);
});
it('keeps the top left corner where it was', async () => {
  const input = definition({ nodes: [{ id: 'a', type: 'http', position: { x: 500, y: 300 } }, { id: 'b', type: 'http', position: { x: 900, y: 700 } }], edges: [{ id: 'e', source: 'a', target: 'b' }] });
  expect(at(await tidied(input), 'a')).toEqual({ x: 500, y: 300 });
});
