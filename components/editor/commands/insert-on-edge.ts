import type { Catalogue, Definition, EdgeDefinition, NodeDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from '../../canvas/branches.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { ancestorsOf, nodeById, reach } from '../document/graph.ts';
import { heldIn } from '../document/locked.ts';
import { coversMore } from '../layout/boxes.ts';
import { freePlace, sizeOfNew } from '../layout/free-place.ts';
import { makeRoom, shift } from '../layout/make-room.ts';
import { addNode, firstBranch } from './add-node.ts';
import type { Outcome } from './outcome.ts';

const GAP = 56;

/**
 * Puts a new node between the two ends of an edge and makes room for it. Where that would move what is locked, or something
 * over it, nothing moves and the new one stands below.
 */
export function insertOnEdge(definition: Definition, catalogue: Catalogue, edgeId: string, type: string, label?: string): Outcome {
  const edge = definition.edges.find((one) => one.id === edgeId);
  const source = edge && nodeById(definition, edge.source);
  const target = edge && nodeById(definition, edge.target);
  const size = sizeOfNew(catalogue, type);
  if (!edge || !source || !target || edge.kind === 'compensate' || size === undefined) return { definition };

  const sizes = nodeSizes(definition, catalogue);
  const end = source.position.x + sizes.get(source.id)!.width;
  const free = target.position.x - end;
  const between = { x: Math.round(end + (free - size.width) / 2), y: target.position.y };
  const reads = { node: source.id, branch: branchOfEdge(edge.branch, branchesOf(source, catalogue.get(source.type))) };
  const put = (made: Definition, wish: Point, pointedAt: boolean): Outcome => {
    // Between the two ends something else may stand already: then it goes below that.
    const position = freePlace(made, catalogue, source.parent, wish, pointedAt, size);
    // For what has moved. For itself the node makes room as it is added: both at once would push what stands near twice.
    const roomy = makeRoom(definition, made, catalogue, source.parent);
    return tieBetween(addNode(roomy, catalogue, { type, position, parent: source.parent, label, reads }), catalogue, edge);
  };
  if (free >= size.width + 2 * GAP) return put(definition, between, true);
  const scopes = [source, ...ancestorsOf(definition, source.id).map((id) => nodeById(definition, id)!)].map((node) => node.parent);
  // Where there is some room already it is used, and the rest moves no further than it must: what was in sight stays so.
  const roomy = free > 2 * GAP;
  const wish = roomy ? { x: end + GAP, y: target.position.y } : target.position;
  for (const made of movedOn(definition, target, roomy ? size.width + 2 * GAP - free : size.width + GAP)) {
    const outcome = put(made, wish, true);
    if (!scopes.some((scope) => coversMore(definition, outcome.definition, catalogue, scope))) return outcome;
  }
  // So far below that both edges are seen on their way.
  const foot = Math.max(...[source, target].map((node) => node.position.y + sizes.get(node.id)!.height));
  return put(definition, { x: between.x, y: foot + GAP }, false);
}

/** Leads the edge to the node that was added, and from it on to where the edge led. */
function tieBetween({ definition, select = [] }: Outcome, catalogue: Catalogue, edge: EdgeDefinition): Outcome {
  const node = nodeById(definition, select[0]!)!;
  const branch = firstBranch(node, catalogue);
  const second = freshId(usedIds(definition), 'e1');
  const edges = definition.edges.flatMap((one) => {
    if (one.id !== edge.id) return [one];
    const before = { ...one, target: node.id };
    return branch === undefined ? [before] : [before, { id: second, source: node.id, ...(branch === 'out' ? {} : { branch }), target: edge.target }];
  });
  return { definition: { ...definition, edges }, select };
}

/** Room to the left of a step: it and what follows it in its scope move to the right, and no more if that will do; else all that stands right of it. */
function movedOn(definition: Definition, first: NodeDefinition, by: number): Definition[] {
  if (heldIn(definition).has(first.id)) return [];
  const follows = reach(definition, [first.id], 'down').add(first.id);
  return [
    shift(definition, first.parent, 'x', by, (item) => follows.has(item.id)),
    shift(definition, first.parent, 'x', by, (item) => follows.has(item.id) || item.position.x >= first.position.x),
  ];
}
