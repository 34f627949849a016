import type { Catalogue, Definition, EdgeDefinition, NodeDefinition } from '@/engine/index.ts';
import { BOX_PADDING } from '../../canvas/sizes.ts';
import { isFlow, nodeById, reach } from '../document/graph.ts';
import { freshId, usedIds } from '../document/ids.ts';
import { fitBoxes } from './fit-boxes.ts';
import type { Outcome } from './outcome.ts';

/** Why nodes cannot be put into one container. */
export type GroupRefusal = 'empty' | 'scopes' | 'start' | 'leaves-and-returns' | 'no-group';

/** Whether these nodes may be boxed: one scope, no start, and no path that leaves them and comes back (that would be a cycle). */
export function canGroup(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>): GroupRefusal | null {
  const nodes = definition.nodes.filter((node) => ids.has(node.id));
  if (nodes.length === 0) return 'empty';
  if (new Set(nodes.map((node) => node.parent)).size > 1) return 'scopes';
  if (nodes.some((node) => catalogue.get(node.type)?.kind === 'start')) return 'start';
  const chosen = withUndos(definition, new Set(nodes.map((node) => node.id)));
  const after = reach(definition, chosen, 'down');
  const before = reach(definition, chosen, 'up');
  for (const id of after) if (before.has(id) && !chosen.has(id)) return 'leaves-and-returns';
  return null;
}

/** Puts a container of `type` round nodes. What led into them leads to it, what left them leaves it by its first branch. */
export function group(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>, type = 'group'): Outcome {
  const spec = catalogue.get(type);
  if (!spec || canGroup(definition, catalogue, ids) !== null) return { definition };
  const chosen = withUndos(definition, new Set(definition.nodes.filter((node) => ids.has(node.id)).map((node) => node.id)));
  const members = definition.nodes.filter((node) => chosen.has(node.id));
  const used = usedIds(definition);
  const id = freshId(used, type);
  const corner = { x: Math.min(...members.map((node) => node.position.x)) - BOX_PADDING.left, y: Math.min(...members.map((node) => node.position.y)) - BOX_PADDING.top };
  const parent = members[0]!.parent;
  const box: NodeDefinition = { id, type, typeVersion: spec.version, name: spec.face.label, position: corner, params: structuredClone(spec.defaults), ...(parent === undefined ? {} : { parent }) };
  const nodes = definition.nodes.map((node) => (chosen.has(node.id) ? { ...node, parent: id, position: { x: node.position.x - corner.x, y: node.position.y - corner.y } } : node));
  const edges = bordersMoved(definition.edges, chosen, id);
  return { definition: fitBoxes({ ...definition, nodes: [...nodes, box], edges }, [id]), select: [id] };
}

/** Takes a container away and leaves what stood in it, tied to what stood round it. */
export function ungroup(definition: Definition, id: string): Outcome {
  const box = nodeById(definition, id);
  const inside = definition.nodes.filter((node) => node.parent === id);
  if (!box || inside.length === 0) return { definition };
  const used = usedIds(definition);
  const flow = definition.edges.filter(isFlow);
  const entries = inside.filter((node) => !definition.edges.some((edge) => edge.target === node.id));
  const sinks = inside.filter((node) => !flow.some((edge) => edge.source === node.id) && !definition.edges.some((edge) => !isFlow(edge) && edge.target === node.id));
  const edges = definition.edges.flatMap((edge): EdgeDefinition[] => {
    if (edge.source !== id && edge.target !== id) return [edge];
    if (!isFlow(edge)) return [];
    if (edge.target === id) return entries.map((node, at) => ({ ...edge, id: at === 0 ? edge.id : freshId(used, 'e1'), target: node.id }));
    if (edge.branch !== undefined && edge.branch !== 'out') return [];
    return sinks.map((node, at) => ({ id: at === 0 ? edge.id : freshId(used, 'e1'), source: node.id, target: edge.target }));
  });
  const lift = <T extends { parent?: string | undefined; position: { x: number; y: number } }>(item: T): T => {
    if (item.parent !== id) return item;
    const { parent: _, ...rest } = item;
    return { ...rest, position: { x: item.position.x + box.position.x, y: item.position.y + box.position.y }, ...(box.parent === undefined ? {} : { parent: box.parent }) } as T;
  };
  const nodes = definition.nodes.filter((node) => node.id !== id).map(lift);
  return { definition: { ...definition, nodes, edges, ...(definition.notes ? { notes: definition.notes.map(lift) } : {}) }, select: inside.map((node) => node.id) };
}

/** Undo steps go with what they undo. */
function withUndos(definition: Definition, ids: ReadonlySet<string>): Set<string> {
  const all = new Set(ids);
  for (const edge of definition.edges) if (!isFlow(edge) && all.has(edge.source)) all.add(edge.target);
  return all;
}

function bordersMoved(edges: readonly EdgeDefinition[], inside: ReadonlySet<string>, box: string): EdgeDefinition[] {
  const seen = new Set<string>();
  return edges.flatMap((edge): EdgeDefinition[] => {
    const from = inside.has(edge.source);
    const into = inside.has(edge.target);
    if (from === into) return [edge];
    if (!isFlow(edge)) return [];
    const moved: EdgeDefinition = from ? { id: edge.id, source: box, target: edge.target } : { ...edge, target: box };
    const key = `${moved.source} ${moved.branch ?? 'out'} ${moved.target}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [moved];
  });
}
