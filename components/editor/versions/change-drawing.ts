import { CONTAINER_KINDS, type Shapes, type Definition, type DefinitionDiff, type EdgeDefinition, type NodeDefinition } from '@/engine/index.ts';
import type { ChangeMark } from '../../canvas/changes.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { drawnMark } from './change-entries.ts';

/** Two versions as one picture: what is there now, and what was removed where it stood. For looking at; it is never saved. */
export type ChangeDrawing = { definition: Definition; nodes: ReadonlyMap<string, ChangeMark>; edges: ReadonlyMap<string, ChangeMark> };

const GAP = 22;

export function drawChanges(before: Definition, after: Definition, diff: DefinitionDiff, catalogue: Shapes): ChangeDrawing {
  const nodes = new Map<string, ChangeMark>();
  for (const each of diff.nodes) nodes.set(each.id, each.change !== 'changed' ? each.change : each.effect === 'behaviour' ? 'changed' : drawnMark(each.members));
  for (const each of diff.notes) if (each.change !== 'removed') nodes.set(each.id, each.change === 'changed' ? drawnMark(each.members) : each.change);
  const drawn = withRemoved(before, after, diff, catalogue);
  const { removed, marks } = removedEdges(after, diff);
  for (const { change, edge } of diff.edges) if (change === 'added') marks.set(edge.id, 'added');
  return { definition: { ...after, nodes: unfolded(drawn, nodes), edges: [...after.edges, ...removed] }, nodes, edges: marks };
}

/** The steps of both sides; one that was removed makes room for those that are there. */
function withRemoved(before: Definition, after: Definition, diff: DefinitionDiff, catalogue: Shapes): NodeDefinition[] {
  const removed = diff.nodes.flatMap((each) => (each.change === 'removed' ? [each.node] : []));
  if (removed.length === 0) return after.nodes;
  const here = new Set([...after.nodes, ...removed].filter((node) => CONTAINER_KINDS.has(catalogue.get(node.type)?.kind ?? 'task')).map(({ id }) => id));
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const placed = removed.map((node) => (node.parent === undefined || here.has(node.parent) ? node : { ...node, parent: undefined, position: placeOnTop(node, old) }));
  const sizes = nodeSizes({ ...after, nodes: [...after.nodes, ...placed] }, catalogue);
  const taken = new Map<string, { x: number; y: number; width: number; height: number }[]>();
  const result = [...after.nodes];
  for (const node of [...after.nodes, ...placed]) {
    const size = sizes.get(node.id)!;
    const beside = taken.get(node.parent ?? '') ?? [];
    taken.set(node.parent ?? '', beside);
    const position = { ...node.position };
    if (removed.some(({ id }) => id === node.id)) {
      const blocks = (): (typeof beside)[number] | undefined => beside.find((other) => position.x < other.x + other.width + GAP && other.x < position.x + size.width + GAP && position.y < other.y + other.height + GAP && other.y < position.y + size.height + GAP);
      for (let other = blocks(); other !== undefined; other = blocks()) position.y = other.y + other.height + GAP;
      result.push({ ...node, position });
    }
    beside.push({ ...position, ...size });
  }
  return result;
}

/** Where a step stood on the whole canvas: its container is not there any more, or holds nothing now. */
function placeOnTop(node: NodeDefinition, old: ReadonlyMap<string, NodeDefinition>): Point {
  const place = { ...node.position };
  const seen = new Set([node.id]);
  for (let above = old.get(node.parent ?? ''); above !== undefined && !seen.has(above.id); above = old.get(above.parent ?? '')) {
    seen.add(above.id);
    place.x += above.position.x;
    place.y += above.position.y;
  }
  return place;
}

/** Removed edges under ids of their own. One that has no end to hold on to now stands in the list alone. */
function removedEdges(after: Definition, diff: DefinitionDiff): { removed: EdgeDefinition[]; marks: Map<string, ChangeMark> } {
  const used = new Set([...after.edges.map(({ id }) => id), ...after.nodes.map(({ id }) => id)]);
  const undoes = new Set(after.edges.filter(({ kind }) => kind === 'compensate').map(({ target }) => target));
  const gone = new Set(diff.nodes.filter(({ change }) => change === 'removed').map(({ id }) => id));
  const marks = new Map<string, ChangeMark>();
  const removed: EdgeDefinition[] = [];
  for (const { change, edge } of diff.edges) {
    if (change !== 'removed') continue;
    // An undo step has a handle for its undo edge alone, and any other step none for such an edge.
    if (undoes.has(edge.source) || (edge.kind === 'compensate' ? !gone.has(edge.target) && !undoes.has(edge.target) : undoes.has(edge.target))) continue;
    let id = `removed-${edge.id}`;
    while (used.has(id)) id = `${id}-`;
    used.add(id);
    marks.set(id, 'removed');
    removed.push({ ...edge, id });
  }
  return { removed, marks };
}

/** Opens the containers in which something changed. */
function unfolded(nodes: readonly NodeDefinition[], marks: ReadonlyMap<string, ChangeMark>): NodeDefinition[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const open = new Set<string>();
  for (const node of nodes) {
    if (!marks.has(node.id)) continue;
    for (let above = byId.get(node.parent ?? ''); above !== undefined && !open.has(above.id); above = byId.get(above.parent ?? '')) open.add(above.id);
  }
  return nodes.map((node) => (node.ui?.collapsed && open.has(node.id) ? { ...node, ui: { ...node.ui, collapsed: false } } : node));
}
