import type { InternalNode } from '@xyflow/react';
import type { FlowNode } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';

/**
 * The innermost open container at a place of the canvas, or null.
 * @param nodes as React Flow keeps them, with where they stand
 * @param except containers that do not count: those that are being dragged
 * @param margin how far (canvas units) the box reaches beyond its border
 */
export function boxAt(nodes: ReadonlyMap<string, InternalNode<FlowNode>>, at: Point, except: ReadonlySet<string>, margin: number): string | null {
  let best: { id: string; area: number } | null = null;
  for (const node of nodes.values()) {
    if (node.type !== 'box' || node.hidden || except.has(node.id)) continue;
    const { x, y } = node.internals.positionAbsolute;
    const [width, height] = [node.width ?? 0, node.height ?? 0];
    if (at.x < x - margin || at.y < y - margin || at.x > x + width + margin || at.y > y + height + margin) continue;
    const area = width * height;
    if (!best || area < best.area) best = { id: node.id, area };
  }
  return best?.id ?? null;
}
