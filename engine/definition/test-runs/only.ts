import type { Catalogue } from '../catalogue.ts';
import { freshId, freshIds } from '../fresh-id.ts';
import type { Json } from '../json.ts';
import type { Definition, EdgeDefinition, NodeDefinition } from '../schema.ts';
import { cutTo, Drawing, firstItem, goingOnce, type Cut } from './cut.ts';
import { readsOf } from './reads.ts';
import { plainNode, standOf } from './stand-in.ts';

/** What a node reads that a run of it alone has to be given. */
export type NeededData = {
  /** Nodes whose outputs it reads; true where there must be one. */
  nodes: ReadonlyMap<string, boolean>;
  /** Whether it reads the run's input, or its variables. */
  input: boolean;
  vars: boolean;
};

/** What stands in the way of, and goes into, running one node alone: its own expressions and those of the maps round it. */
export function dataNeeded(definition: Definition, catalogue: Catalogue, id: string): NeededData {
  return neededIn(new Drawing(definition, catalogue), id);
}

function neededIn(drawing: Drawing, id: string): NeededData {
  const nodes = new Map<string, boolean>();
  const roots = new Set<string>();
  const [node, ...round] = drawing.line(id);
  if (node === undefined) return { nodes, input: false, vars: false };
  const held = everythingIn(drawing, id);
  const inside = new Set(held.map((each) => each.id));
  const take = (of: NodeDefinition, params?: readonly string[]): void => {
    const reads = readsOf(of, drawing.spec(of), params);
    for (const root of reads.roots) roots.add(root);
    for (const [read, must] of reads.nodes) {
      const target = drawing.nodes.get(read);
      if (target === undefined || inside.has(read)) continue;
      if (drawing.spec(target)?.kind === 'start') roots.add('input');
      else nodes.set(read, must || (nodes.get(read) ?? false));
    }
  };
  take(node);
  for (const each of held) take(each);
  for (const container of round) if (drawing.spec(container)?.kind === 'map') take(container, ['items']);
  return { nodes, input: roots.has('input'), vars: roots.has('vars') };
}

/** A draft may hold nodes that stand in each other. */
function everythingIn(drawing: Drawing, id: string, seen: Set<string> = new Set([id])): NodeDefinition[] {
  return drawing.inside(id).flatMap((node) => (seen.has(node.id) ? [] : [node, ...everythingIn(drawing, node.id, seen.add(node.id))]));
}

/** One node, with data in the place of everything it reads. A container is run with what it holds. */
export function cutOnly(definition: Definition, catalogue: Catalogue, id: string, data: ReadonlyMap<string, Json>): Cut {
  const drawing = new Drawing(definition, catalogue);
  const needed = neededIn(drawing, id);
  const missing = [...needed.nodes].filter(([read, must]) => must && !data.has(read) && !drawing.nodes.get(read)!.disabled).map(([read]) => read);
  if (missing.length > 0) {
    const named = missing.map((read) => `"${read}"`).join(', ');
    return { ok: false, refusal: { why: 'missing_data', nodes: missing, message: `"${id}" reads ${named}, of which there is no data. Pin some, or run up to "${id}".` } };
  }
  const line = drawing.line(id);
  const whole = everythingIn(drawing, id);
  const stands = [...needed.nodes.keys()].map((read) => drawing.nodes.get(read)!);
  const isStart = drawing.spec(line[0]!)?.kind === 'start';
  const start: NodeDefinition = isStart ? line[0]! : (drawing.starts()[0] ?? { id: freshId(definition, 'start'), type: 'start', typeVersion: 1, name: '', position: { x: 0, y: 0 }, params: {} });
  const edgeId = freshIds(definition, 'e');
  const edges: EdgeDefinition[] = [];

  const nodes: NodeDefinition[] = isStart ? [] : [start];
  for (const stand of stands) {
    const { join: _, ...plain } = plainNode(stand, catalogue);
    nodes.push(data.has(stand.id) ? plain : { ...plain, disabled: true });
    if (stand.parent === undefined && !isStart) edges.push({ id: edgeId(), source: start.id, target: stand.id });
  }
  line.forEach((node, at) => {
    const { join: _, rest: __, ...alone } = at === 0 ? node : firstItem(goingOnce(node, drawing), drawing);
    nodes.push(alone);
    const before = stands.filter((stand) => stand.parent === node.parent);
    if (!node.always) for (const stand of before) edges.push({ id: edgeId(), source: stand.id, ...wayOut(stand, drawing, data), target: node.id });
    if (node.parent === undefined && !isStart && !node.always && before.length === 0) edges.push({ id: edgeId(), source: start.id, target: node.id });
  });
  const held = new Set(whole.map((node) => node.id));
  nodes.push(...whole);
  edges.push(...definition.edges.filter((edge) => held.has(edge.source) && held.has(edge.target)));
  return { ok: true, definition: cutTo(definition, nodes, edges, needed.input) };
}

/** The edge to the node that reads it is the one it leaves by, whatever its data says. */
function wayOut(stand: NodeDefinition, drawing: Drawing, data: ReadonlyMap<string, Json>): { branch?: string } {
  const output = data.get(stand.id);
  const spec = drawing.spec(stand);
  const branch = output === undefined ? (spec?.branches(stand.params)[0] ?? 'out') : branchTaken(stand, drawing, output);
  return branch === 'out' ? {} : { branch };
}

function branchTaken(stand: NodeDefinition, drawing: Drawing, output: Json): string {
  return standOf(stand, drawing.spec(stand), output).branch ?? 'out';
}
