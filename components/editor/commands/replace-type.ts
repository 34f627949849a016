import type { Catalogue, Definition, NodeDefinition } from '@/engine/index.ts';
import { branchesOf, branchOfEdge } from '../../canvas/branches.ts';
import { canConnect, isContainerType } from '../document/can-connect.ts';
import { isFlow, nodeById, withInside } from '../document/graph.ts';
import { onlyWayTo } from '../document/nearest-value.ts';
import { firstParams } from './first-params.ts';
import { mapNode, type Outcome } from './outcome.ts';

/**
 * Makes a node one of another type, keeping its place, its edges as far as the new type has a way out for them, and
 * what both types say under the same name. What stood in a container that is one no longer is taken away.
 */
export function replaceType(definition: Definition, catalogue: Catalogue, id: string, type: string): Outcome {
  const node = nodeById(definition, id);
  const spec = catalogue.get(type);
  const before = node && catalogue.get(node.type);
  if (!node || !spec || node.type === type) return { definition };

  const kept = Object.fromEntries(Object.entries(node.params).filter(([param]) => param in spec.face.fields && before?.face.fields[param]?.control === spec.face.fields[param]?.control));
  const bare: NodeDefinition = {
    ...node,
    type: spec.type,
    typeVersion: spec.version,
    name: before && node.name === before.face.label ? spec.face.label : node.name,
    params: {},
  };
  const first = firstParams(mapNode(definition, id, () => bare), catalogue, id, { after: onlyWayTo(definition, catalogue, id), parent: node.parent });
  const changed: NodeDefinition = { ...bare, params: { ...first, ...kept } };
  const lost = isContainerType(catalogue, type) ? new Set<string>() : withInside(definition, [id]);
  lost.delete(id);
  let next = mapNode(definition, id, () => changed);
  if (lost.size > 0) next = { ...next, nodes: next.nodes.filter((one) => !lost.has(one.id)), ...(next.notes ? { notes: next.notes.filter((note) => !(note.parent !== undefined && (lost.has(note.parent) || note.parent === id))) } : {}) };

  const oldBranches = branchesOf(node, before);
  const newBranches = branchesOf(changed, spec);
  const others = next.edges.filter((edge) => edge.source !== id && edge.target !== id && !lost.has(edge.source) && !lost.has(edge.target));
  let edges = others;
  for (const edge of next.edges) {
    if (edge.source !== id && edge.target !== id) continue;
    let moved = edge;
    if (isFlow(edge) && edge.source === id) {
      const old = branchOfEdge(edge.branch, oldBranches);
      const branch = newBranches.includes(old) ? old : newBranches[Math.max(0, oldBranches.indexOf(old))] ?? newBranches[0];
      const { branch: _, ...rest } = edge;
      moved = branch === undefined || branch === 'out' ? rest : { ...rest, branch };
    }
    if (canConnect({ ...next, edges }, catalogue, moved).ok) edges = [...edges, moved];
  }
  // The document's own order of edges is kept, so that a replacement and its undo read alike.
  const order = new Map(definition.edges.map((edge, at) => [edge.id, at]));
  edges = [...edges].sort((left, right) => order.get(left.id)! - order.get(right.id)!);
  return { definition: { ...next, edges }, select: [id] };
}
