import { canonicalJson, type Definition, type EdgeDefinition, type NodeDefinition } from '@/engine/index.ts';

export type Change = { id: string; name: string; kind: 'added' | 'removed' | 'changed' | 'moved' };

/** What differs from one document to another, node by node: behaviour apart from layout. Edges count to the node they leave. */
export function diffDefinitions(from: Definition, to: Definition): Change[] {
  const before = new Map(from.nodes.map((node) => [node.id, node]));
  const after = new Map(to.nodes.map((node) => [node.id, node]));
  const changes: Change[] = [];
  for (const node of to.nodes) {
    const old = before.get(node.id);
    if (!old) changes.push({ id: node.id, name: nameOf(node), kind: 'added' });
    else if (old.name !== node.name || behaviour(old, from.edges) !== behaviour(node, to.edges)) changes.push({ id: node.id, name: nameOf(node), kind: 'changed' });
    else if (old.position.x !== node.position.x || old.position.y !== node.position.y) changes.push({ id: node.id, name: nameOf(node), kind: 'moved' });
  }
  for (const node of from.nodes) if (!after.has(node.id)) changes.push({ id: node.id, name: nameOf(node), kind: 'removed' });
  return changes;
}

function nameOf(node: NodeDefinition): string {
  return node.name || node.id;
}

function behaviour(node: NodeDefinition, edges: readonly EdgeDefinition[]): string {
  const { position: _, ui: __, name: ___, ...rest } = node;
  const out = edges.filter((edge) => edge.source === node.id).map((edge) => [edge.kind ?? 'flow', edge.branch ?? 'out', edge.target].join(' ')).sort();
  return canonicalJson({ ...rest, out });
}

/** Whether two documents are the same in every word, places included. Members that are undefined do not exist once a document was sent. */
export function isEqual(left: Definition, right: Definition): boolean {
  return left === right || canonicalJson(JSON.parse(JSON.stringify(left))) === canonicalJson(JSON.parse(JSON.stringify(right)));
}
