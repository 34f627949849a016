import type { Catalogue } from '../catalogue.ts';
import type { LocatedReference } from '../expressions/references.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { readsOf } from '../test-runs/reads.ts';
import type { Definition, NodeDefinition } from '../schema.ts';
import type { Rewrite, Rewritten } from './rewrite.ts';

/** Something is read across the border that cannot be handed over. */
export class SeamRefusal extends Error {
  constructor(
    readonly why: 'status' | 'vars' | 'computed' | 'cleanup-reads',
    readonly node: string,
  ) {
    super(why);
  }
}

const IDENTIFIER = /^[A-Za-z_]\w*$/;
const LOCAL_KINDS: Readonly<Record<string, string>> = { item: 'map', index: 'map', iteration: 'loop', previous: 'loop' };

type Handed = { name: string; source: string; /** Everybody who reads it bears that it is missing. */ guarded: boolean };

/** Where a selection is cut out: what crosses the border, under which names, and how each side speaks of it then. */
export class Seam {
  private readonly in = new Map<string, Handed>();
  private readonly out = new Map<string, string>();
  private readonly nodes: ReadonlyMap<string, NodeDefinition>;
  private readonly written: { inside: Set<string>; outside: Set<string> };

  constructor(
    private readonly definition: Definition,
    private readonly catalogue: Catalogue,
    /** What is cut out, with all it holds. */
    private readonly moved: ReadonlySet<string>,
    private readonly child: string,
  ) {
    this.nodes = new Map(definition.nodes.map((node) => [node.id, node]));
    this.written = { inside: new Set(), outside: new Set(Object.values(definition.updates ?? {}).flatMap(({ set }) => Object.keys(set ?? {}))) };
    for (const node of definition.nodes) {
      if (catalogue.get(node.type)?.kind !== 'set') continue;
      const side = moved.has(node.id) ? this.written.inside : this.written.outside;
      for (const name of isJsonObject(node.params.vars) ? Object.keys(node.params.vars) : []) side.add(name);
      // What a run is found by is said by the run itself, and a sub-workflow is another.
      if (moved.has(node.id) && (!isNothing(node.params.searchAttributes) || !isNothing(node.params.memo))) throw new SeamRefusal('vars', node.id);
    }
    for (const node of definition.nodes) {
      if (moved.has(node.id)) continue;
      const { vars } = readsOf(node, catalogue.get(node.type));
      if ([...vars].some((name) => name === '*' || this.written.inside.has(name)) && this.written.inside.size > 0) throw new SeamRefusal('vars', node.id);
    }
  }

  /** How a node that is cut out speaks of what stays. @throws SeamRefusal */
  inward(node: NodeDefinition): Rewrite {
    return (reference) => this.within(reference, node);
  }

  private within({ root, path, guarded }: LocatedReference, node: NodeDefinition): Rewritten {
    const [first, second] = path;
    switch (root) {
      case 'nodes':
        if (first === undefined) throw new SeamRefusal('computed', node.id);
        if (this.moved.has(first)) return null;
        if (second !== 'output') throw new SeamRefusal('status', node.id);
        return { members: 2, to: `input.${this.hand(`nodes ${first}`, first, this.path(first), guarded)}` };
      case 'input':
        if (first === undefined) return { members: 0, to: `input.${this.hand('input', 'input', 'input', guarded)}` };
        return { members: 1, to: `input.${this.hand(`input ${first}`, first, member('input', first), guarded)}` };
      case 'vars':
        if (first === undefined) throw new SeamRefusal('computed', node.id);
        if (this.written.inside.has(first)) {
          if (this.written.outside.has(first)) throw new SeamRefusal('vars', node.id);
          return null;
        }
        return { members: 1, to: `input.${this.hand(`vars ${first}`, first, member('vars', first), guarded)}` };
      case 'run':
        if (first === undefined) throw new SeamRefusal('computed', node.id);
        return { members: 1, to: `input.${this.hand(`run ${first}`, `run${first.charAt(0).toUpperCase()}${first.slice(1)}`, member('run', first), guarded)}` };
      case 'item':
      case 'index':
      case 'iteration':
      case 'previous':
        return this.isOwn(root, node) ? null : { members: 0, to: `input.${this.hand(root, root, root, guarded)}` };
      default:
        return null;
    }
  }

  /** Whether the container that a local belongs to is cut out too. */
  private isOwn(local: string, node: NodeDefinition): boolean {
    const kind = LOCAL_KINDS[local];
    if (kind === 'loop' && this.catalogue.get(node.type)?.kind === 'loop') return true;
    const seen = new Set<string>();
    for (let at = node.parent; at !== undefined && this.moved.has(at) && !seen.has(at); at = this.nodes.get(at)?.parent) {
      seen.add(at);
      if (this.catalogue.get(this.nodes.get(at)?.type ?? '')?.kind === kind) return true;
    }
    return false;
  }

  /** How what stays speaks of what is cut out; null for the workflow itself. @throws SeamRefusal */
  outward(node: NodeDefinition | null): Rewrite {
    return ({ root, path }) => {
      const [first, second] = path;
      if (root === 'vars' && node === null && first !== undefined && this.written.inside.has(first)) throw new SeamRefusal('vars', first);
      if (root !== 'nodes' || first === undefined || !this.moved.has(first)) return null;
      if (second !== 'output') throw new SeamRefusal('status', node?.id ?? first);
      // It runs after a failure too, when one of the steps has given something and the sub-workflow has not.
      if (node !== null && this.cleansUp(node)) throw new SeamRefusal('cleanup-reads', node.id);
      const name = this.out.get(first) ?? free(asName(first), new Set(this.out.values()));
      this.out.set(first, name);
      return { members: 2, to: `${this.path(this.child)}.${name}` };
    };
  }

  /** Whether a node runs whatever becomes of the others, by itself or by what it stands in. */
  private cleansUp(node: NodeDefinition): boolean {
    const seen = new Set<string>();
    for (let at: NodeDefinition | undefined = node; at !== undefined && !seen.has(at.id); at = at.parent === undefined ? undefined : this.nodes.get(at.parent)) {
      if (at.always === true) return true;
      seen.add(at.id);
    }
    return false;
  }

  private hand(key: string, wish: string, source: string, guarded: boolean): string {
    const known = this.in.get(key);
    if (known !== undefined) {
      known.guarded &&= guarded;
      return known.name;
    }
    const name = free(asName(wish), new Set([...this.in.values()].map((each) => each.name)));
    this.in.set(key, { name, source, guarded });
    return name;
  }

  /** The output of a step, as an expression reads it. */
  path(id: string): string {
    return `${member('nodes', id)}.output`;
  }

  /** The input that the step hands over. */
  given(): JsonObject {
    return Object.fromEntries([...this.in.values()].map(({ name, source, guarded }) => [name, guarded ? `{{ default(${source}, null) }}` : `{{ ${source} }}`]));
  }

  /** What is known of it in words; what it may be the rest decides. */
  properties(): JsonObject {
    const declared = isJsonObject(this.definition.input?.properties) ? this.definition.input.properties : {};
    return Object.fromEntries([...this.in].map(([key, { name }]) => {
      const schema = key.startsWith('input ') ? declared[key.slice('input '.length)] : undefined;
      const { title, description } = isJsonObject(schema) ? schema : {};
      return [name, { ...(typeof title === 'string' ? { title } : {}), ...(typeof description === 'string' ? { description } : {}) }];
    }));
  }

  inputs(): Record<string, string> {
    return Object.fromEntries([...this.in.values()].map(({ name, source }) => [name, source]));
  }

  outputs(): Record<string, string> {
    return Object.fromEntries([...this.out].map(([id, name]) => [name, this.path(id)]));
  }
}

function member(root: string, key: string): string {
  return IDENTIFIER.test(key) ? `${root}.${key}` : `${root}[${JSON.stringify(key)}]`;
}

function asName(text: string): string {
  const name = text.replace(/\W+/g, '_');
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

function free(wish: string, used: ReadonlySet<string>): string {
  if (!used.has(wish)) return wish;
  for (let at = 2; ; at++) if (!used.has(`${wish}${at}`)) return `${wish}${at}`;
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || (isJsonObject(value) && Object.keys(value).length === 0);
}
