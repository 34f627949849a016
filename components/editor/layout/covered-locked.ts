import type { Catalogue, Definition, NodeDefinition } from '@/engine/index.ts';
import { heldIn } from '../document/locked.ts';
import { boxesIn, meet } from './boxes.ts';

/** What is locked, or holds something locked, and is covered since by something that has grown: it does not make room. */
export function coveredLocked(before: Definition, after: Definition, catalogue: Catalogue): NodeDefinition[] {
  const held = heldIn(after);
  if (held.size === 0 || before === after) return [];
  const scopes = new Set(after.nodes.flatMap((node) => (held.has(node.id) ? [node.parent] : [])));
  const covered = new Set<string>();
  for (const scope of scopes) {
    const old = boxesIn(before, catalogue, scope);
    const now = boxesIn(after, catalogue, scope);
    const grown = [...now].filter(([id, { width, height }]) => old.has(id) && (width > old.get(id)!.width || height > old.get(id)!.height));
    for (const [id, box] of grown) {
      for (const [other, place] of now) if (other !== id && held.has(other) && meet(box, place) && !(old.has(other) && meet(old.get(id)!, old.get(other)!))) covered.add(other);
    }
  }
  return after.nodes.filter((node) => covered.has(node.id));
}
