import type { NodeDefinition, NodeShape } from '@/engine/index.ts';

/** Output ports of a node in drawing order, `error` last where failures leave by it. A draft may be unfinished: then `out`. */
export function branchesOf(node: NodeDefinition, spec: NodeShape | undefined): readonly string[] {
  if (!spec) return ['out'];
  let branches: readonly string[];
  try {
    branches = spec.branches(node.params);
  } catch {
    branches = ['out'];
  }
  if (spec.kind === 'end') return [];
  return node.onError === 'branch' && !branches.includes('error') ? [...branches, 'error'] : branches;
}

/** The branch an edge leaves by: what it says, else `out`, else the first there is. */
export function branchOfEdge(branch: string | undefined, branches: readonly string[]): string {
  if (branch !== undefined) return branch;
  return branches.includes('out') ? 'out' : (branches[0] ?? 'out');
}
