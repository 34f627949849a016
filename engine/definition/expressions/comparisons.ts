import type { ASTNode } from './parse.ts';
import { chainOf, childrenOf, innerNames } from './references.ts';

/** A text that is written out, with its place. */
export type WrittenText = { value: string; start: number; end: number };

/** A path that is held against a text which is written out, with the place of that text. */
export type Comparison = WrittenText & {
  root: string;
  path: readonly string[];
  /** The text that takes the place of a missing value; null when no text does, `computed` when it is not written out. */
  fallback: WrittenText | 'computed' | null;
};

/** Lists what is compared with `==`, `!=` or `in`, in order of appearance. A path within `default(…)` counts as the path. */
export function comparisonsOf(ast: ASTNode): Comparison[] {
  const found: Comparison[] = [];
  walk(ast, new Set(), found);
  return found;
}

function walk(node: ASTNode, bound: ReadonlySet<string>, found: Comparison[]): void {
  if (node.op === '==' || node.op === '!=') {
    const [left, right] = node.args;
    compare(left, right, bound, found);
    compare(right, left, bound, found);
  } else if (node.op === 'in' && node.args[1].op === 'list') {
    for (const item of node.args[1].args) compare(node.args[0], item, bound, found);
  }
  const inner = innerNames(node, bound);
  for (const child of childrenOf(node)) walk(child, inner, found);
}

function compare(read: ASTNode, text: ASTNode, bound: ReadonlySet<string>, found: Comparison[]): void {
  const written = writtenText(text);
  if (written === null) return;
  const [value, otherwise] = withoutDefault(read);
  const chain = chainOf(value);
  if (chain === null || chain.computed.length > 0 || bound.has(chain.root)) return;
  found.push({ root: chain.root, path: chain.path, ...written, fallback: fallbackOf(otherwise) });
}

function withoutDefault(node: ASTNode): readonly [ASTNode, ASTNode?] {
  if (node.op === 'call' && node.args[0] === 'default') return [node.args[1][0] ?? node, node.args[1][1]];
  return node.op === 'rcall' && node.args[0] === 'default' ? [node.args[1], node.args[2][0]] : [node];
}

function fallbackOf(node: ASTNode | undefined): Comparison['fallback'] {
  if (node === undefined) return null;
  // Null or a number that is written out equals no text.
  return node.op === 'value' ? writtenText(node) : 'computed';
}

function writtenText(node: ASTNode): WrittenText | null {
  return node.op === 'value' && typeof node.args === 'string' ? { value: node.args, start: node.start, end: node.end } : null;
}
