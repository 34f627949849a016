import type { Catalogue, Definition, NodeDefinition, NoteDefinition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { nodeById, reach } from '../document/graph.ts';
import { coversMore } from '../layout/boxes.ts';
import { freePlace, sizeOfNew } from '../layout/free-place.ts';
import { makeRoom, shift } from '../layout/make-room.ts';
import { addNode, firstBranch } from './add-node.ts';
import { move } from './move.ts';
import type { Outcome } from './outcome.ts';

const GAP = 56;

/** Puts a new node between the two ends of an edge and makes room for it. */
export function insertOnEdge(definition: Definition, catalogue: Catalogue, edgeId: string, type: string): Outcome {
  const edge = definition.edges.find((one) => one.id === edgeId);
  const source = edge && nodeById(definition, edge.source);
  const target = edge && nodeById(definition, edge.target);
  if (!edge || !source || !target || edge.kind === 'compensate') return { definition };

  // Room to the right: the target and what follows it in the same scope move as far as is needed, and no further.
  const size = sizeOfNew(catalogue, type);
  if (size === undefined) return { definition };
  const end = source.position.x + nodeSizes(definition, catalogue).get(source.id)!.width;
  const free = target.position.x - end;
  const roomy = free >= size.width + 2 * GAP;
  const position = { x: roomy ? Math.round(end + (free - size.width) / 2) : target.position.x, y: target.position.y };
  const made = roomy ? definition : moveOn(definition, catalogue, target, size.width + GAP);

  const added = addNode(made, catalogue, { type, position, parent: source.parent });
  const id = added.select?.[0];
  const node = id === undefined ? undefined : nodeById(added.definition, id);
  if (!node) return { definition };
  // Between the two ends something else may stand already: then it goes below that.
  const place = freePlace(made, catalogue, source.parent, position, true, size);
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

/**
 * Moves a step and what follows it in its scope to the right. When they would come to cover something, all that stands to the
 * right of that step moves with them. What is locked keeps its place.
 */
function moveOn(definition: Definition, catalogue: Catalogue, first: NodeDefinition, by: number): Definition {
  const follows = reach(definition, [first.id], 'down').add(first.id);
  const goes = (item: NodeDefinition | NoteDefinition): boolean => follows.has(item.id);
  const alone = shift(definition, first.parent, 'x', by, goes);
  return coversMore(definition, alone, catalogue, first.parent) ? shift(definition, first.parent, 'x', by, (item) => goes(item) || item.position.x >= first.position.x) : alone;
}
