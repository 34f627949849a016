import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import { NODE_WIDTH } from '../../canvas/sizes.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { nodeById, reach } from '../document/graph.ts';
import { freePlace } from '../layout/free-place.ts';
import { makeRoom } from '../layout/make-room.ts';
import { addNode, firstBranch } from './add-node.ts';
import { move } from './move.ts';
import { mapNodes, type Outcome } from './outcome.ts';

const GAP = 56;

/** Puts a new node between the two ends of an edge and makes room for it. */
export function insertOnEdge(definition: Definition, catalogue: Catalogue, edgeId: string, type: string): Outcome {
  const edge = definition.edges.find((one) => one.id === edgeId);
  const source = edge && nodeById(definition, edge.source);
  const target = edge && nodeById(definition, edge.target);
  if (!edge || !source || !target || edge.kind === 'compensate') return { definition };

  // Room to the right: the target and what follows it in the same scope move as far as is needed, and no further.
  const position = { x: target.position.x, y: target.position.y };
  const free = target.position.x - (source.position.x + NODE_WIDTH);
  const roomy = free >= NODE_WIDTH + 2 * GAP;
  if (roomy) position.x = Math.round(source.position.x + NODE_WIDTH + (free - NODE_WIDTH) / 2);
  const shift = roomy ? 0 : NODE_WIDTH + GAP;
  const follows = reach(definition, [target.id], 'down').add(target.id);
  const made = mapNodes(definition, (node) => (shift > 0 && follows.has(node.id) && node.parent === target.parent ? { ...node, position: { ...node.position, x: node.position.x + shift } } : node));

  const added = addNode(made, catalogue, { type, position, parent: source.parent });
  const id = added.select?.[0];
  const node = id === undefined ? undefined : nodeById(added.definition, id);
  if (!node) return { definition };
  // Between the two ends something else may stand already: then it goes below that.
  const place = freePlace(made, catalogue, source.parent, position, true, nodeSizes(added.definition, catalogue).get(node.id));
  const placed = move(added.definition, new Map([[node.id, place]])).definition;
  const branch = firstBranch(node, catalogue);
  const second = freshId(usedIds(placed), 'e1');
  const edges = placed.edges.flatMap((one) => {
    if (one.id !== edgeId) return [one];
    const before = { ...one, target: node.id };
    return branch === undefined ? [before] : [before, { id: second, source: node.id, ...(branch === 'out' ? {} : { branch }), target: target.id }];
  });
  return { definition: makeRoom(definition, { ...placed, edges }, catalogue, source.parent), select: [node.id] };
}
