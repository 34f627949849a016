import type { Definition, NodeDefinition } from '@/engine/index.ts';
import { withInside } from './graph.ts';

/** Nodes among these, or inside of them, that keep their place and are not taken away. */
export function lockedIn(definition: Definition, ids: Iterable<string>): NodeDefinition[] {
  if (!definition.nodes.some((node) => node.ui?.locked)) return [];
  const asked = new Set(ids);
  const all = withInside(definition, definition.nodes.flatMap((node) => (asked.has(node.id) ? [node.id] : [])));
  return definition.nodes.filter((node) => node.ui?.locked && all.has(node.id));
}
