import type { Catalogue, Definition } from '@/engine/index.ts';
import { roundPoint, type Point } from '../../canvas/from-flow.ts';
import { isContainerType } from '../document/can-connect.ts';
import { absolutePosition, nodeById, withInside } from '../document/graph.ts';
import { fitBoxes } from './fit-boxes.ts';
import type { Outcome } from './outcome.ts';

/**
 * Moves nodes and notes into a container (or to the top level, `null`), keeping their places on the canvas.
 * Edges that would then cross a border are taken away; a start node, and a container into itself, do not go.
 * @param places absolute positions, where they differ from the present ones
 */
export function reparent(definition: Definition, catalogue: Catalogue, ids: Iterable<string>, parent: string | null, places: ReadonlyMap<string, Point> = new Map()): Outcome {
  const box = parent === null ? undefined : nodeById(definition, parent);
  if (parent !== null && (!box || !isContainerType(catalogue, box.type))) return { definition };
  const asked = new Set(ids);
  // What stands in something that moves too goes along with it.
  const inMoved = (at: string | undefined): boolean => at !== undefined && (asked.has(at) || inMoved(nodeById(definition, at)?.parent));
  const going = new Set<string>();
  for (const item of [...definition.nodes, ...(definition.notes ?? [])]) {
    if (!asked.has(item.id) || inMoved(item.parent)) continue;
    if ('type' in item && parent !== null && (catalogue.get(item.type)?.kind === 'start' || withInside(definition, [item.id]).has(parent))) continue;
    if (item.parent === (parent ?? undefined) && !places.has(item.id)) continue;
    going.add(item.id);
  }
  if (going.size === 0) return { definition };

  const corner = box ? absolutePosition(definition, box) : { x: 0, y: 0 };
  const place = <T extends { id: string; position: Point; parent?: string | undefined }>(item: T): T => {
    if (!going.has(item.id)) return item;
    const at = places.get(item.id) ?? absolutePosition(definition, item);
    const { parent: _, ...rest } = item;
    const position = roundPoint({ x: at.x - corner.x, y: at.y - corner.y });
    return (parent === null ? { ...rest, position } : { ...rest, position, parent }) as T;
  };
  const nodes = definition.nodes.map(place);
  const notes = definition.notes?.map(place);
  const scope = new Map(nodes.map((node) => [node.id, node.parent]));
  const edges = definition.edges.filter((edge) => scope.get(edge.source) === scope.get(edge.target));
  const next: Definition = { ...definition, nodes, edges: edges.length === definition.edges.length ? definition.edges : edges, ...(notes ? { notes } : {}) };
  return { definition: fitBoxes(next, going), select: [...asked] };
}
