import type { Catalogue, Definition, EdgeDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from '../../canvas/branches.ts';
import { canConnect } from '../document/can-connect.ts';
import { isFlow, nodeById, withInside } from '../document/graph.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { lockedIn } from '../document/locked.ts';
import type { Outcome } from './outcome.ts';

/**
 * Takes nodes (with what stands in them), notes and edges away. With `rejoin` what led to a removed node leads on to
 * what followed it by its first branch. Nothing is taken away when a locked node would go with it.
 */
export function remove(definition: Definition, catalogue: Catalogue, ids: Iterable<string>, rejoin = false): Outcome {
  const asked = new Set(ids);
  if (lockedIn(definition, asked).length > 0) return { definition };
  const gone = withInside(definition, [...asked].filter((id) => nodeById(definition, id)));
  const nodes = definition.nodes.filter((node) => !gone.has(node.id));
  const edges = definition.edges.filter((edge) => !asked.has(edge.id) && !gone.has(edge.source) && !gone.has(edge.target));
  const notes = definition.notes?.filter((note) => !asked.has(note.id) && !(note.parent !== undefined && gone.has(note.parent)));
  if (nodes.length === definition.nodes.length && edges.length === definition.edges.length && notes?.length === definition.notes?.length) return { definition };
  let next: Definition = { ...definition, nodes, edges, ...(notes ? { notes } : {}) };
  if (rejoin) next = rejoined(definition, next, catalogue, gone);
  return { definition: next, select: [] };
}

function rejoined(before: Definition, after: Definition, catalogue: Catalogue, gone: ReadonlySet<string>): Definition {
  const used = usedIds(after);
  const flow = before.edges.filter(isFlow);
  let next = after;
  for (const entry of flow) {
    if (gone.has(entry.source) || !gone.has(entry.target)) continue;
    for (const target of landings(before, flow, catalogue, gone, entry.target)) {
      const edge = { source: entry.source, target, ...(entry.branch === undefined ? {} : { branch: entry.branch }) };
      if (canConnect(next, catalogue, edge).ok) next = { ...next, edges: [...next.edges, { id: freshId(used, 'e1'), ...edge }] };
    }
  }
  return next;
}

/** Nodes that stay, reached from a removed one through removed ones by their first branches. */
function landings(definition: Definition, flow: readonly EdgeDefinition[], catalogue: Catalogue, gone: ReadonlySet<string>, from: string): Set<string> {
  const found = new Set<string>();
  const seen = new Set([from]);
  const queue = [from];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const node = nodeById(definition, id)!;
    const branches = branchesOf(node, catalogue.get(node.type));
    for (const edge of flow) {
      if (edge.source !== id || branchOfEdge(edge.branch, branches) !== branches[0]) continue;
      if (!gone.has(edge.target)) found.add(edge.target);
      else if (!seen.has(edge.target)) {
        seen.add(edge.target);
        queue.push(edge.target);
      }
    }
  }
  return found;
}
