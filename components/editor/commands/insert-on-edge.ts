import type { Catalogue, Definition } from '@/engine/index.ts';
import { NODE_WIDTH } from '../../canvas/sizes.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { nodeById, reach } from '../document/graph.ts';
import { addNode, firstBranch } from './add-node.ts';
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
  const branch = firstBranch(node, catalogue);
  const second = freshId(usedIds(added.definition), 'e1');
  const edges = added.definition.edges.flatMap((one) => {
    if (one.id !== edgeId) return [one];
    const before = { ...one, target: node.id };
    return branch === undefined ? [before] : [before, { id: second, source: node.id, ...(branch === 'out' ? {} : { branch }), target: target.id }];
  });
  return { definition: { ...added.definition, edges }, select: [node.id] };
}
