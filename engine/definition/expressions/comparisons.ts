import type { ASTNode } from './parse.ts';
import { chainOf, childrenOf, innerNames } from './references.ts';

/** A path that is held against a text which is written out, with the place of that text. */
export type Comparison = { root: string; path: readonly string[]; value: string; start: number; end: number };

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
  if (text.op !== 'value' || typeof text.args !== 'string') return;
  const chain = chainOf(withoutDefault(read));
  if (chain === null || chain.computed.length > 0 || bound.has(chain.root)) return;
  found.push({ root: chain.root, path: chain.path, value: text.args, start: text.start, end: text.end });
}

function withoutDefault(node: ASTNode): ASTNode {
  if (node.op === 'call' && node.args[0] === 'default') return node.args[1][0] ?? node;
  return node.op === 'rcall' && node.args[0] === 'default' ? node.args[1] : node;
}
