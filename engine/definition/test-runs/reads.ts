import type { NodeSpec } from '../catalogue.ts';
import { checkExpression, checkTemplateText } from '../expressions/check.ts';
import type { LocatedReference } from '../expressions/references.ts';
import { isJsonObject, type Json } from '../json.ts';
import { casesOf, modeOf } from '../param-templates.ts';
import type { NodeDefinition } from '../schema.ts';

/** What the expressions of a node read. */
export type Reads = {
  /** Nodes by id; true where the output must be there, false where a missing one is said to be harmless. */
  nodes: Map<string, boolean>;
  /** Names the expressions begin with: `input`, `vars`, `item`. */
  roots: Set<string>;
  /** Variables by name; `*` where the name is computed. */
  vars: Set<string>;
};

/** @param params only these parameters; all when it is not said */
export function readsOf(node: NodeDefinition, spec: NodeSpec | undefined, params?: readonly string[]): Reads {
  const reads: Reads = { nodes: new Map(), roots: new Set(), vars: new Set() };
  if (spec === undefined) return reads;
  for (const [param, value] of Object.entries(node.params)) {
    if (params !== undefined && !params.includes(param)) continue;
    const mode = modeOf(spec, param);
    if (mode === 'template') takeValue(reads, value);
    else if (mode === 'expression' && typeof value === 'string') take(reads, checkExpression(value).references);
    else if (mode === 'cases') for (const { when } of casesOf(node.params)) if (typeof when === 'string') take(reads, checkExpression(when).references);
  }
  return reads;
}

/** What the expressions in a value read. */
export function readsOfValue(value: Json): Reads {
  const reads: Reads = { nodes: new Map(), roots: new Set(), vars: new Set() };
  takeValue(reads, value);
  return reads;
}

function takeValue(reads: Reads, value: Json): void {
  if (typeof value === 'string') take(reads, checkTemplateText(value).references);
  else if (Array.isArray(value)) for (const item of value) takeValue(reads, item);
  else if (isJsonObject(value)) for (const member of Object.values(value)) takeValue(reads, member);
}

function take(reads: Reads, references: readonly LocatedReference[]): void {
  for (const { root, path, guarded } of references) {
    reads.roots.add(root);
    if (root === 'vars') reads.vars.add(path[0] ?? '*');
    const id = root === 'nodes' ? path[0] : undefined;
    if (id === undefined) continue;
    // Whether a step ran, or how it failed, can be asked of one that did not.
    const needed = !guarded && path[1] !== 'status' && path[1] !== 'error';
    reads.nodes.set(id, needed || (reads.nodes.get(id) ?? false));
  }
}
