import type { Definition, NodeDefinition, NoteDefinition } from '@/engine/index.ts';
import { absolutePosition, ancestorsOf, isFlow, nodeById } from '../document/graph.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * Where an arrow key leads from a node: along the edges to the right and left (the first in drawing order, an undo
 * downwards), else to the nearest node of the same scope in that direction. Down leads into an open container, up and left out
 * of it where nothing is left inside, and down to what is below the container: its undo before all. From an edge the way is to
 * its two ends. Null when there is none.
 */
export function walk(definition: Definition, from: string | null, direction: Direction): string | null {
  const edge = definition.edges.find((one) => one.id === from);
  if (edge) return direction === 'right' || direction === 'down' ? edge.target : edge.source;
  if (from === null || !standing(definition, from)) return definition.nodes.find((node) => node.parent === undefined)?.id ?? null;
  if (direction === 'right') {
    const edge = definition.edges.find((one) => isFlow(one) && one.source === from);
    if (edge) return edge.target;
  }
  if (direction === 'left') {
    const edge = definition.edges.find((one) => isFlow(one) && one.target === from);
    if (edge) return edge.source;
  }
  if (direction === 'up') {
    const undone = definition.edges.find((edge) => !isFlow(edge) && edge.target === from);
    if (undone) return undone.source;
  }
  const inside = direction === 'down' && nodeById(definition, from)?.ui?.collapsed !== true ? definition.nodes.find((node) => node.parent === from) : undefined;
  if (inside) return inside.id;
  if (direction === 'down') return below(definition, from);
  return nearest(definition, from, direction) ?? (direction === 'right' ? null : (standing(definition, from)?.parent ?? null));
}

/** What undoes it, else what stands below it, else what is below the container round it. */
function below(definition: Definition, from: string): string | null {
  for (const id of [from, ...ancestorsOf(definition, from)]) {
    const next = definition.edges.find((edge) => !isFlow(edge) && edge.source === id)?.target ?? nearest(definition, id, 'down');
    if (next !== null) return next;
  }
  return null;
}

function standing(definition: Definition, id: string): NodeDefinition | NoteDefinition | undefined {
  return nodeById(definition, id) ?? definition.notes?.find((note) => note.id === id);
}

function nearest(definition: Definition, from: string, direction: Direction): string | null {
  const start = standing(definition, from)!;
  const at = absolutePosition(definition, start);
  let best: { id: string; cost: number } | null = null;
  for (const node of definition.nodes) {
    if (node.id === from || node.parent !== start.parent) continue;
    const to = absolutePosition(definition, node);
    const [dx, dy] = [to.x - at.x, to.y - at.y];
    const along = direction === 'right' ? dx : direction === 'left' ? -dx : direction === 'down' ? dy : -dy;
    const across = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
    if (along <= 0) continue;
    const cost = along + 2 * across;
    if (!best || cost < best.cost) best = { id: node.id, cost };
  }
  return best?.id ?? null;
}
