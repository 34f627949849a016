import type { Catalogue, Definition, NodeDefinition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { BOX_PADDING, HEAD_HEIGHT, NODE_WIDTH, type Size } from '../../canvas/sizes.ts';
import { nodeById } from '../document/graph.ts';
import { boxesIn, MARGIN, meet, type Box } from './boxes.ts';

const STEP = 36;
/** Between a step and what follows it. */
const GAP = 60;

/**
 * The nearest place at or below the wished one where a card (or what else is of this size) would cover nothing of a scope. Nor an edge, unless somebody
 * pointed at the place: a card on an edge that it has no part in looks tied to both ends.
 */
export function freePlace(definition: Definition, catalogue: Catalogue, parent: string | undefined, wish: Point, pointedAt = false, size: Size = { width: NODE_WIDTH, height: HEAD_HEIGHT }): Point {
  const taken = boxesIn(definition, catalogue, parent);
  const wires = pointedAt ? [] : wiresBetween(definition, taken);
  const place = { ...size, x: Math.round(wish.x), y: Math.round(wish.y) };
  const covers = (): boolean => [...taken.values()].some((other) => meet(place, other, MARGIN)) || wires.some((wire) => crosses(wire, place));
  for (let tries = 0; tries < 400 && covers(); tries++) place.y += STEP;
  return { x: place.x, y: place.y };
}

/** The edges of a scope as straight lines: near enough to how they are drawn, from left to right. */
function wiresBetween(definition: Definition, boxes: ReadonlyMap<string, Box>): { from: Point; to: Point }[] {
  return definition.edges.flatMap((edge) => {
    const [source, target] = [boxes.get(edge.source), boxes.get(edge.target)];
    if (source === undefined || target === undefined || edge.kind === 'compensate') return [];
    const from = { x: source.x + source.width, y: source.y + source.height / 2 };
    const to = { x: target.x, y: target.y + target.height / 2 };
    return from.x < to.x ? [{ from, to }] : [];
  });
}

/** Whether a line passes nearer to a box than the margin. */
function crosses({ from, to }: { from: Point; to: Point }, box: Box): boolean {
  const [left, right] = [Math.max(from.x, box.x - MARGIN), Math.min(to.x, box.x + box.width + MARGIN)];
  if (left >= right) return false;
  const heightAt = (x: number): number => from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
  const [one, other] = [heightAt(left), heightAt(right)];
  return Math.max(one, other) > box.y - MARGIN && Math.min(one, other) < box.y + box.height + MARGIN;
}

/** Where what follows a branch is best put: to the right of it, or below it for an undo. Relative to the scope of the node. */
export function placeAfter(definition: Definition, catalogue: Catalogue, nodeId: string, branch: string, own?: Size): Point {
  const node = nodeById(definition, nodeId);
  const size = nodeSizes(definition, catalogue).get(nodeId);
  if (!node || !size) return { x: 0, y: 0 };
  const wish = branch === 'compensate' ? { x: node.position.x, y: node.position.y + size.height + 62 } : { x: node.position.x + size.width + GAP, y: node.position.y };
  return freePlace(definition, catalogue, node.parent, wish, false, own);
}

/** The size that a new node of a type has: a container is larger than a card. */
export function sizeOfNew(catalogue: Catalogue, type: string): Size | undefined {
  const spec = catalogue.get(type);
  if (spec === undefined) return undefined;
  const node: NodeDefinition = { id: type, type, typeVersion: spec.version, name: '', position: { x: 0, y: 0 }, params: spec.defaults };
  return nodeSizes({ heddle: 1, name: '', nodes: [node], edges: [] } as Definition, catalogue).get(type);
}

/** Where something comes to stand in a container: to the right of what is there. Relative to the container. */
export function placeInside(definition: Definition, catalogue: Catalogue, container: string, size?: Size): Point {
  const inside = [...boxesIn(definition, catalogue, container).values()];
  const wish = inside.length === 0 ? { x: BOX_PADDING.left, y: BOX_PADDING.top } : { x: Math.max(...inside.map((item) => item.x + item.width)) + GAP, y: Math.min(...inside.map((item) => item.y)) };
  return freePlace(definition, catalogue, container, wish, false, size);
}
