import type { Definition, Json, JsonObject, NodeDefinition } from '@/engine/index.ts';
import { mapNode, mapNodes, withoutUndefined, type Outcome } from './outcome.ts';

/** Everything of a node that the inspector writes, apart from its parameters, place and id. */
export type NodeSettings = Pick<NodeDefinition, 'name' | 'join' | 'rest' | 'retry' | 'timeouts' | 'onError' | 'cache' | 'taskQueue' | 'priority' | 'always' | 'disabled'>;

/** Changes settings of a node; a member that is `undefined` is taken away. */
export function setNode(definition: Definition, id: string, patch: Partial<NodeSettings>): Outcome {
  return {
    definition: mapNode(definition, id, (node) => {
      const same = Object.entries(patch).every(([key, value]) => Object.is(node[key as keyof NodeSettings], value));
      return same ? node : withoutUndefined({ ...node, ...patch } as NodeDefinition);
    }),
  };
}

/** Writes one parameter; `undefined` takes it away. */
export function setParam(definition: Definition, id: string, param: string, value: Json | undefined): Outcome {
  return {
    definition: mapNode(definition, id, (node) => {
      if (Object.is(node.params[param], value)) return node;
      const params: JsonObject = { ...node.params };
      if (value === undefined) delete params[param];
      else params[param] = value;
      return { ...node, params };
    }),
  };
}

/** Turns nodes off, or on again: off when at least one of them is on. */
export function toggleDisabled(definition: Definition, ids: ReadonlySet<string>): Outcome {
  const off = definition.nodes.some((node) => ids.has(node.id) && !node.disabled);
  return { definition: mapNodes(definition, (node) => (!ids.has(node.id) || Boolean(node.disabled) === off ? node : withoutUndefined({ ...node, disabled: off ? true : undefined }))) };
}

type NodeUi = NonNullable<NodeDefinition['ui']>;

/** Changes what only the editor needs of a node: folded, locked, pinned data, size. */
export function setUi(definition: Definition, id: string, patch: Partial<NodeUi>): Outcome {
  return {
    definition: mapNode(definition, id, (node) => {
      const ui = withoutUndefined({ ...node.ui, ...patch });
      const { ui: _, ...rest } = node;
      return Object.keys(ui).length === 0 ? rest : { ...rest, ui };
    }),
  };
}
