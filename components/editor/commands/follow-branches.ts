import type { Catalogue, Definition } from '@/engine/index.ts';
import { branchesOf } from '../../canvas/branches.ts';
import { nodeById } from '../document/graph.ts';

/**
 * Edges go along when a branch of their node is named anew: the case of a switch, the choice of an approval. A name is a
 * new one when it stands in the place of the old one and neither is elsewhere; a branch that is moved or taken away is none.
 */
export function followBranches(before: Definition, after: Definition, catalogue: Catalogue, id: string): Definition {
  const [old, now] = [before, after].map((definition) => {
    const node = nodeById(definition, id);
    return node === undefined ? [] : branchesOf(node, catalogue.get(node.type));
  }) as [readonly string[], readonly string[]];
  if (old.length !== now.length) return after;
  const renamed = new Map(old.flatMap((name, at) => (now[at] === name || now.includes(name) || old.includes(now[at]!) ? [] : [[name, now[at]!] as const])));
  if (renamed.size === 0) return after;
  return { ...after, edges: after.edges.map((edge) => (edge.source === id && edge.branch !== undefined && renamed.has(edge.branch) ? { ...edge, branch: renamed.get(edge.branch)! } : edge)) };
}
