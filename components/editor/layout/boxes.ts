import type { Catalogue, Definition } from '@/engine/index.ts';
import { nodeSizes } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import type { Size } from '../../canvas/sizes.ts';

export type Box = Point & Size;

/** So much stays free between what is placed and what stands beside it. */
export const MARGIN = 18;

/** Whether one covers the other, or comes nearer to it than a margin. */
export function meet(one: Box, other: Box, margin = 0): boolean {
  return one.x < other.x + other.width + margin && other.x < one.x + one.width + margin && one.y < other.y + other.height + margin && other.y < one.y + one.height + margin;
}

/** The nodes of a scope as they are drawn, by id and relative to it. */
export function boxesIn(definition: Definition, catalogue: Catalogue, scope: string | undefined): Map<string, Box> {
  const sizes = nodeSizes(definition, catalogue);
  return new Map(definition.nodes.filter((node) => node.parent === scope).map((node) => [node.id, { ...node.position, ...sizes.get(node.id)! }]));
}

/** Whether in a scope something covers what it did not cover before. */
export function coversMore(before: Definition, after: Definition, catalogue: Catalogue, scope: string | undefined): boolean {
  const old = boxesIn(before, catalogue, scope);
  const now = [...boxesIn(after, catalogue, scope)];
  const met = (id: string, other: string): boolean => old.has(id) && old.has(other) && meet(old.get(id)!, old.get(other)!);
  // What stands as it stood covers nothing new by itself.
  const changed = now.filter(([id, { x, y, width, height }]) => {
    const was = old.get(id);
    return was === undefined || was.x !== x || was.y !== y || was.width !== width || was.height !== height;
  });
  return changed.some(([id, box]) => now.some(([other, place]) => other !== id && meet(box, place) && !met(id, other)));
}
