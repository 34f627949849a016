import { isJsonObject, QUERY_RUN_FIELDS, RUN_FIELDS, schemaAt, type Catalogue, type Definition, type Json, type JsonObject, type NodeDefinition, type SchemaOf } from '@/engine/index.ts';
import { ancestorsOf, isFlow, nodeById, reach } from '@/components/editor/document/graph.ts';

export type SeenNode = { id: string; name: string; type: string; /** It runs before this one on some way; others are further down the list. */ before: boolean };

/** What an expression of one node may speak of. */
export type Sight = {
  nodes: readonly SeenNode[];
  vars: readonly string[];
  /** `item`, `index`, `iteration`, `previous`, `compensated`, where they exist. */
  locals: readonly string[];
  /** What is told of the run itself. */
  run: readonly string[];
  schemaOf: SchemaOf;
};

/** Looks around from a node: its own scope and those around it. `null` looks from the workflow itself. */
export function sightOf(definition: Definition, catalogue: Catalogue, nodeId: string | null): Sight {
  const self = nodeId === null ? undefined : nodeById(definition, nodeId);
  const around = self ? ancestorsOf(definition, self.id) : [];
  const scopes = new Set<string | undefined>([self?.parent, ...around.map((id) => nodeById(definition, id)?.parent)]);
  const undoes = self && definition.edges.find((edge) => !isFlow(edge) && edge.target === self.id)?.source;
  const before = self ? reach(definition, [self.id, ...around, ...(undoes === undefined ? [] : [undoes])], 'up') : new Set<string>();
  if (undoes !== undefined) before.add(undoes);
  const after = self ? reach(definition, [self.id], 'down') : new Set<string>();
  const nodes = definition.nodes
    .filter((node) => scopes.has(node.parent) && node.id !== self?.id && !around.includes(node.id) && !after.has(node.id) && catalogue.get(node.type)?.kind !== 'end')
    .map((node) => ({ id: node.id, name: node.name || node.id, type: node.type, before: before.has(node.id) }))
    .sort((a, b) => Number(b.before) - Number(a.before));

  const inside = around.map((id) => nodeById(definition, id)).filter((node) => node !== undefined);
  const map = inside.find((node) => catalogue.get(node.type)?.kind === 'map');
  const loop = inside.find((node) => catalogue.get(node.type)?.kind === 'loop') ?? (self && catalogue.get(self.type)?.kind === 'loop' ? self : undefined);
  const locals = [...(map ? ['item', 'index'] : []), ...(loop ? ['iteration', 'previous'] : []), ...(undoes === undefined ? [] : ['compensated'])];

  const schemaOf: SchemaOf = (root, path) => {
    if (root === 'input') return schemaAt(definition.input as Json | undefined, path);
    if (root === 'item' && map) return schemaAt(itemSchema(map, definition, catalogue), path);
    if (root === 'compensated' && undoes !== undefined && path[0] === 'output') return schemaAt(outputSchemaOf(nodeById(definition, undoes), definition, catalogue), path.slice(1));
    if (root !== 'nodes' || path[1] !== 'output') return undefined;
    return schemaAt(outputSchemaOf(nodeById(definition, path[0] ?? ''), definition, catalogue), path.slice(2));
  };
  return { nodes, vars: variablesOf(definition, catalogue), locals, run: RUN_FIELDS, schemaOf };
}

/** What a query may speak of: as the workflow itself, and of how the run stands. */
export function sightOfQuery(sight: Sight): Sight {
  return { ...sight, run: QUERY_RUN_FIELDS };
}

/** What the expressions of an update may speak of: as the workflow itself, and of what was sent. */
export function sightOfUpdate(sight: Sight, schema: Json | undefined): Sight {
  return { ...sight, locals: [...sight.locals, 'payload'], schemaOf: (root, path) => (root === 'payload' ? schemaAt(schema, path) : sight.schemaOf(root, path)) };
}

/** JSON Schema of a node's output, where it can be told: a start passes the run's input on. */
export function outputSchemaOf(node: NodeDefinition | undefined, definition: Definition, catalogue: Catalogue): Json | undefined {
  const spec = node && catalogue.get(node.type);
  if (!node || !spec) return undefined;
  if (spec.kind === 'start') return definition.input as Json | undefined;
  try {
    return spec.outputSchema?.(node.params) ?? undefined;
  } catch {
    return undefined; // A draft's parameters may have any shape.
  }
}

function variablesOf(definition: Definition, catalogue: Catalogue): string[] {
  const sets = definition.nodes.filter((node) => catalogue.get(node.type)?.kind === 'set').map((node) => node.params['vars']);
  const updates = Object.values(definition.updates ?? {}).map(({ set }) => set as JsonObject | undefined);
  return [...new Set([...sets, ...updates].flatMap((vars) => (isJsonObject(vars) ? Object.keys(vars) : [])))].sort();
}

const PLAIN_PATH = /^\s*\{\{\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}\}\s*$/;

/** What the items of a map look like, when they are named by a plain path to a list that is described. */
function itemSchema(map: NodeDefinition, definition: Definition, catalogue: Catalogue): Json | undefined {
  const path = typeof map.params['items'] === 'string' ? PLAIN_PATH.exec(map.params['items'])?.[1]?.split('.') : undefined;
  if (!path) return undefined;
  const outer = sightOf(definition, catalogue, map.id).schemaOf(path[0]!, path.slice(1));
  return isJsonObject(outer) && isJsonObject(outer['items']) ? outer['items'] : undefined;
}
