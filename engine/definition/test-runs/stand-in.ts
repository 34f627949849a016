import { branchesOf } from '../branches.ts';
import type { Catalogue, NodeSpec } from '../catalogue.ts';
import { isJsonObject, type Json } from '../json.ts';
import type { NodeDefinition } from '../schema.ts';
import type { Stand } from './test-run.ts';

/** What a step does whose output is known: which way it leaves, and whether it writes variables. */
export function standOf(node: NodeDefinition, spec: NodeSpec | undefined, output: Json): Stand {
  const branches = spec === undefined ? ['out'] : branchesOf(node, spec);
  const branch = spec === undefined ? 'out' : branchBy(spec, branches, output);
  return { ...(branch === 'out' ? {} : { branch }), ...(spec?.kind === 'set' && isJsonObject(output) ? { vars: true as const } : {}) };
}

function branchBy(spec: NodeSpec, branches: readonly string[], output: Json): string {
  switch (spec.kind) {
    case 'condition':
      return output === true ? 'true' : 'false';
    case 'switch':
      return typeof output === 'string' && branches.includes(output) ? output : 'default';
    case 'approval': {
      const outcome = isJsonObject(output) ? output.outcome : output;
      return typeof outcome === 'string' && branches.includes(outcome) ? outcome : (branches[0] ?? 'out');
    }
    default:
      return branches.includes('out') ? 'out' : (branches[0] ?? 'out');
  }
}

/**
 * A node that says nothing of its own, in the place of one whose output is known: what that one reads and holds need not
 * be there. It keeps its ways out, so that the edges that leave it stay right.
 */
export function plainNode(node: NodeDefinition, catalogue: Catalogue): NodeDefinition {
  const spec = catalogue.get(node.type);
  const ways = (spec === undefined ? ['out'] : branchesOf(node, spec)).filter((branch) => branch !== 'out');
  const { id, name, position, parent } = node;
  const place = { id, name, position, ...(parent === undefined ? {} : { parent }), ...(node.join === undefined ? {} : { join: node.join }) };
  if (ways.length === 0) return { ...place, type: 'transform', typeVersion: catalogue.get('transform')?.version ?? 1, params: { value: null } };
  // A switch takes its branches from its cases; those of its own are not cases. What it would decide is never asked.
  const cases = ways.filter((branch) => branch !== 'default' && branch !== 'error').map((branch) => ({ id: branch, when: 'false' }));
  const out = spec?.branches(node.params).includes('out') ? [{ id: 'out', when: 'false' }] : [];
  return { ...place, type: 'switch', typeVersion: catalogue.get('switch')?.version ?? 1, params: { cases: [...out, ...cases] }, ...(node.onError === 'branch' ? { onError: 'branch' as const } : {}) };
}
