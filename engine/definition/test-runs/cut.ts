import type { Catalogue } from '../catalogue.ts';
import { isFlow } from '../graph.ts';
import { isJsonObject } from '../json.ts';
import type { Definition, EdgeDefinition, NodeDefinition } from '../schema.ts';
import { readsOfValue } from './reads.ts';
import type { TestRefusal } from './test-run.ts';

export type Cut = { ok: true; definition: Definition } | { ok: false; refusal: TestRefusal };

/** The nodes of a draft as the cuts ask about them. */
export class Drawing {
  readonly nodes: ReadonlyMap<string, NodeDefinition>;
  readonly incoming = new Map<string, EdgeDefinition[]>();
  readonly undo = new Map<string, string>();

  constructor(
    readonly definition: Definition,
    readonly catalogue: Catalogue,
  ) {
    this.nodes = new Map(definition.nodes.map((node) => [node.id, node]));
    for (const edge of definition.edges) {
      if (!this.nodes.has(edge.source) || !this.nodes.has(edge.target)) continue;
      if (!isFlow(edge)) this.undo.set(edge.source, edge.target);
      else if (this.nodes.get(edge.source)!.parent === this.nodes.get(edge.target)!.parent) this.incoming.set(edge.target, [...(this.incoming.get(edge.target) ?? []), edge]);
    }
  }

  spec(node: NodeDefinition) {
    return this.catalogue.get(node.type);
  }

  /** A node and the containers round it, the nearest first. */
  line(id: string): NodeDefinition[] {
    const line: NodeDefinition[] = [];
    for (let at = this.nodes.get(id); at !== undefined && !line.includes(at); at = at.parent === undefined ? undefined : this.nodes.get(at.parent)) line.push(at);
    return line;
  }

  /** The steps before a node that write variables it reads, wherever they stand. */
  setters(node: NodeDefinition, vars: ReadonlySet<string>): NodeDefinition[] {
    if (vars.size === 0) return [];
    const before = new Set<string>();
    const open = this.line(node.id).flatMap((each) => this.incoming.get(each.id) ?? []).map((edge) => edge.source);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (before.has(at)) continue;
      before.add(at);
      open.push(...(this.incoming.get(at) ?? []).map((edge) => edge.source), ...this.inside(at).map((held) => held.id));
    }
    return this.definition.nodes.filter((each) => before.has(each.id) && this.spec(each)?.kind === 'set' && Object.keys(isJsonObject(each.params.vars) ? each.params.vars : {}).some((name) => vars.has(name) || vars.has('*')));
  }

  inside(id: string): NodeDefinition[] {
    return this.definition.nodes.filter((node) => node.parent === id);
  }

  starts(): NodeDefinition[] {
    return this.definition.nodes.filter((node) => this.spec(node)?.kind === 'start' && node.parent === undefined && !node.disabled);
  }
}

/** A loop round what is run goes round once: whether it would go on may hang on what is left out. */
export function goingOnce(container: NodeDefinition, drawing: Drawing): NodeDefinition {
  if (drawing.spec(container)?.kind !== 'loop') return container;
  const { while: _while, until: _until, ...params } = container.params;
  return { ...container, params: { ...params, count: 1, maximum: 1 } };
}

/** A map round a node that is run alone takes its first item. */
export function firstItem(container: NodeDefinition, drawing: Drawing): NodeDefinition {
  if (drawing.spec(container)?.kind !== 'map') return container;
  const { items } = container.params;
  const one = Array.isArray(items) ? items.slice(0, 1) : typeof items === 'string' ? oneOf(items) : items;
  return one === undefined ? container : { ...container, params: { ...container.params, items: one } };
}

function oneOf(items: string): string {
  const only = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(items)?.[1];
  // More than one expression is no list, and fails as it would have.
  return only === undefined || only.includes('{{') || only.includes('}}') ? items : `{{ [first(${only.trim()})] }}`;
}

/** The whole with other nodes and edges: what speaks of the rest is left out. */
export function cutTo(definition: Definition, nodes: NodeDefinition[], edges: EdgeDefinition[], keepInput: boolean): Definition {
  const { output: _output, queries: _queries, updates: _updates, notes: _notes, viewport: _viewport, input, settings, ...rest } = definition;
  const left = new Set(nodes.map(({ id }) => id));
  return { ...rest, ...(settings === undefined ? {} : { settings: settingsOf(settings, left) }), ...(input === undefined || !keepInput ? {} : { input }), nodes, edges };
}

/** A search attribute that reads a step which is left out would keep the rest from being run. */
function settingsOf({ searchAttributes, ...settings }: NonNullable<Definition['settings']>, left: ReadonlySet<string>): NonNullable<Definition['settings']> {
  if (searchAttributes === undefined) return settings;
  return { ...settings, searchAttributes: Object.fromEntries(Object.entries(searchAttributes).filter(([, value]) => [...readsOfValue(value).nodes.keys()].every((id) => left.has(id)))) };
}
