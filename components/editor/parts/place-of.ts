import type { InternalNode } from '@xyflow/react';
import type { Definition } from '@/engine/index.ts';
import type { FlowNode } from '../../canvas/flow.ts';
import type { Point } from '../../canvas/from-flow.ts';
import { HEAD_HEIGHT, NODE_WIDTH, type Size } from '../../canvas/sizes.ts';

/**
 * Where something stands on the canvas: a step or a note, or the middle between the ends of an edge.
 * @param nodes as React Flow keeps them, with where they stand
 */
export function placeOf(id: string, definition: Definition, nodes: ReadonlyMap<string, InternalNode<FlowNode>>): (Point & Size) | null {
  const edge = definition.edges.find((one) => one.id === id);
  if (edge) {
    const [source, target] = [placeOf(edge.source, definition, nodes), placeOf(edge.target, definition, nodes)];
    return source && target && { x: (source.x + source.width + target.x) / 2, y: (source.y + source.height / 2 + target.y + target.height / 2) / 2, width: 0, height: 0 };
  }
  const node = nodes.get(id);
  return node ? { ...node.internals.positionAbsolute, width: node.measured.width ?? NODE_WIDTH, height: node.measured.height ?? HEAD_HEIGHT } : null;
}
