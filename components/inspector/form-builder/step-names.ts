import type { Definition } from '@/engine/index.ts';

/** What people call the steps of these ids. */
export function stepNames(definition: Definition, ids: readonly string[]): string[] {
  return ids.map((id) => definition.nodes.find((node) => node.id === id)?.name || id);
}
