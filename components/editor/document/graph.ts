import type { Definition, EdgeDefinition, NodeDefinition } from '@/engine/index.ts';

/** The graph of a draft as the editor asks about it. Drafts may be wrong in every way, so nothing here assumes a DAG. */

export function nodeById(definition: Definition, id: string): NodeDefinition | undefined {
  return definition.nodes.find((node) => node.id === id);
}

export function isFlow(edge: EdgeDefinition): boolean {
  return edge.kind !== 'compensate';
}

/** Ids of `ids` and of everything that stands in them, at any depth. */
export function withInside(definition: Definition, ids: Iterable<string>): Set<string> {
  const all = new Set(ids);
  const children = childrenByParent(definition);
  const queue = [...all];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const child of children.get(id) ?? []) {
      if (all.has(child)) continue;
      all.add(child);
      queue.push(child);
    }
  }
  return all;
}

export function childrenByParent(definition: Definition): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const node of definition.nodes) {
    if (node.parent === undefined) continue;
    const list = children.get(node.parent);
    if (list) list.push(node.id);
    else children.set(node.parent, [node.id]);
  }
  return children;
}

/** Containers round a node, the nearest first. */
export function ancestorsOf(definition: Definition, id: string): string[] {
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  const found: string[] = [];
  let at = byId.get(id)?.parent;
  while (at !== undefined && !found.includes(at) && byId.has(at)) {
    found.push(at);
    at = byId.get(at)?.parent;
  }
  return found;
}

/** Everything reachable from `ids` along flow edges, `ids` left out unless a circle leads back to them. */
export function reach(definition: Definition, ids: Iterable<string>, direction: 'up' | 'down'): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of definition.edges) {
    if (!isFlow(edge)) continue;
    const [from, to] = direction === 'down' ? [edge.source, edge.target] : [edge.target, edge.source];
    const list = next.get(from);
    if (list) list.push(to);
    else next.set(from, [to]);
  }
  const found = new Set<string>();
  const queue = [...ids];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const one of next.get(id) ?? []) {
      if (found.has(one)) continue;
      found.add(one);
      queue.push(one);
    }
  }
  return found;
}

/** Position on the canvas itself, whatever container the node stands in. */
export function absolutePosition(definition: Definition, item: { position: { x: number; y: number }; parent?: string | undefined }): { x: number; y: number } {
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  let { x, y } = item.position;
  const seen = new Set<string>();
  for (let at = item.parent; at !== undefined && !seen.has(at); at = byId.get(at)?.parent) {
    seen.add(at);
    const parent = byId.get(at);
    if (!parent) break;
    x += parent.position.x;
    y += parent.position.y;
  }
  return { x, y };
}
