import type { Catalogue, Definition, NodeDefinition, NoteDefinition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import type { Size } from '../../canvas/sizes.ts';
import { mapNodes } from '../commands/outcome.ts';
import { ancestorsOf, nodeById } from '../document/graph.ts';
import { heldIn } from '../document/locked.ts';
import { boxesIn, MARGIN, meet } from './boxes.ts';

/**
 * Makes room round a container that has grown, and round those it stands in: when it would cover something, all that stood
 * to the right of it moves right by as much as it grew, and all below it down. What is locked keeps its place, and so does what holds it.
 * @param before the document with the container as it was
 */
export function makeRoom(before: Definition, after: Definition, catalogue: Catalogue, container: string | undefined): Definition {
  return container === undefined ? after : roundAll(before, after, catalogue, [container]);
}

/** The same round every container in which one of these nodes and notes came to stand: by hand, by key or as a copy. */
export function makeRoomFor(before: Definition, after: Definition, catalogue: Catalogue, ids: Iterable<string>): Definition {
  const asked = new Set(ids);
  return roundAll(before, after, catalogue, [...after.nodes, ...(after.notes ?? [])].flatMap((item) => (item.parent !== undefined && asked.has(item.id) ? [item.parent] : [])));
}

function roundAll(before: Definition, after: Definition, catalogue: Catalogue, containers: readonly string[]): Definition {
  if (after === before || containers.length === 0) return after;
  const old = nodeSizes(before, catalogue);
  // Each once, the innermost first: what is pushed in one may make the one round it grow.
  const depths = new Map([...containers, ...containers.flatMap((id) => ancestorsOf(after, id))].map((id) => [id, ancestorsOf(after, id).length]));
  return [...depths].sort(([, one], [, other]) => other - one).reduce((next, [id]) => aside(next, catalogue, id, nodeById(before, id)?.position, old.get(id)), after);
}

function aside(definition: Definition, catalogue: Catalogue, id: string, at: Point | undefined, size: Size | undefined): Definition {
  const box = nodeById(definition, id);
  const grown = boxesIn(definition, catalogue, box?.parent).get(id);
  if (box === undefined || grown === undefined || at === undefined || size === undefined) return definition;
  const held = heldIn(definition);
  let next = definition;
  for (const [axis, edge, by] of [['x', at.x + size.width, grown.x + grown.width - (at.x + size.width)], ['y', at.y + size.height, grown.y + grown.height - (at.y + size.height)]] as const) {
    if (by <= 0) continue;
    const inTheWay = [...boxesIn(next, catalogue, box.parent)].some(([other, place]) => other !== id && !held.has(other) && place[axis] >= edge && meet(place, grown, MARGIN));
    if (inTheWay) next = shift(next, box.parent, axis, by, (item) => item.id !== id && item.position[axis] >= edge);
  }
  return next;
}

/** Moves those nodes and notes of a scope along an axis that are not held. */
export function shift(definition: Definition, scope: string | undefined, axis: 'x' | 'y', by: number, which: (item: NodeDefinition | NoteDefinition) => boolean): Definition {
  const held = heldIn(definition);
  const moved = <T extends NodeDefinition | NoteDefinition>(item: T): T => (item.parent === scope && !held.has(item.id) && which(item) ? { ...item, position: { ...item.position, [axis]: item.position[axis] + by } } : item);
  const next = mapNodes(definition, moved);
  return next.notes ? { ...next, notes: next.notes.map(moved) } : next;
}
