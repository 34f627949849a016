import { applyDefaults } from '../apply-defaults.ts';
import { branchesOf } from '../branches.ts';
import type { Catalogue } from '../catalogue.ts';
import { isFlow } from '../graph.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Definition, NodeDefinition } from '../schema.ts';
import type { Cut } from './cut.ts';
import { cutOnly } from './only.ts';
import { standOf } from './stand-in.ts';
import { partNode, type PreparedTestRun, type RunPart, type Stand, type TestRefusal, type TestRunRequest } from './test-run.ts';
import { cutUpTo } from './up-to.ts';

/**
 * What a test run is started with: the part of the definition that is run, and the outputs that stand in for the rest.
 * The definition may be unfinished elsewhere; what comes out is to be checked before it is run.
 */
export function prepareTestRun(definition: Definition, catalogue: Catalogue, request: TestRunRequest): PreparedTestRun {
  const { part } = request;
  const refusal = (part === null ? null : refusalOf(definition, part)) ?? wrongOutcome(definition, catalogue, request.decide);
  if (refusal !== null) return { ok: false, refusal };
  const data = dataOf(definition, catalogue, request);
  const known = new Map([...passed(definition, catalogue, request), ...data]);
  if (part === null) return { ok: true, run: { definition: withoutUndoOf(definition, known), ...standIns(definition.nodes, catalogue, known) } };
  const cut: Cut = 'only' in part ? cutOnly(definition, catalogue, part.only, known) : { ok: true, definition: cutUpTo(definition, catalogue, part.upTo, data) };
  if (!cut.ok) return cut;
  const left = new Set(cut.definition.nodes.map((node) => node.id));
  const standing = new Map([...known].filter(([id]) => left.has(id) && !runs(definition, part, id)));
  // What a step does whose output is known follows from how it is drawn, not from what was put in its place.
  return { ok: true, run: { definition: withoutUndoOf(cut.definition, standing), ...standIns(definition.nodes, catalogue, standing) } };
}

function refusalOf(definition: Definition, part: RunPart): TestRefusal | null {
  const id = partNode(part);
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const node = nodes.get(id);
  if (node === undefined) return { why: 'unknown_node', nodes: [id], message: `There is no step "${id}".` };
  if (definition.edges.some((edge) => !isFlow(edge) && edge.target === id)) return { why: 'undo', nodes: [id], message: `"${id}" runs only to undo another step, so it cannot be run by itself.` };
  const seen = new Set<string>();
  for (let at: NodeDefinition | undefined = node; at !== undefined && !seen.has(at.id); at = at.parent === undefined ? undefined : nodes.get(at.parent)) {
    seen.add(at.id);
    if (at.disabled) return { why: 'disabled', nodes: [at.id], message: `"${at.id}" is disabled. Enable it first.` };
  }
  return null;
}

function wrongOutcome(definition: Definition, catalogue: Catalogue, decide: TestRunRequest['decide']): TestRefusal | null {
  for (const [id, outcome] of Object.entries(decide)) {
    const node = definition.nodes.find((each) => each.id === id);
    const spec = node && catalogue.get(node.type);
    if (node === undefined || spec?.kind !== 'approval') return { why: 'unknown_outcome', nodes: [id], message: `"${id}" is no approval of this workflow.` };
    const branches = branchesOf(node, spec).filter((branch) => branch !== 'error');
    if (!branches.includes(outcome)) return { why: 'unknown_outcome', nodes: [id], message: `"${id}" has no outcome "${outcome}"; it has ${branches.join(', ')}.` };
  }
  return null;
}

/** The data that was given, by node. */
function dataOf(definition: Definition, catalogue: Catalogue, { part, data }: TestRunRequest): Map<string, Json> {
  const known = new Map<string, Json>();
  for (const node of definition.nodes) {
    // An id may be a name that every object has.
    const given = Object.hasOwn(data, node.id) ? data[node.id] : undefined;
    // A start gives the run's input; a disabled step gives nothing.
    if (given === undefined || node.disabled || catalogue.get(node.type)?.kind === 'start' || runs(definition, part, node.id)) continue;
    known.set(node.id, given);
  }
  return known;
}

/** What waits are taken to have come to. What leads to them is run all the same. */
function passed(definition: Definition, catalogue: Catalogue, { part, skipWaits, decide }: TestRunRequest): Map<string, Json> {
  const known = new Map<string, Json>();
  for (const node of definition.nodes) {
    if (node.disabled || runs(definition, part, node.id)) continue;
    const kind = catalogue.get(node.type)?.kind;
    if (kind === 'wait' && skipWaits) known.set(node.id, null);
    const outcome = Object.hasOwn(decide, node.id) ? decide[node.id] : undefined;
    if (kind === 'approval' && outcome !== undefined) known.set(node.id, decided(node, outcome));
  }
  return known;
}

/** The node that is meant and the containers round it run, whatever data there is of them. */
function runs(definition: Definition, part: RunPart | null, id: string): boolean {
  if (part === null) return false;
  const seen = new Set<string>();
  for (let at: string | undefined = partNode(part); at !== undefined && !seen.has(at); at = definition.nodes.find((node) => node.id === at)?.parent) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}

function decided(node: NodeDefinition, outcome: string): Json {
  const { form, prefill } = node.params;
  const data = isJsonObject(form) ? applyDefaults(form, isJsonObject(prefill) && !JSON.stringify(prefill).includes('{{') ? prefill : {}) : null;
  return { outcome, by: null, comment: null, data: data ?? null, decisions: [] };
}

function standIns(nodes: readonly NodeDefinition[], catalogue: Catalogue, data: ReadonlyMap<string, Json>): { pinned: JsonObject; stands: Record<string, Stand> } {
  const pinned: JsonObject = {};
  const stands: Record<string, Stand> = {};
  for (const node of nodes) {
    const output = data.get(node.id);
    if (output === undefined) continue;
    pinned[node.id] = output;
    const stand = standOf(node, catalogue.get(node.type), output);
    if (Object.keys(stand).length > 0) stands[node.id] = stand;
  }
  return { pinned, stands };
}

/** What never ran is never undone: its undo would reach the outside. */
function withoutUndoOf(definition: Definition, data: ReadonlyMap<string, Json>): Definition {
  const gone = new Set(definition.edges.filter((edge) => !isFlow(edge) && data.has(edge.source)).map((edge) => edge.target));
  if (gone.size === 0) return definition;
  return { ...definition, nodes: definition.nodes.filter((node) => !gone.has(node.id)), edges: definition.edges.filter((edge) => !gone.has(edge.target)) };
}
