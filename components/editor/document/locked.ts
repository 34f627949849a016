import type { Definition, NodeDefinition } from '@/engine/index.ts';
import { ancestorsOf, withInside } from './graph.ts';

/** Nodes among these, or inside of them, that keep their place and are not taken away. */
export function lockedIn(definition: Definition, ids: Iterable<string>): NodeDefinition[] {
  if (!definition.nodes.some((node) => node.ui?.locked)) return [];
  const asked = new Set(ids);
  const all = withInside(definition, definition.nodes.flatMap((node) => (asked.has(node.id) ? [node.id] : [])));
  return definition.nodes.filter((node) => node.ui?.locked && all.has(node.id));
}

/** What only a hand moves: the locked nodes, and the containers they stand in, which would take them along. */
export function heldIn(definition: Definition): Set<string> {
  return new Set(definition.nodes.flatMap((node) => (node.ui?.locked ? [node.id, ...ancestorsOf(definition, node.id)] : [])));
}
