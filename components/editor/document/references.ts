import type { Definition, Json, JsonObject } from '@/engine/index.ts';

/**
 * Rewrites `nodes.old` to `nodes.new` in every string of a value. Ids hold no dots and an expression names a step in
 * no other way than by member access, so text is enough; a string outside of an expression that looks the same is
 * spoken of as well, and almost certainly meant.
 */
export function renamedReferences<T extends Json>(value: T, ids: ReadonlyMap<string, string>): T {
  return rewrite(value, ids) as T;
}

const REFERENCE = /\bnodes(\.|\[\s*["'])([A-Za-z][A-Za-z0-9_-]*)/g;

function rewrite(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    if (!value.includes('nodes')) return value;
    return value.replace(REFERENCE, (whole, access: string, id: string) => (ids.has(id) ? `nodes${access}${ids.get(id)!}` : whole));
  }
  if (Array.isArray(value)) {
    const next = value.map((item) => rewrite(item, ids));
    return next.some((item, at) => item !== value[at]) ? next : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const next: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    next[key] = rewrite(member, ids);
    if (next[key] !== member) changed = true;
  }
  return changed ? next : value;
}

/** The same document with a node's id changed everywhere: edges, containers, expressions. */
export function withRenamedId(definition: Definition, from: string, to: string): Definition {
  const ids = new Map([[from, to]]);
  const nodes = definition.nodes.map((node) => {
    const params = renamedReferences(node.params, ids);
    if (node.id !== from && node.parent !== from && params === node.params) return node;
    return { ...node, params, ...(node.id === from ? { id: to } : {}), ...(node.parent === from ? { parent: to } : {}) };
  });
  const edges = definition.edges.map((edge) => (edge.source === from || edge.target === from ? { ...edge, source: edge.source === from ? to : edge.source, target: edge.target === from ? to : edge.target } : edge));
  const notes = definition.notes?.map((note) => (note.parent === from ? { ...note, parent: to } : note));
  const queries = definition.queries && (renamedReferences(definition.queries as JsonObject, ids) as Definition['queries']);
  const updates = definition.updates && (renamedReferences(definition.updates as JsonObject, ids) as Definition['updates']);
  const settings = definition.settings && (renamedReferences(definition.settings as JsonObject, ids) as Definition['settings']);
  return { ...definition, nodes, edges, ...(notes ? { notes } : {}), ...(queries ? { queries } : {}), ...(updates ? { updates } : {}), ...(settings ? { settings } : {}) };
}
