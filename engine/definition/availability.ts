import type { EdgeDefinition, Join } from './schema.ts';

/**
 * What is known of a step when another one starts. Dominators would say which steps lie on every way to a node; this
 * says more: of a fan-out that joins again, every arm has run, although none of them lies on every way.
 */
export type Availability = {
  /** The node comes before the other on some way. */
  isAncestor: (node: string, of: string) => boolean;
  /** The node has its outcome, whatever it is, when the other starts. */
  isClosedBefore: (node: string, other: string) => boolean;
  /** Whenever the other runs, the node has run. True as well where there are too many ways to tell. */
  hasRunBefore: (node: string, other: string) => boolean;
  /** Whenever the other runs, the node ran and did not leave by its error branch. */
  hasSucceededBefore: (node: string, other: string) => boolean;
  /** Never do both run: they stand on different branches of one choice. */
  areExclusive: (node: string, other: string) => boolean;
};

export type AvailabilityNode = { id: string; join: Join | undefined; branches: readonly string[]; disabled: boolean; start: boolean };

/** Under which choices a node runs: any of these sets of taken branches. Null = too many to follow. */
type Condition = readonly (readonly string[])[] | null;
const MOST_WAYS = 48;

/** @param order topological order of the nodes of one scope */
export function availabilityOf(order: readonly AvailabilityNode[], arcs: readonly EdgeDefinition[]): Availability {
  const place = new Map(order.map((node, index) => [node.id, index]));
  const width = (order.length + 31) >> 5;
  const incoming: EdgeDefinition[][] = order.map(() => []);
  for (const arc of arcs) if (place.has(arc.source) && place.has(arc.target)) incoming[place.get(arc.target)!]!.push(arc);

  const ancestors: Uint32Array[] = [];
  const closed: Uint32Array[] = [];
  const conditions: Condition[] = [];
  const starts = order.filter(({ start }) => start);
  order.forEach((node, index) => {
    const sources = incoming[index]!.map((arc) => place.get(arc.source)!);
    ancestors.push(union(sources.map((source) => withSelf(ancestors[source]!, source)), width));
    closed.push(closedBefore(node.join, sources.map((source) => withSelf(closed[source]!, source)), width));
    if (incoming[index]!.length === 0) conditions.push(node.start && starts.length > 1 ? [[guard('', node.id)]] : [[]]);
    else conditions.push(simplify(incoming[index]!.map((arc) => conditionOf(arc, order[place.get(arc.source)!]!, conditions[place.get(arc.source)!]!)), choices));
  });

  function choices(id: string): readonly string[] {
    return id === '' ? starts.map((start) => start.id) : order[place.get(id)!]!.branches;
  }
  const test = (sets: readonly Uint32Array[], node: string, of: string) => {
    const [a, b] = [place.get(node), place.get(of)];
    return a !== undefined && b !== undefined && (sets[b]![a >> 5]! & (1 << (a & 31))) !== 0;
  };
  const conditionAt = (id: string): Condition => conditions[place.get(id) ?? -1] ?? null;
  const hasRunBefore = (node: string, other: string) => implies(conditionAt(other), conditionAt(node));
  return {
    isAncestor: (node, of) => test(ancestors, node, of),
    isClosedBefore: (node, other) => test(closed, node, other),
    hasRunBefore,
    hasSucceededBefore: (node, other) => {
      const branches = order[place.get(node) ?? -1]?.branches ?? [];
      if (!branches.includes('error')) return hasRunBefore(node, other);
      const good = branches.filter((branch) => branch !== 'error').map((branch) => guard(node, branch));
      const condition = conditionAt(other);
      return condition === null || condition.every((way) => way.some((each) => good.includes(each)));
    },
    areExclusive: (node, other) => {
      const [a, b] = [conditionAt(node), conditionAt(other)];
      return a !== null && b !== null && a.every((way) => b.every((with_) => contradict(way, with_)));
    },
  };
}

function guard(node: string, branch: string): string {
  return `${node}\u0001${branch}`;
}

/** When an edge is taken; empty = never, null = cannot be told. */
function conditionOf(arc: EdgeDefinition, source: AvailabilityNode, condition: Condition): Condition {
  const branch = arc.branch ?? 'out';
  if (condition === null) return null;
  if (source.disabled) return branch === source.branches[0] ? condition : [];
  if (source.branches.length === 1) return condition;
  return condition.map((way) => (way.includes(guard(source.id, branch)) ? way : [...way, guard(source.id, branch)].sort()));
}

/** Drops ways that others include, and turns "by each of its branches" into "whenever it ran". */
function simplify(conditions: readonly Condition[], branchesOf: (node: string) => readonly string[]): Condition {
  const ways: (readonly string[])[] = [];
  for (const condition of conditions) {
    if (condition === null) return null;
    ways.push(...condition);
    if (ways.length > MOST_WAYS * 8) return null;
  }
  let current = minimal(ways);
  for (;;) {
    const keys = new Set(current.map(keyOf));
    const whole = current.flatMap((way) =>
      way.flatMap((each) => {
        const [node = '', branch = ''] = each.split('\u0001');
        const branches = branchesOf(node);
        if (branches[0] !== branch) return [];
        const rest = way.filter((other) => other !== each);
        const all = branches.every((other) => keys.has(keyOf([...rest, guard(node, other)].sort())));
        return all ? [rest] : [];
      }),
    );
    if (whole.length === 0) return current.length > MOST_WAYS ? null : current;
    current = minimal([...current, ...whole]);
  }
}

function keyOf(way: readonly string[]): string {
  return way.join('\u0002');
}

function minimal(ways: readonly (readonly string[])[]): (readonly string[])[] {
  const unique = [...new Map(ways.map((way) => [keyOf(way), way])).values()].sort((a, b) => a.length - b.length);
  const kept: (readonly string[])[] = [];
  for (const way of unique) if (!kept.some((other) => other.every((each) => way.includes(each)))) kept.push(way);
  return kept;
}

function implies(condition: Condition, consequence: Condition): boolean {
  if (condition === null || consequence === null) return true;
  return condition.every((way) => consequence.some((other) => other.every((each) => way.includes(each))));
}

/** Two ways contradict when one node leaves by different branches in them. */
function contradict(way: readonly string[], other: readonly string[]): boolean {
  return way.some((each) => {
    const node = each.slice(0, each.indexOf('\u0001') + 1);
    return !other.includes(each) && other.some((guarded) => guarded.startsWith(node));
  });
}

function withSelf(set: Uint32Array, index: number): Uint32Array {
  const copy = set.slice();
  copy[index >> 5]! |= 1 << (index & 31);
  return copy;
}

function union(sets: readonly Uint32Array[], width: number): Uint32Array {
  const result = new Uint32Array(width);
  for (const set of sets) for (let i = 0; i < width; i++) result[i]! |= set[i]!;
  return result;
}

/** With `all` every predecessor is closed; with `any` or `atLeast` only what cannot be missing from those that suffice. */
function closedBefore(join: Join | undefined, sets: readonly Uint32Array[], width: number): Uint32Array {
  if (join === undefined || join === 'all' || sets.length < 2) return union(sets, width);
  const need = join === 'any' ? 1 : join.atLeast;
  const result = new Uint32Array(width);
  for (let bit = 0; bit < width * 32; bit++) {
    const missing = sets.filter((set) => (set[bit >> 5]! & (1 << (bit & 31))) === 0).length;
    if (missing < need) result[bit >> 5]! |= 1 << (bit & 31);
  }
  return result;
}
