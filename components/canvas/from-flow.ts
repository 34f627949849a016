import type { Connection } from '@xyflow/react';
import type { EdgeDefinition } from '@/engine/index.ts';
import { ENTRY_HANDLE, UNDO_SOURCE_HANDLE, UNDO_TARGET_HANDLE } from './handle-places.ts';

/** What a drawn connection means in the document. */
export type DrawnEdge = Pick<EdgeDefinition, 'source' | 'target' | 'branch' | 'kind'>;

/** Flow → definition: handles become a branch, or a compensation. Null when it has no two ends. */
export function edgeFromConnection(connection: Pick<Connection, 'source' | 'target' | 'sourceHandle' | 'targetHandle'>): DrawnEdge | null {
  const { source, target, sourceHandle } = connection;
  if (!source || !target) return null;
  // The handle at the source decides: an undo edge may be dropped anywhere on its undo step.
  if (sourceHandle === UNDO_SOURCE_HANDLE || connection.targetHandle === UNDO_TARGET_HANDLE) return { source, target, kind: 'compensate' };
  const branch = sourceHandle ?? 'out';
  return branch === 'out' || branch === ENTRY_HANDLE ? { source, target } : { source, target, branch };
}

export type Point = { x: number; y: number };

/** Positions are whole numbers in the document: a drag by a third of a pixel is no change. */
export function roundPoint(point: Point): Point {
  return { x: Math.round(point.x) || 0, y: Math.round(point.y) || 0 };
}
