import type { ExpressionCheck } from '../expressions/check.ts';
import type { Comparison } from '../expressions/comparisons.ts';
import { schemaAt } from '../expressions/infer.ts';
import type { LocatedReference } from '../expressions/references.ts';
import type { Reference } from '../expressions/template.ts';
import { writtenPath } from '../expressions/written-path.ts';
import { isJsonObject, type Json } from '../json.ts';
import { insideOutput, stepRead, undoneBy } from '../step-read.ts';
import { neverOneOf } from './choices.ts';
import type { CheckContext, Subject } from './context.ts';
import { astray } from './members.ts';

type Root = { schema: Json | undefined; inside: readonly string[] };

/** What is declared of the values that expressions read, and what of them an expression takes for something else. */
export class Declared {
  constructor(
    private readonly context: CheckContext,
    /** Of the update whose expressions are looked at. */
    private readonly payload: () => Json | undefined,
  ) {}

  /**
   * What types are inferred from. A mistake in these is an error, and a version that was published before must stay one
   * that runs: what a start passes on, what is undone, and a member that is always null, lead to warnings alone.
   */
  at(root: string, path: readonly string[]): Json | undefined {
    if (root === 'nodes' && this.context.kind(this.context.nodes.get(path[0] ?? '')) === 'start') return undefined;
    const { schema, inside } = this.#root(root, path, []);
    const found = schemaAt(schema, inside);
    return inside.length > 0 && isJsonObject(found) && found.type === 'null' ? undefined : found;
  }

  check(check: ExpressionCheck, subject: Subject, at: string): void {
    const undone = subject !== null && 'node' in subject ? undoneBy(this.context.definition, subject.node.id) : [];
    const said = new Set<string>();
    const warn = (code: string, message: string, fix: string | undefined) => {
      if (!said.has(message)) this.context.warn(code, message, subject, at, fix);
      said.add(message);
    };
    for (const { root, path, value, fallback } of check.comparisons) {
      if (mayFallBackOn(fallback, value)) continue;
      const { schema, inside } = this.#root(root, path, undone);
      const found = neverOneOf(writtenPath(root, path), schemaAt(schema, inside), value);
      if (found !== null) warn('never_equal', found.message, found.fix);
    }
    for (const reference of check.references) {
      const found = this.#isAskedFor(reference, undone) ? null : this.#astray(reference, undone);
      if (found !== null) warn(found.code, found.message, found.fix);
    }
  }

  /** Whether the expression itself asks for the member that is not declared, here or beside: `has(input.a.b) ? input.a.b : 1`. */
  #isAskedFor({ root, path, guarded, asked }: LocatedReference, undone: readonly string[]): boolean {
    return guarded || (asked > 0 && this.#astray({ root, path: path.slice(0, asked) }, undone) !== null);
  }

  /** That the input itself lacks a member is said in words of its own, by who asks what the workflow declares. */
  #astray({ root, path }: Reference, undone: readonly string[]): ReturnType<typeof astray> {
    const { schema, inside } = this.#root(root, path, undone);
    if (root === 'input' && (inside.length < 2 || schemaAt(schema, inside.slice(0, 1)) === undefined)) return null;
    return astray(writtenPath(root, path.slice(0, path.length - inside.length)), schema, inside);
  }

  /** The schema of what a path begins with, and where in it the path leads. */
  #root(root: string, path: readonly string[], undone: readonly string[]): Root {
    const { definition, nodes } = this.context;
    if (root === 'input') return { schema: definition.input, inside: path };
    if (root === 'payload') return { schema: this.payload(), inside: path };
    const read = stepRead(root, path, undone);
    const inside = read && insideOutput(read, path);
    const node = read?.ids.length === 1 ? nodes.get(read.ids[0] ?? '') : undefined;
    const spec = node && this.context.spec(node);
    if (!node || !spec || inside === null) return { schema: undefined, inside: [] };
    // A start passes the run's input on.
    const schema = spec.kind === 'start' ? definition.input : (spec.outputSchema?.(node.params) ?? undefined);
    return { schema, inside };
  }
}

/** A comparison with what stands for a missing value asks for that: `default(input.kind, "none") == "none"`. */
function mayFallBackOn(fallback: Comparison['fallback'], value: string): boolean {
  return fallback === 'computed' || fallback?.value === value;
}
