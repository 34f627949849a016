import type { NodeShape } from './catalogue.ts';
import type { NodeDefinition } from './schema.ts';

/** Output ports of a node in drawing order; `error` last where the node leaves by it. */
export function branchesOf(node: NodeDefinition, spec: NodeShape): readonly string[] {
  const own = spec.branches(node.params);
  return node.onError === 'branch' && !own.includes('error') ? [...own, 'error'] : own;
}
