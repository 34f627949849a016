import type { Definition, EdgeDefinition, NodeDefinition } from './schema.ts';
import { ROOT_SCOPE } from './plan.ts';

/** An edge as the graph algorithms see it. */
export type Arc = { readonly source: string; readonly target: string };

/** The nodes and flow edges of a definition, sorted into scopes. Only what is sound goes in: the rest is a finding. */
export type ScopeGraph = {
  readonly id: string;
  /** In drawing order. */
  readonly nodes: readonly string[];
  readonly arcs: readonly EdgeDefinition[];
};

export function isFlow(edge: EdgeDefinition): boolean {
  return edge.kind !== 'compensate';
}

/** Groups nodes by the container they stand in and flow edges by the scope of their two ends. */
export function scopesOf(definition: Definition): Map<string, ScopeGraph> {
  const scopes = new Map<string, { id: string; nodes: string[]; arcs: EdgeDefinition[] }>();
  const scope = (id: string) => {
    let found = scopes.get(id);
    if (!found) scopes.set(id, (found = { id, nodes: [], arcs: [] }));
    return found;
  };
  scope(ROOT_SCOPE);
  const home = new Map<string, string>();
  for (const node of definition.nodes) {
    if (home.has(node.id)) continue;
    home.set(node.id, scopeOf(node));
    scope(scopeOf(node)).nodes.push(node.id);
  }
  for (const edge of definition.edges) {
    const own = home.get(edge.source);
    if (isFlow(edge) && own !== undefined && own === home.get(edge.target)) scope(own).arcs.push(edge);
  }
  return scopes;
}

export function scopeOf(node: NodeDefinition): string {
  return node.parent ?? ROOT_SCOPE;
}

export type Levels = {
  /** Level 0 holds the nodes without an incoming arc; each other node stands one below its lowest predecessor. */
  readonly levels: readonly (readonly string[])[];
  /** All nodes of the levels, in order. */
  readonly order: readonly string[];
  /** Nodes that stand in a cycle or behind one. */
  readonly rest: readonly string[];
};

/** Kahn's algorithm. Within a level nodes keep the order in which they are given. */
export function levelsOf(nodes: readonly string[], arcs: readonly Arc[]): Levels {
  const open = new Map(nodes.map((id) => [id, 0]));
  const next = successorsOf(arcs);
  const place = new Map(nodes.map((id, index) => [id, index]));
  for (const { target } of arcs) open.set(target, (open.get(target) ?? 0) + 1);
  const levels: string[][] = [];
  let level = nodes.filter((id) => open.get(id) === 0);
  while (level.length > 0) {
    levels.push(level);
    const following: string[] = [];
    for (const id of level) {
      for (const target of next.get(id) ?? []) {
        const left = open.get(target)! - 1;
        open.set(target, left);
        if (left === 0) following.push(target);
      }
    }
    level = following.sort((a, b) => place.get(a)! - place.get(b)!);
  }
  const order = levels.flat();
  const sorted = new Set(order);
  return { levels, order, rest: nodes.filter((id) => !sorted.has(id)) };
}

export function successorsOf(arcs: readonly Arc[]): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const { source, target } of arcs) {
    const targets = next.get(source);
    if (targets) targets.push(target);
    else next.set(source, [target]);
  }
  return next;
}

/** Every node that can be reached from the given ones, themselves included. */
export function reachableFrom(start: Iterable<string>, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(start);
  const stack = [...seen];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    for (const target of next.get(id) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      stack.push(target);
    }
  }
  return seen;
}

/** One cycle through each knot of the graph, as the nodes in order of the arcs: `[a, b]` is a → b → a. */
export function cyclesOf(nodes: readonly string[], arcs: readonly Arc[]): string[][] {
  const rest = new Set(levelsOf(nodes, arcs).rest);
  if (rest.size === 0) return [];
  const inner = arcs.filter(({ source, target }) => rest.has(source) && rest.has(target));
  const next = successorsOf(inner);
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of nodes) {
    if (!rest.has(start) || done.has(start)) continue;
    const cycle = shortestWayBack(start, next);
    if (!cycle) continue;
    cycles.push(cycle);
    // The other nodes of the same knot would give the same cycle again.
    const back = successorsOf(inner.map(({ source, target }) => ({ source: target, target: source })));
    const behind = reachableFrom([start], next);
    for (const id of reachableFrom([start], back)) if (behind.has(id)) done.add(id);
  }
  return cycles;
}

function shortestWayBack(start: string, next: ReadonlyMap<string, readonly string[]>): string[] | null {
  const from = new Map<string, string>();
  const queue = [start];
  for (let i = 0; i < queue.length; i++) {
    const id = queue[i]!;
    for (const target of next.get(id) ?? []) {
      if (target === start) {
        const path = [id];
        while (path[0] !== start) path.unshift(from.get(path[0]!)!);
        return path;
      }
      if (from.has(target)) continue;
      from.set(target, id);
      queue.push(target);
    }
  }
  return null;
}
