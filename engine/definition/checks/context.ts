import { CONTAINER_KINDS, type Catalogue, type NodeKind, type NodeSpec } from '../catalogue.ts';
import { ROOT_SCOPE } from '../plan.ts';
import type { Definition, EdgeDefinition, Finding, NodeDefinition } from '../schema.ts';

/** Where a finding is made: its subject by index, so that the pointer leads into the document as it was given. */
export type Subject = { node: NodeDefinition } | { edge: EdgeDefinition } | null;

/** What all checks share: the document, indexes over it, and the list of findings. */
export class CheckContext {
  readonly findings: Finding[] = [];
  /** The first node of each id. */
  readonly nodes = new Map<string, NodeDefinition>();
  readonly #nodePlaces = new Map<NodeDefinition, number>();
  readonly #edgePlaces = new Map<EdgeDefinition, number>();

  constructor(
    readonly definition: Definition,
    readonly catalogue: Catalogue,
    /** Ids of nodes that are there but cannot be read; an edge to one of them is no finding of its own. */
    readonly unreadable: ReadonlySet<string>,
    places: { nodes: readonly number[]; edges: readonly number[] },
  ) {
    definition.nodes.forEach((node, index) => {
      this.#nodePlaces.set(node, places.nodes[index] ?? index);
      if (!this.nodes.has(node.id)) this.nodes.set(node.id, node);
    });
    definition.edges.forEach((edge, index) => this.#edgePlaces.set(edge, places.edges[index] ?? index));
  }

  error(code: string, message: string, subject: Subject, at = '', fix?: string): void {
    this.#add('error', code, message, subject, at, fix);
  }

  warn(code: string, message: string, subject: Subject, at = '', fix?: string): void {
    this.#add('warning', code, message, subject, at, fix);
  }

  #add(severity: Finding['severity'], code: string, message: string, subject: Subject, at: string, fix: string | undefined): void {
    const finding: Finding = { severity, code, message, pointer: at };
    if (subject && 'node' in subject) {
      finding.pointer = `/nodes/${this.#nodePlaces.get(subject.node)}${at}`;
      finding.node = subject.node.id;
    } else if (subject) {
      finding.pointer = `/edges/${this.#edgePlaces.get(subject.edge)}${at}`;
      finding.edge = subject.edge.id;
    }
    if (fix !== undefined) finding.fix = fix;
    this.findings.push(finding);
  }

  pointerOf(node: NodeDefinition): string {
    return `/nodes/${this.#nodePlaces.get(node)}`;
  }

  spec(node: NodeDefinition): NodeSpec | undefined {
    return this.catalogue.get(node.type);
  }

  kind(node: NodeDefinition | undefined): NodeKind | undefined {
    return node && this.spec(node)?.kind;
  }

  isContainer(node: NodeDefinition | undefined): boolean {
    const kind = this.kind(node);
    return kind !== undefined && CONTAINER_KINDS.has(kind);
  }

  /** The containers a node stands in, innermost first. Ends at a container that is missing, or at a knot of parents. */
  enclosing(node: NodeDefinition): NodeDefinition[] {
    const result: NodeDefinition[] = [];
    const seen = new Set([node.id]);
    for (let parent = this.parentOf(node); parent && !seen.has(parent.id); parent = this.parentOf(parent)) {
      seen.add(parent.id);
      result.push(parent);
    }
    return result;
  }

  parentOf(node: NodeDefinition): NodeDefinition | undefined {
    return node.parent === undefined ? undefined : this.nodes.get(node.parent);
  }

  /** Name and id as people see them. */
  label(node: NodeDefinition): string {
    return node.name && node.name !== node.id ? `"${node.name}" (${node.id})` : `"${node.id}"`;
  }

  scopeName(scope: string): string {
    return scope === ROOT_SCOPE ? 'the top level' : `"${scope}"`;
  }
}

/** The known name that is nearest to a misspelt one, when one is near. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const other of known) {
    const distance = editDistance(name.toLowerCase(), other.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = other;
    }
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    previous = row;
  }
  return previous[b.length]!;
}
