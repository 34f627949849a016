import { behaviourOf, taskQueueOf, undoesOf, type Undoes } from './behaviour.ts';
import { branchesOf } from './branches.ts';
import { CONTAINER_KINDS, type Catalogue, type NodeSpec } from './catalogue.ts';
import { checkDefinition } from './check.ts';
import { parseDuration } from './duration.ts';
import { compileExpression, compileTemplate } from './expressions/compile.ts';
import type { Template } from './expressions/template.ts';
import { DefinitionError, hasErrors } from './findings.ts';
import { isFlow, levelsOf, scopeOf, scopesOf, type ScopeGraph } from './graph.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from './json.ts';
import { casesOf, compileCondition, compileParam } from './param-templates.ts';
import { ROOT_SCOPE, type Plan, type PlanEdge, type PlanNode, type PlanScope } from './plan.ts';
import { retryPolicyOf, timeoutsOf } from './policies.ts';
import type { Definition, EdgeDefinition, Join, JsonSchemaDocument, NodeDefinition } from './schema.ts';
import { sha256 } from './sha256.ts';

/**
 * Compiles a definition into a plan: expressions parsed, scopes sorted, policies merged, behaviour hashed.
 * Compile once per version and process; a plan never changes.
 * @throws DefinitionError with every finding when the definition cannot be executed
 */
export function compileDefinition(definition: Definition, catalogue: Catalogue): Plan {
  const checked = checkDefinition(definition, catalogue);
  if (checked.definition === null || hasErrors(checked.findings)) throw new DefinitionError(checked.findings);
  return compileChecked(checked.definition, catalogue);
}

/** Compiles what `checkDefinition` found no error in; it does not look again. */
export function compileChecked(definition: Definition, catalogue: Catalogue): Plan {
  const settings = definition.settings ?? {};
  const undoes = undoesOf(definition);
  const edges = edgesByNode(definition.edges);

  const nodes = new Map<string, PlanNode>();
  for (const node of definition.nodes) {
    const spec = catalogue.get(node.type);
    if (!spec) throw new Error(`No node type "${node.type}": the definition was not checked.`);
    nodes.set(node.id, compileNode(node, spec, definition, edges, undoes));
  }

  const scopes = new Map<string, PlanScope>();
  for (const graph of scopesOf(definition).values()) scopes.set(graph.id, compileScope(graph, nodes));
  for (const node of nodes.values()) {
    if (CONTAINER_KINDS.has(node.kind) && !scopes.has(node.id)) scopes.set(node.id, compileScope({ id: node.id, nodes: [], arcs: [] }, nodes));
  }

  return {
    hash: sha256(canonicalJson(executablePart(definition))),
    name: definition.name,
    input: definition.input ?? null,
    output: definition.output ?? null,
    queries: mapValues(definition.queries ?? {}, compileExpression),
    updates: mapValues(definition.updates ?? {}, (update) => ({
      schema: update.schema ?? null,
      set: mapValues(update.set ?? {}, compileTemplate),
      result: update.result === undefined ? null : compileTemplate(update.result),
    })),
    timeoutMs: settings.timeout === undefined ? null : parseDuration(settings.timeout),
    timeoutCountsPeople: settings.timeoutCountsPeople ?? false,
    taskQueue: settings.taskQueue ?? 'default',
    priority: settings.priority ?? 0,
    searchAttributes: mapValues(settings.searchAttributes ?? {}, compileTemplate),
    onConflict: settings.onConflict ?? 'fail',
    nodes,
    scopes,
    signals: signalsOf(nodes),
  };
}

type NodeEdges = ReadonlyMap<string, { incoming: PlanEdge[]; outgoing: PlanEdge[] }>;

function compileNode(node: NodeDefinition, spec: NodeSpec, definition: Definition, edges: NodeEdges, undoes: Undoes): PlanNode {
  const settings = definition.settings ?? {};
  const { incoming, outgoing } = edges.get(node.id) ?? { incoming: [], outgoing: [] };
  const params = new Map<string, Template>();
  for (const [key, value] of Object.entries(node.params)) params.set(key, compileParam(spec, key, value));
  return {
    id: node.id,
    type: node.type,
    typeVersion: node.typeVersion,
    kind: spec.kind,
    name: node.name,
    scope: scopeOf(node),
    spec,
    raw: node.params,
    params,
    cases: spec.kind === 'switch' ? casesOf(node.params).map(({ id, when }) => ({ id, when: compileCondition(when) })) : [],
    incoming,
    outgoing,
    branches: branchesOf(node, spec),
    need: needOf(node.join),
    cancelRest: node.rest === 'cancel',
    undo: undoes.undoOf.get(node.id) ?? null,
    isUndo: undoes.targets.has(node.id),
    retry: retryPolicyOf(node, spec, settings),
    timeouts: timeoutsOf(node, spec),
    onError: node.onError ?? 'fail',
    cacheTtlMs: node.cache ? parseDuration(node.cache.ttl) : null,
    taskQueue: taskQueueOf(node, spec),
    priority: node.priority ?? null,
    always: node.always ?? false,
    disabled: node.disabled ?? false,
    behaviourHash: sha256(canonicalJson(behaviourOf(node, spec, settings, undoes))),
  };
}

function needOf(join: Join | undefined): number | null {
  if (join === undefined || join === 'all') return null;
  return join === 'any' ? 1 : join.atLeast;
}

function compileScope(graph: ScopeGraph, nodes: ReadonlyMap<string, PlanNode>): PlanScope {
  const forward = graph.nodes.filter((id) => !nodes.get(id)!.isUndo && !nodes.get(id)!.always);
  const runs = new Set(forward);
  const arcs = graph.arcs.filter(({ source, target }) => runs.has(source) && runs.has(target));
  const { levels, order } = levelsOf(forward, arcs);
  const targets = new Set(arcs.map(({ target }) => target));
  const sources = new Set(arcs.map(({ source }) => source));
  const container = nodes.get(graph.id);
  const concurrency = container?.kind === 'group' ? container.raw.concurrency : null;
  return {
    id: graph.id,
    order,
    levels,
    entries: forward.filter((id) => !targets.has(id)),
    sinks: forward.filter((id) => !sources.has(id)),
    ends: forward.filter((id) => nodes.get(id)!.kind === 'end'),
    cleanups: graph.id === ROOT_SCOPE ? graph.nodes.filter((id) => nodes.get(id)!.always) : [],
    concurrency: typeof concurrency === 'number' ? concurrency : null,
  };
}

function edgesByNode(edges: readonly EdgeDefinition[]): NodeEdges {
  const result = new Map<string, { incoming: PlanEdge[]; outgoing: PlanEdge[] }>();
  const of = (id: string) => {
    let found = result.get(id);
    if (!found) result.set(id, (found = { incoming: [], outgoing: [] }));
    return found;
  };
  for (const edge of edges) {
    if (!isFlow(edge)) continue;
    const planEdge: PlanEdge = { id: edge.id, source: edge.source, branch: edge.branch ?? 'out', target: edge.target };
    of(edge.source).outgoing.push(planEdge);
    of(edge.target).incoming.push(planEdge);
  }
  return result;
}

/** Declared signal names and their payload schemas. */
export function signalsOf(nodes: ReadonlyMap<string, PlanNode>): Map<string, JsonSchemaDocument | null> {
  const signals = new Map<string, JsonSchemaDocument | null>();
  for (const node of nodes.values()) {
    const { name, schema } = node.raw;
    if (node.kind !== 'signal' || typeof name !== 'string' || !node.params.get('name')!.constant) continue;
    signals.set(name, isJsonObject(schema) ? schema : (signals.get(name) ?? null));
  }
  return signals;
}

/** The part of a definition that changes what a run does. Names, notes, positions and everything under `ui` are left out. */
export function executablePart(definition: Definition): Json {
  return {
    heddle: definition.heddle,
    input: definition.input ?? null,
    output: definition.output ?? null,
    queries: definition.queries ?? {},
    updates: (definition.updates ?? {}) as JsonObject,
    settings: (definition.settings ?? {}) as JsonObject,
    nodes: definition.nodes.map(({ name: _name, position: _position, ui: _ui, ...rest }) => rest as JsonObject),
    edges: definition.edges.map((edge) => ({ source: edge.source, target: edge.target, kind: edge.kind ?? 'flow', branch: isFlow(edge) ? (edge.branch ?? 'out') : null })),
  };
}

function mapValues<V, R>(record: Readonly<Record<string, V>>, change: (value: V) => R): Map<string, R> {
  return new Map(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
