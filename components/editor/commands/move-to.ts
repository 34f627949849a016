import type { Catalogue, Definition, NodeDefinition, NoteDefinition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { BOX_PADDING, NOTE_SIZE, type Size } from '../../canvas/sizes.ts';
import { isContainerType } from '../document/can-connect.ts';
import { absolutePosition, ancestorsOf, nodeById, withInside } from '../document/graph.ts';
import { freePlace, placeInside } from '../layout/free-place.ts';
import { makeRoom } from '../layout/make-room.ts';
import { unfold } from './collapse.ts';
import type { Outcome } from './outcome.ts';
import { reparent } from './reparent.ts';

/** Why a selection does not go into a container. */
type MoveRefusal = 'start' | 'itself' | 'there';

/** Somewhere a selection may go to, `null` for the canvas itself; or why not. */
export type Destination = { container: string | null; why: MoveRefusal | null; /** Edges that would cross the border, and are taken away. */ cuts: number };

type Item = NodeDefinition | NoteDefinition;
const BELOW = 36;

/** Every container with what would become of the selection there, in drawing order; the canvas first for what stands in one. */
export function destinationsOf(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>): Destination[] {
  const outermost = outermostOf(definition, ids);
  if (outermost.length === 0) return [];
  const carried = withInside(definition, ids);
  const starts = outermost.some((item) => 'type' in item && catalogue.get(item.type)?.kind === 'start');
  const boxes = definition.nodes.filter((node) => isContainerType(catalogue, node.type)).map((node): Destination => {
    const why = carried.has(node.id) ? 'itself' : outermost.every((item) => item.parent === node.id) ? 'there' : starts ? 'start' : null;
    return { container: node.id, why, cuts: why === null ? cutsOf(definition, outermost, node.id) : 0 };
  });
  return outermost.some((item) => item.parent !== undefined) ? [{ container: null, why: null, cuts: cutsOf(definition, outermost, null) }, ...boxes] : boxes;
}

/** The scope round the container that the selection stands in; undefined when it stands in none, or in several. */
export function outOf(definition: Definition, ids: ReadonlySet<string>): string | null | undefined {
  const parents = new Set(outermostOf(definition, ids).map((item) => item.parent));
  const [parent] = parents;
  return parents.size !== 1 || parent === undefined ? undefined : (nodeById(definition, parent)?.parent ?? null);
}

/**
 * Moves nodes and notes into a container, or out of those they stand in, to where they cover nothing: into it beside what is
 * there, out of it below it. They keep their places among each other. Edges that would cross a border are taken away, as by
 * the mouse; a container that was folded is opened, and what stands round one that grows makes room.
 */
export function moveTo(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>, container: string | null): Outcome {
  if (destinationsOf(definition, catalogue, ids).find((one) => one.container === container)?.why !== null) return { definition };
  const going = outermostOf(definition, ids).filter((item) => (item.parent ?? null) !== container);
  if (going.length === 0 || going.some((item) => 'ui' in item && item.ui?.locked)) return { definition };
  const opened = container === null ? definition : unfold(definition, [container, ...ancestorsOf(definition, container)]);
  const from = boundsOf(opened, catalogue, going);
  const to = placeFor(opened, catalogue, going, from, container);
  const places = new Map(going.map((item) => {
    const at = absolutePosition(opened, item);
    return [item.id, { x: at.x + to.x - from.x, y: at.y + to.y - from.y }] as const;
  }));
  const moved = reparent(opened, catalogue, places.keys(), container, places).definition;
  return { definition: makeRoom(definition, moved, catalogue, container ?? undefined), select: [...ids] };
}

/** What of these does not stand in another of them. */
function outermostOf(definition: Definition, ids: ReadonlySet<string>): Item[] {
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  const carried = (parent: string | undefined): boolean => {
    for (let at = parent, depth = 0; at !== undefined && depth < 100; at = byId.get(at)?.parent, depth++) if (ids.has(at)) return true;
    return false;
  };
  return [...definition.nodes, ...(definition.notes ?? [])].filter((item) => ids.has(item.id) && !carried(item.parent));
}

function cutsOf(definition: Definition, going: readonly Item[], container: string | null): number {
  const scope = new Map(definition.nodes.map((node) => [node.id, node.parent ?? null]));
  for (const item of going) if (scope.has(item.id)) scope.set(item.id, container);
  return definition.edges.filter((edge) => scope.get(edge.source) !== scope.get(edge.target)).length;
}

function boundsOf(definition: Definition, catalogue: Catalogue, items: readonly Item[]): Point & Size {
  const sizes = nodeSizes(definition, catalogue);
  const boxes = items.map((item) => ({ ...absolutePosition(definition, item), ...('type' in item ? sizes.get(item.id)! : (item.size ?? NOTE_SIZE)) }));
  const [x, y] = [Math.min(...boxes.map((box) => box.x)), Math.min(...boxes.map((box) => box.y))];
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.y + box.height)) - y };
}

/** Where the corner of what goes comes to stand, on the canvas. */
function placeFor(definition: Definition, catalogue: Catalogue, going: readonly Item[], from: Point & Size, container: string | null): Point {
  const gone = new Set(going.map((item) => item.id));
  // What stays, so that nothing makes way for itself, and a container that is left has the size it will have.
  const rest: Definition = { ...definition, nodes: definition.nodes.filter((node) => !gone.has(node.id)), notes: (definition.notes ?? []).filter((note) => !gone.has(note.id)) };
  const box = container === null ? undefined : nodeById(rest, container);
  const corner = box ? absolutePosition(rest, box) : { x: 0, y: 0 };
  const sizes = nodeSizes(rest, catalogue);
  const first = going[0]!;
  const left = first.parent === undefined ? undefined : [first.parent, ...ancestorsOf(rest, first.parent)].map((id) => nodeById(rest, id)).find((node) => (node?.parent ?? null) === container);
  const place = left === undefined && box !== undefined
    ? placeInside(rest, catalogue, box.id, from)
    // A container is not made to grow to the left, where what stands there makes no room.
    : freePlace(rest, catalogue, container ?? undefined, { x: box === undefined ? from.x : Math.max(BOX_PADDING.left, from.x - corner.x), y: left === undefined ? from.y : left.position.y + sizes.get(left.id)!.height + BELOW }, false, from);
  return { x: place.x + corner.x, y: place.y + corner.y };
}
