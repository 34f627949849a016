import type { Catalogue, Definition } from '@/engine/index.ts';
import type { DrawnEdge } from '../../canvas/from-flow.ts';
import { canConnect } from '../document/can-connect.ts';
import { freshId, usedIds } from '../document/ids.ts';
import type { Outcome } from './outcome.ts';

/** Draws an edge, if it may be drawn. */
export function connect(definition: Definition, catalogue: Catalogue, edge: DrawnEdge): Outcome {
  if (!canConnect(definition, catalogue, edge).ok) return { definition };
  const id = freshId(usedIds(definition), 'e1');
  return { definition: { ...definition, edges: [...definition.edges, { id, ...edge }] } };
}

/** Takes one end of an edge elsewhere; its id stays. */
export function reconnect(definition: Definition, catalogue: Catalogue, edgeId: string, edge: DrawnEdge): Outcome {
  const before = definition.edges.find((one) => one.id === edgeId);
  if (!before || !canConnect(definition, catalogue, edge, edgeId).ok) return { definition };
  if (before.source === edge.source && before.target === edge.target && before.branch === edge.branch && before.kind === edge.kind) return { definition };
  return { definition: { ...definition, edges: definition.edges.map((one) => (one.id === edgeId ? { id: edgeId, ...edge } : one)) } };
}
