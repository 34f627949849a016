import type { ExpressionCheck } from '../expressions/check.ts';
import { schemaAt } from '../expressions/infer.ts';
import type { LocatedReference } from '../expressions/references.ts';
import { writtenPath } from '../expressions/written-path.ts';
import { isJsonObject, type Json } from '../json.ts';
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
   * that runs: what a start passes on, and a member that is always null, lead to warnings alone.
   */
  at(root: string, path: readonly string[]): Json | undefined {
    if (root === 'nodes' && this.context.kind(this.context.nodes.get(path[0] ?? '')) === 'start') return undefined;
    const { schema, inside } = this.#root(root, path);
    const found = schemaAt(schema, inside);
    return inside.length > 0 && isJsonObject(found) && found.type === 'null' ? undefined : found;
  }

  check(check: ExpressionCheck, subject: Subject, at: string): void {
    const said = new Set<string>();
    const warn = (code: string, message: string, fix: string | undefined) => {
      if (!said.has(message)) this.context.warn(code, message, subject, at, fix);
      said.add(message);
    };
    for (const { root, path, value } of check.comparisons) {
      const { schema, inside } = this.#root(root, path);
      const found = neverOneOf(writtenPath(root, path), schemaAt(schema, inside), value);
      if (found !== null) warn('never_equal', found.message, found.fix);
    }
    for (const reference of check.references) {
      const found = reference.guarded ? null : this.#astray(reference);
      if (found !== null) warn(found.code, found.message, found.fix);
    }
  }

  /** That the input itself lacks a member is said in words of its own, by who asks what the workflow declares. */
  #astray({ root, path }: LocatedReference): ReturnType<typeof astray> {
    const { schema, inside } = this.#root(root, path);
    if (root === 'input' && (inside.length < 2 || schemaAt(schema, inside.slice(0, 1)) === undefined)) return null;
    return astray(writtenPath(root, path.slice(0, path.length - inside.length)), schema, inside);
  }

  /** The schema of what a path begins with, and where in it the path leads. */
  #root(root: string, path: readonly string[]): Root {
    const { definition, nodes } = this.context;
    if (root === 'input') return { schema: definition.input, inside: path };
    if (root === 'payload') return { schema: this.payload(), inside: path };
    const node = root === 'nodes' && path[1] === 'output' ? nodes.get(path[0] ?? '') : undefined;
    const spec = node && this.context.spec(node);
    if (!node || !spec) return { schema: undefined, inside: [] };
    // A start passes the run's input on.
    const schema = spec.kind === 'start' ? definition.input : (spec.outputSchema?.(node.params) ?? undefined);
    return { schema, inside: path.slice(2) };
  }
}
