import type { ReactFlowInstance } from '@xyflow/react';
import type { FlowEdge, FlowNode } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';

/**
 * The innermost open container under a point of the screen, or null.
 * @param except containers that do not count: those that are being dragged
 * @param margin how far (canvas units) the box reaches beyond its border
 */
export function boxAt(flow: ReactFlowInstance<FlowNode, FlowEdge>, screen: Point, except: ReadonlySet<string>, margin: number): string | null {
  const at = flow.screenToFlowPosition(screen, { snapToGrid: false });
  let best: { id: string; area: number } | null = null;
  for (const node of flow.getNodes()) {
    if (node.type !== 'box' || node.hidden || except.has(node.id)) continue;
    const inner = flow.getInternalNode(node.id);
    if (!inner) continue;
    const { x, y } = inner.internals.positionAbsolute;
    const [width, height] = [node.width ?? 0, node.height ?? 0];
    if (at.x < x - margin || at.y < y - margin || at.x > x + width + margin || at.y > y + height + margin) continue;
    const area = width * height;
    if (!best || area < best.area) best = { id: node.id, area };
  }
  return best?.id ?? null;
}
