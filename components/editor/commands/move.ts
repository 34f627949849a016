import type { Definition } from '@/engine/index.ts';
import { roundPoint, type Point } from '../../canvas/from-flow.ts';
import { fitBoxes } from './fit-boxes.ts';
import { mapNodes, type Outcome } from './outcome.ts';

/** Gives nodes and notes new places, relative to the container they stand in. A locked node keeps its own. */
export function move(definition: Definition, places: ReadonlyMap<string, Point>): Outcome {
  const at = (id: string, before: Point): Point | null => {
    const wanted = places.get(id);
    if (!wanted) return null;
    const next = roundPoint(wanted);
    return next.x === before.x && next.y === before.y ? null : next;
  };
  let next = mapNodes(definition, (node) => {
    const position = node.ui?.locked ? null : at(node.id, node.position);
    return position ? { ...node, position } : node;
  });
  if (next.notes?.some((note) => at(note.id, note.position))) {
    next = { ...next, notes: next.notes.map((note) => ({ ...note, position: at(note.id, note.position) ?? note.position })) };
  }
  return { definition: next === definition ? definition : fitBoxes(next, places.keys()) };
}

/** The same by a distance, for the arrow keys. Nodes inside a moved container move with it and not twice. */
export function moveBy(definition: Definition, ids: Iterable<string>, dx: number, dy: number): Outcome {
  const moving = new Set(ids);
  const parents = new Map(definition.nodes.map((node) => [node.id, node.parent]));
  const carried = (parent: string | undefined): boolean => {
    for (let at = parent, depth = 0; at !== undefined && depth < 100; at = parents.get(at), depth++) if (moving.has(at)) return true;
    return false;
  };
  const places = new Map<string, Point>();
  for (const item of [...definition.nodes, ...(definition.notes ?? [])]) {
    if (moving.has(item.id) && !carried(item.parent)) places.set(item.id, { x: item.position.x + dx, y: item.position.y + dy });
  }
  return move(definition, places);
}
