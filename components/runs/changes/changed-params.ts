import { canonicalJson, catalogue, type Definition, type Json, type JsonObject, type OverrideState } from '@/engine/index.ts';
import { fieldsOf } from '@/components/inspector/model/fields.ts';

/** What a form has changed of a node's parameters. One that was emptied takes what its type has by default. */
export function changedParams(before: Definition, after: Definition, id: string): JsonObject {
  const [old, now] = [before, after].map((definition) => definition.nodes.find((node) => node.id === id)?.params ?? {});
  const defaults = catalogue.get(after.nodes.find((node) => node.id === id)?.type ?? '')?.defaults ?? {};
  const changed: JsonObject = {};
  for (const name of new Set([...Object.keys(old!), ...Object.keys(now!)])) {
    const value: Json | undefined = now![name] ?? (Object.hasOwn(now!, name) ? null : defaults[name]);
    if (value !== undefined && canonicalJson(value) !== canonicalJson(old![name] ?? null)) changed[name] = value;
  }
  return changed;
}

/** The definition as it holds for a run: with the parameters that were overridden in it. */
export function asOverridden(definition: Definition, workflow: string, overrides: readonly Pick<OverrideState, 'workflow' | 'node' | 'params'>[]): Definition {
  const params = new Map(overrides.filter((entry) => entry.workflow === workflow).map((entry) => [entry.node, entry.params]));
  return params.size === 0 ? definition : { ...definition, nodes: definition.nodes.map((node) => (params.has(node.id) ? { ...node, params: { ...node.params, ...params.get(node.id) } } : node)) };
}

/** Nodes that have parameters to change, in the order in which they are drawn. */
export function changeableNodes(definition: Definition): { id: string; name: string; type: string }[] {
  return definition.nodes
    .filter((node) => {
      const spec = catalogue.get(node.type);
      return spec !== undefined && spec.kind !== 'start' && node.disabled !== true && fieldsOf(spec).length > 0;
    })
    .map((node) => ({ id: node.id, name: node.name || node.id, type: node.type }));
}
