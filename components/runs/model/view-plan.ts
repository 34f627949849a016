import { branchesOf, branchOfEdge } from '@/components/canvas/branches.ts';
import type { Shapes, Definition, NodeKind, PlanEdge, ViewNode, ViewPlan } from '@/engine/index.ts';

/**
 * What the selectors need of a definition. Unlike compiling it takes any document that parses, so that a run is shown
 * even when one of its node types is not known any more.
 */
export function viewPlanOf(definition: Definition, catalogue: Shapes): ViewPlan {
  const ids = new Set(definition.nodes.map((node) => node.id));
  const branches = new Map(definition.nodes.map((node) => [node.id, branchesOf(node, catalogue.get(node.type))]));
  const outgoing = new Map<string, PlanEdge[]>();
  const undo = new Map<string, string>();
  for (const edge of definition.edges) {
    if (!ids.has(edge.source) || !ids.has(edge.target)) continue;
    if (edge.kind === 'compensate') {
      undo.set(edge.source, edge.target);
      continue;
    }
    const list = outgoing.get(edge.source) ?? [];
    list.push({ id: edge.id, source: edge.source, branch: branchOfEdge(edge.branch, branches.get(edge.source) ?? []), target: edge.target });
    outgoing.set(edge.source, list);
  }
  const undoing = new Set(undo.values());
  const nodes = new Map<string, ViewNode>();
  const scopes = new Map<string, { id: string; order: string[]; cleanups: string[] }>([['', { id: '', order: [], cleanups: [] }]]);
  for (const node of definition.nodes) {
    const spec = catalogue.get(node.type);
    const scope = node.parent ?? '';
    const kind: NodeKind = spec?.kind ?? 'task';
    nodes.set(node.id, { id: node.id, type: node.type, kind, name: node.name, scope, branches: branches.get(node.id) ?? [], outgoing: outgoing.get(node.id) ?? [], undo: undo.get(node.id) ?? null, isUndo: undoing.has(node.id) });
  }
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  for (const id of topologically(definition, undoing)) {
    const node = byId.get(id)!;
    const scope = node.parent ?? '';
    const inside = scopes.get(scope) ?? { id: scope, order: [], cleanups: [] };
    scopes.set(scope, inside);
    (node.always && scope === '' ? inside.cleanups : inside.order).push(id);
  }
  return { nodes, scopes };
}

/** Kahn's algorithm in drawing order; what stands in a cycle comes last instead of being lost. */
function topologically(definition: Definition, undoing: ReadonlySet<string>): string[] {
  const waiting = new Map(definition.nodes.filter((node) => !undoing.has(node.id)).map((node) => [node.id, 0]));
  const next = new Map<string, string[]>();
  for (const edge of definition.edges) {
    if (edge.kind === 'compensate' || !waiting.has(edge.source) || !waiting.has(edge.target)) continue;
    waiting.set(edge.target, waiting.get(edge.target)! + 1);
    next.set(edge.source, [...(next.get(edge.source) ?? []), edge.target]);
  }
  const order = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  for (let at = 0; at < order.length; at++) {
    for (const target of next.get(order[at]!) ?? []) {
      const left = waiting.get(target)! - 1;
      waiting.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  const placed = new Set(order);
  return [...order, ...[...waiting.keys()].filter((id) => !placed.has(id))];
}

/** Compensation edges by the node that is undone. */
export function undoEdges(definition: Definition): Map<string, string> {
  return new Map(definition.edges.filter((edge) => edge.kind === 'compensate').map((edge) => [edge.source, edge.id]));
}
