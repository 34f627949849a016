import type { PlanEdge, ViewPlan } from '@/engine/index.ts';

/** Where a choice leads: steps in order, those side by side together, and how the list ends. */
export type Follows = {
  levels: string[][];
  /** `branches`: what comes next depends on something else; `more`: it goes on, further than is told here. */
  ending: 'end' | 'branches' | 'more' | 'leaves' | 'nothing';
  /** For `leaves`: the container whose inside ends here. */
  container: string | null;
};

const DEPTH = 6;

/**
 * Walks from one branch of a node along the definition. It tells what is drawn, not what will be decided: it stops
 * where the way forks by a condition.
 */
export function whatFollows(plan: ViewPlan, node: string, branch: string): Follows {
  const start = plan.nodes.get(node);
  const first = targets(start?.outgoing.filter((edge) => edge.branch === branch) ?? []);
  if (!start || first.length === 0) return { levels: [], ending: start && start.scope !== '' ? 'leaves' : 'nothing', container: start && start.scope !== '' ? start.scope : null };
  const levels: string[][] = [];
  const seen = new Set<string>([node]);
  let current = first;
  while (current.length > 0) {
    const fresh = current.filter((id) => !seen.has(id));
    if (fresh.length === 0) break;
    for (const id of fresh) seen.add(id);
    const shown = fresh.filter((id) => plan.nodes.get(id)?.kind !== 'end');
    if (shown.length > 0) levels.push(shown);
    const next = targets(fresh.flatMap((id) => onwards(plan, id)));
    if (fresh.some((id) => forks(plan, id))) return { levels, ending: 'branches', container: null };
    if (next.length === 0) break;
    if (levels.length >= DEPTH) return { levels, ending: 'more', container: null };
    current = next;
  }
  return start.scope === '' ? { levels, ending: 'end', container: null } : { levels, ending: 'leaves', container: start.scope };
}

function targets(edges: readonly PlanEdge[]): string[] {
  return [...new Set(edges.map((edge) => edge.target))];
}

/** Edges that are taken when all goes well. */
function onwards(plan: ViewPlan, id: string): PlanEdge[] {
  const node = plan.nodes.get(id);
  const main = node?.branches[0] ?? 'out';
  return node?.outgoing.filter((edge) => edge.branch === main) ?? [];
}

/** More than one way on is connected, and something yet unknown chooses; an error branch is no choice. */
function forks(plan: ViewPlan, id: string): boolean {
  const node = plan.nodes.get(id);
  return new Set(node?.outgoing.map((edge) => edge.branch).filter((branch) => branch !== 'error' && branch !== 'compensated')).size > 1;
}
