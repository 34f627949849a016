import type { JsonObject } from './json.ts';
import type { Definition } from './schema.ts';

/** A definition with the parameters of some nodes replaced, in order; what is not named stays. */
export function overriddenDefinition(definition: Definition, overrides: readonly { node: string; params: JsonObject }[]): Definition {
  const params = new Map<string, JsonObject>();
  for (const override of overrides) params.set(override.node, { ...params.get(override.node), ...override.params });
  return { ...definition, nodes: definition.nodes.map((node) => (params.has(node.id) ? { ...node, params: { ...node.params, ...params.get(node.id) } } : node)) };
}
