import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { HEAD_HEIGHT, NODE_WIDTH } from '../../canvas/sizes.ts';
import { nodeById } from '../document/graph.ts';

const MARGIN = 18;
const STEP = 36;

/** The nearest place at or below the wished one where a card of a scope would cover nothing. */
export function freePlace(definition: Definition, catalogue: Catalogue, parent: string | undefined, wish: Point): Point {
  const sizes = nodeSizes(definition, catalogue);
  const taken = definition.nodes.filter((node) => node.parent === parent).map((node) => ({ ...node.position, ...sizes.get(node.id)! }));
  const place = { x: Math.round(wish.x), y: Math.round(wish.y) };
  const covers = (): boolean => taken.some((other) => place.x < other.x + other.width + MARGIN && other.x < place.x + NODE_WIDTH + MARGIN && place.y < other.y + other.height + MARGIN && other.y < place.y + HEAD_HEIGHT + MARGIN);
  for (let tries = 0; tries < 400 && covers(); tries++) place.y += STEP;
  return place;
}

/** Where what follows a branch is best put: to the right of it, or below it for an undo. Relative to the scope of the node. */
export function placeAfter(definition: Definition, catalogue: Catalogue, nodeId: string, branch: string): Point {
  const node = nodeById(definition, nodeId);
  const size = nodeSizes(definition, catalogue).get(nodeId);
  if (!node || !size) return { x: 0, y: 0 };
  const wish = branch === 'compensate' ? { x: node.position.x, y: node.position.y + size.height + 62 } : { x: node.position.x + size.width + 60, y: node.position.y };
  return freePlace(definition, catalogue, node.parent, wish);
}
