import { createHash } from 'node:crypto';
import { canonicalJson } from '../definition/json.ts';
import type { Definition } from '../definition/schema.ts';

/** Id of a document in `definitions`: equal documents are stored once. */
export function hashDocument(definition: Definition): string {
  return sha256(canonicalJson(definition));
}

/**
 * Hash of what a definition does. Names, notes, positions and what only the editor needs are left out, so moving a node
 * is not a change. A draft need not be executable to have one.
 */
export function hashBehaviour(definition: Definition): string {
  const { heddle, input, output, queries, updates, settings } = definition;
  const nodes = definition.nodes.map(({ name: _name, position: _position, ui: _ui, ...node }) => node).sort(byId);
  const edges = [...definition.edges].sort(byId);
  return sha256(canonicalJson({ heddle, input, output, queries, updates, settings, nodes, edges }));
}

/** True when two documents are the same to whoever draws them; where the viewport stands does not count. */
export function isSameDocument(a: Definition, b: Definition): boolean {
  return canonicalJson({ ...a, viewport: undefined }) === canonicalJson({ ...b, viewport: undefined });
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
