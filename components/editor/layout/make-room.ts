import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { nodeById } from '../document/graph.ts';

/** So much stays free between a container that has grown and what stood beside it. */
const MARGIN = 18;

/**
 * Makes room round a container that has grown, and round those it stands in: when it would cover something, all that stood
 * to the right of it moves right by as much as it grew, and all below it down. What is locked keeps its place.
 * @param before the document with the container as it was
 */
export function makeRoom(before: Definition, after: Definition, catalogue: Catalogue, container: string | undefined): Definition {
  const old = nodeSizes(before, catalogue);
  let next = after;
  const seen = new Set<string>();
  for (let id = container; id !== undefined && !seen.has(id); id = nodeById(next, id)?.parent) {
    seen.add(id);
    next = aside(next, catalogue, id, nodeById(before, id)?.position, old.get(id));
  }
  return next;
}

function aside(definition: Definition, catalogue: Catalogue, id: string, at: Point | undefined, size: { width: number; height: number } | undefined): Definition {
  const box = nodeById(definition, id);
  const sizes = nodeSizes(definition, catalogue);
  const grown = sizes.get(id);
  if (box === undefined || grown === undefined || at === undefined || size === undefined) return definition;
  const { x, y } = box.position;
  let next = definition;
  for (const [axis, edge, by] of [['x', at.x + size.width, x + grown.width - (at.x + size.width)], ['y', at.y + size.height, y + grown.height - (at.y + size.height)]] as const) {
    if (by <= 0) continue;
    const inTheWay = next.nodes.some((other) => {
      if (other.id === id || other.parent !== box.parent || other.position[axis] < edge) return false;
      const { width, height } = sizes.get(other.id)!;
      return other.position.x < x + grown.width + MARGIN && other.position.x + width > x - MARGIN && other.position.y < y + grown.height + MARGIN && other.position.y + height > y - MARGIN;
    });
    if (!inTheWay) continue;
    const moved = <T extends { id: string; parent?: string | undefined; position: Point; ui?: { locked?: boolean | undefined } | undefined }>(item: T): T =>
      item.id !== id && item.parent === box.parent && item.position[axis] >= edge && item.ui?.locked !== true ? { ...item, position: { ...item.position, [axis]: item.position[axis] + by } } : item;
    next = { ...next, nodes: next.nodes.map(moved), ...(next.notes ? { notes: next.notes.map(moved) } : {}) };
  }
  return next;
}
