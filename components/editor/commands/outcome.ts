import type { Definition, NodeDefinition } from '@/engine/index.ts';

/**
 * What a command gives back: the document after it, never the same object changed. A command that can do nothing
 * gives the document it was given, and then leaves no entry in the history.
 */
export type Outcome = {
  definition: Definition;
  /** Ids (nodes, notes, edges) to be selected afterwards; absent = as before. */
  select?: readonly string[];
};

/** Changes the nodes that `change` changes; every other node keeps its identity, so that it is not drawn again. */
export function mapNodes(definition: Definition, change: (node: NodeDefinition) => NodeDefinition): Definition {
  let changed = false;
  const nodes = definition.nodes.map((node) => {
    const next = change(node);
    if (next !== node) changed = true;
    return next;
  });
  return changed ? { ...definition, nodes } : definition;
}

export function mapNode(definition: Definition, id: string, change: (node: NodeDefinition) => NodeDefinition): Definition {
  return mapNodes(definition, (node) => (node.id === id ? change(node) : node));
}

/** Leaves members out whose value is undefined, so that a document holds no empty settings. */
export function withoutUndefined<T extends object>(value: T): T {
  const entries = Object.entries(value);
  return entries.some(([, member]) => member === undefined) ? (Object.fromEntries(entries.filter(([, member]) => member !== undefined)) as T) : value;
}
