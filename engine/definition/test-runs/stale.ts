import { undoesOf } from '../behaviour.ts';
import type { Catalogue } from '../catalogue.ts';
import { diffNode, nodeSide } from '../diff-node.ts';
import { isFlow } from '../graph.ts';
import type { Json, JsonObject } from '../json.ts';
import { isSameJson } from '../json-diff.ts';
import type { Definition, NodeDefinition } from '../schema.ts';
import { prepareTestRun } from './prepare.ts';
import { partNode, type RunPart } from './test-run.ts';

/**
 * Why a result is no longer what the drawing would give. `node` is what changed: its parameters, how it runs (its type, its
 * join, what follows an error, being turned off), what leads to it, its pinned data, that it is gone, or that it gave
 * something else when it ran again.
 */
export type StaleReason = { why: 'params' | 'behaviour' | 'edges' | 'pinned' | 'removed' | 'ran_again'; node: string };

/** What a run was of. */
export type RanOf = { definition: Definition; part: RunPart | null; pinned: JsonObject | null };

/** How often a step is tried, for how long and where has no bearing on what it gives. */
const MEMBERS = new Set(['/type', '/typeVersion', '/parent', '/join', '/rest', '/onError', '/disabled', '/always']);

/**
 * Which results of a run are stale, and why: those of steps that changed, and of all that comes after one. It asks what the
 * same run would be of the drawing as it is now, and compares the two.
 * @param latest what a node gives by now, where that is known of a later run
 */
export function staleResults(ran: RanOf, now: Definition, catalogue: Catalogue, latest: (node: string) => Json | undefined = () => undefined): Map<string, StaleReason> {
  const again = sameRunNow(ran, now, catalogue);
  const changes = changesOf(ran, again, now, catalogue, latest);
  if (changes.own.size + changes.given.size === 0) return new Map();
  return spread(ran.definition, again ?? ran.definition, changes);
}

function sameRunNow({ definition, part, pinned }: RanOf, now: Definition, catalogue: Catalogue): Definition | null {
  const data: JsonObject = {};
  const decide: Record<string, string> = {};
  let skipWaits = false;
  for (const [id, output] of Object.entries(pinned ?? {})) {
    const kind = catalogue.get(definition.nodes.find((node) => node.id === id)?.type ?? '')?.kind;
    const drawn = now.nodes.find((node) => node.id === id);
    // A wait that was passed stands as it is drawn; what led to it was run.
    const passed = drawn?.ui?.pinned === undefined && (part === null || 'upTo' in part);
    const outcome = typeof output === 'object' && output !== null && !Array.isArray(output) ? output.outcome : null;
    if (passed && kind === 'wait') skipWaits = true;
    else if (passed && kind === 'approval' && typeof outcome === 'string') decide[id] = outcome;
    else data[id] = output;
  }
  const prepared = prepareTestRun(now, catalogue, { part, data, skipWaits, decide });
  return prepared.ok ? prepared.run.definition : null;
}

/** `own`: what makes the node's own result stale. `given`: what only makes stale what comes after it. */
type Changes = { own: Map<string, StaleReason>; given: Map<string, StaleReason> };

function changesOf({ definition, part, pinned }: RanOf, again: Definition | null, now: Definition, catalogue: Catalogue, latest: (node: string) => Json | undefined): Changes {
  const [undoes, undoesNow] = [undoesOf(definition), undoesOf(again ?? now)];
  const drawn = new Map(now.nodes.map((node) => [node.id, node]));
  const after = new Map((again?.nodes ?? []).map((node) => [node.id, node]));
  const edges = [incomingOf(definition), incomingOf(again ?? definition)] as const;
  const own = new Map<string, StaleReason>();
  const given = new Map<string, StaleReason>();
  for (const node of definition.nodes) {
    const { id } = node;
    const data = pinned !== null && Object.hasOwn(pinned, id) ? pinned[id] : undefined;
    const pin = drawn.get(id)?.ui?.pinned;
    if (data !== undefined) {
      const whole = part === null || 'upTo' in part;
      const passed = whole && ['wait', 'approval'].includes(catalogue.get(node.type)?.kind ?? '');
      if (pin === undefined ? whole && !passed : !isSameJson(pin, data)) given.set(id, { why: 'pinned', node: id });
      else if (pin === undefined && !whole && latest(id) !== undefined && !isSameJson(latest(id), data)) given.set(id, { why: 'ran_again', node: id });
      continue;
    }
    const next = after.get(id) ?? drawn.get(id);
    // The same cannot be run any more: then only the node that was meant is held against the drawing.
    if (again === null && next !== undefined && (part === null || partNode(part) !== id)) continue;
    if (next === undefined) {
      // A start that was put there for the part is nothing that was drawn.
      if (catalogue.get(node.type)?.kind !== 'start') own.set(id, { why: 'removed', node: id });
      continue;
    }
    const members = diffNode(nodeSide(node, catalogue, {}, undoes), nodeSide(next, catalogue, {}, undoesNow)).filter(({ effect }) => effect === 'behaviour');
    if (members.some(({ pointer }) => pointer.startsWith('/params'))) own.set(id, { why: 'params', node: id });
    else if (members.some(({ pointer }) => MEMBERS.has(pointer))) own.set(id, { why: 'behaviour', node: id });
    else if (after.has(id) && !isSameSet(edges[0].get(id), edges[1].get(id))) own.set(id, { why: 'edges', node: id });
    else if (pin !== undefined) given.set(id, { why: 'pinned', node: id });
  }
  return { own, given };
}

/** What comes after a change is stale too: along the edges, into containers, and from what a container holds to it. */
function spread(ran: Definition, again: Definition, { own, given }: Changes): Map<string, StaleReason> {
  const nodes = new Map([...ran.nodes, ...again.nodes].map((node) => [node.id, node]));
  const before = sourcesOf(ran, again);
  const entered = new Map<string, StaleReason | null>();
  /** Why what a node begins with is another; a container hands it on to what stands in it. */
  const enter = (node: NodeDefinition): StaleReason | null => {
    const known = entered.get(node.id);
    if (known !== undefined) return known;
    entered.set(node.id, null);
    let reason = own.get(node.id) ?? null;
    for (const source of before.get(node.id) ?? []) {
      const from = nodes.get(source);
      reason ??= given.get(source) ?? (from === undefined ? null : result(from));
    }
    const parent = node.parent === undefined ? undefined : nodes.get(node.parent);
    reason ??= parent === undefined ? null : enter(parent);
    entered.set(node.id, reason);
    return reason;
  };
  const inside = new Map<string, NodeDefinition[]>();
  for (const node of nodes.values()) if (node.parent !== undefined) inside.set(node.parent, [...(inside.get(node.parent) ?? []), node]);
  const result = (node: NodeDefinition): StaleReason | null => {
    let reason = enter(node);
    for (const held of inside.get(node.id) ?? []) reason ??= given.get(held.id) ?? result(held);
    return reason;
  };
  const stale = new Map<string, StaleReason>();
  for (const node of ran.nodes) {
    const reason = result(node);
    if (reason !== null) stale.set(node.id, reason);
  }
  return stale;
}

function incomingOf(definition: Definition): Map<string, Set<string>> {
  const incoming = new Map<string, Set<string>>();
  for (const edge of definition.edges) {
    if (!isFlow(edge)) continue;
    const ways = incoming.get(edge.target) ?? new Set();
    incoming.set(edge.target, ways.add(`${edge.source} ${edge.branch ?? 'out'}`));
  }
  return incoming;
}

function sourcesOf(...definitions: Definition[]): Map<string, Set<string>> {
  const sources = new Map<string, Set<string>>();
  for (const edge of definitions.flatMap(({ edges }) => edges)) {
    if (isFlow(edge)) sources.set(edge.target, (sources.get(edge.target) ?? new Set()).add(edge.source));
  }
  return sources;
}

function isSameSet(left: ReadonlySet<string> = new Set(), right: ReadonlySet<string> = new Set()): boolean {
  return left.size === right.size && [...left].every((each) => right.has(each));
}
