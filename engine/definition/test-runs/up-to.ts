import type { Catalogue } from '../catalogue.ts';
import { freshId, freshIds } from '../fresh-id.ts';
import { isFlow } from '../graph.ts';
import type { Json } from '../json.ts';
import type { Definition, EdgeDefinition, NodeDefinition } from '../schema.ts';
import { cutTo, Drawing, goingOnce } from './cut.ts';
import { readsOf } from './reads.ts';
import { plainNode, standOf } from './stand-in.ts';

/**
 * What leads to a node, and the node: nothing beside and nothing behind it. The way back ends where data stands in. Containers
 * round the node are entered for it alone; those before it run whole.
 */
export function cutUpTo(definition: Definition, catalogue: Catalogue, id: string, data: ReadonlyMap<string, Json>): Definition {
  const drawing = new Drawing(definition, catalogue);
  const line = drawing.line(id);
  const walk = new Walk(drawing, new Set(line.map((node) => node.id)), data);
  for (const node of line) walk.visit(node);
  // A container is run with all it holds; one round the node only with what leads to it.
  walk.enter(line[0]!);
  const { kept } = walk;

  const round = new Set(line.slice(1).map((node) => node.id));
  const nodes: NodeDefinition[] = [];
  for (const node of definition.nodes) {
    if (!kept.has(node.id)) continue;
    if (walk.standsIn(node)) nodes.push(walk.standsAlone(node) ? node : plainNode(node, catalogue));
    else nodes.push(round.has(node.id) ? goingOnce(node, drawing) : node);
  }
  const edges = definition.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target));
  const starts = nodes.filter((node) => drawing.spec(node)?.kind === 'start' && node.parent === undefined);
  const used = freshIds(definition, 'e');
  if (starts.length === 0) {
    const start: NodeDefinition = drawing.starts()[0] ?? { id: freshId(definition, 'start'), type: 'start', typeVersion: 1, name: '', position: { x: 0, y: 0 }, params: {} };
    starts.push(start);
    nodes.unshift(start);
  }
  edges.push(...ledTo(drawing, nodes, edges, starts, used), ...orders(drawing, walk, nodes, edges, data, used));
  return cutTo(definition, nodes, edges, true);
}

/** Collects what is run, from the node backwards. */
class Walk {
  readonly kept = new Set<string>();

  constructor(
    private readonly drawing: Drawing,
    /** The node and the containers round it: they run, whatever data there is. */
    readonly line: ReadonlySet<string>,
    private readonly data: ReadonlyMap<string, Json>,
  ) {}

  standsIn(node: NodeDefinition): boolean {
    return this.data.has(node.id) && !this.line.has(node.id);
  }

  visit(node: NodeDefinition): void {
    const open = [node];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.kept.has(at.id)) continue;
      this.kept.add(at.id);
      if (this.standsIn(at)) continue;
      for (const edge of this.drawing.incoming.get(at.id) ?? []) open.push(this.drawing.nodes.get(edge.source)!);
      open.push(...this.read(at));
      const undo = this.drawing.undo.get(at.id);
      if (undo !== undefined) open.push(this.drawing.nodes.get(undo)!);
      if (!this.line.has(at.id)) open.push(...this.drawing.inside(at.id));
    }
  }

  /** A container that is itself what is meant. */
  enter(node: NodeDefinition): void {
    for (const held of this.drawing.inside(node.id)) this.visit(held);
  }

  /** Whether a node reads and holds nothing, so that it can stand there as it is drawn. */
  standsAlone(node: NodeDefinition): boolean {
    return this.drawing.inside(node.id).length === 0 && this.read(node).length === 0;
  }

  /** Containers round the node that only go once do not ask whether to go on. */
  read(node: NodeDefinition): NodeDefinition[] {
    const spec = this.drawing.spec(node);
    const params = this.line.has(node.id) && spec?.kind === 'loop' && this.drawing.inside(node.id).some((held) => this.line.has(held.id)) ? [] : undefined;
    const reads = readsOf(node, spec, params);
    return [...[...reads.nodes.keys()].flatMap((id) => this.drawing.nodes.get(id) ?? []), ...this.writers(node, reads.vars)];
  }

  /** What writes the variables, with the containers it stands in; nothing that stands in a container of which there is data. */
  private writers(node: NodeDefinition, vars: ReadonlySet<string>): NodeDefinition[] {
    return this.drawing.setters(node, vars).map((each) => this.drawing.line(each.id)).filter((line) => !line.slice(1).some((each) => this.standsIn(each))).flat();
  }
}

/** At the top level everything is led to by something: what lost what led to it is led to by the start. */
function ledTo(drawing: Drawing, nodes: readonly NodeDefinition[], edges: readonly EdgeDefinition[], starts: readonly NodeDefinition[], freshEdge: () => string): EdgeDefinition[] {
  const targets = new Set(edges.map((edge) => edge.target));
  return nodes
    .filter((node) => node.parent === undefined && !node.always && drawing.spec(drawing.nodes.get(node.id) ?? node)?.kind !== 'start' && !targets.has(node.id))
    .flatMap((node) => starts.map((start) => ({ id: freshEdge(), source: start.id, target: node.id })));
}

/** What a node reads comes before it, also where the way between them ended at data. */
function orders(drawing: Drawing, walk: Walk, nodes: readonly NodeDefinition[], edges: readonly EdgeDefinition[], data: ReadonlyMap<string, Json>, freshEdge: () => string): EdgeDefinition[] {
  const before = new Map<string, string[]>();
  for (const edge of edges) if (isFlow(edge)) before.set(edge.target, [...(before.get(edge.target) ?? []), edge.source]);
  const undone = new Map([...drawing.undo].map(([source, target]) => [target, source]));
  const added: EdgeDefinition[] = [];
  for (const node of nodes) {
    const drawn = drawing.nodes.get(node.id);
    if (drawn === undefined || walk.standsIn(drawn)) continue;
    for (const source of walk.read(drawn)) {
      if (!walk.kept.has(source.id)) continue;
      // What both stand in, or beside: there the one comes before the other.
      const line = drawing.line(node.id);
      const read = drawing.line(source.id).find((each) => line.some((own) => own.parent === each.parent));
      const beside = read && line.find((each) => each.parent === read.parent);
      const id = read?.id ?? '';
      // An undo runs after what it undoes.
      const place = beside && (undone.get(beside.id) ?? beside.id);
      if (read === undefined || beside === undefined || place === undefined || place === id || beside.always || comesBefore(before, id, place)) continue;
      const spec = drawing.spec(read);
      const output = data.get(id);
      const branch = output !== undefined && walk.standsIn(read) ? standOf(read, spec, output).branch : spec?.branches(read.params)[0];
      added.push({ id: freshEdge(), source: id, ...(branch === undefined || branch === 'out' ? {} : { branch }), target: place });
      before.set(place, [...(before.get(place) ?? []), id]);
    }
  }
  return added;
}

function comesBefore(before: ReadonlyMap<string, readonly string[]>, id: string, target: string): boolean {
  const seen = new Set<string>();
  const open = [target];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const source of before.get(at) ?? []) {
      if (source === id) return true;
      if (seen.has(source)) continue;
      seen.add(source);
      open.push(source);
    }
  }
  return false;
}
