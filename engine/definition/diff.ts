import { undoesOf } from './behaviour.ts';
import type { Shapes } from './catalogue.ts';
import { parseDuration } from './duration.ts';
import { diffNode, nodeSide, type ChangeEffect, type MemberChange, type NodeSide } from './diff-node.ts';
import { isFlow, scopeOf } from './graph.ts';
import type { Json, JsonObject } from './json.ts';
import { changeOf, diffJson, isSameJson } from './json-diff.ts';
import type { Definition, EdgeDefinition, NodeDefinition, NoteDefinition } from './schema.ts';

export type { ChangeEffect, MemberChange } from './diff-node.ts';

/** A node goes by its id: one that was given another id was removed and added. */
export type NodeChange =
  | { change: 'added' | 'removed'; effect: 'behaviour'; id: string; node: NodeDefinition }
  | { change: 'changed'; effect: ChangeEffect; id: string; before: NodeDefinition; after: NodeDefinition; members: MemberChange[] };

/** An edge is what it leads from and to, so it is never changed: another end is another edge. Its id is nobody's concern. */
export type EdgeChange = { change: 'added' | 'removed'; effect: 'behaviour'; edge: EdgeDefinition };

export type NoteChange =
  | { change: 'added' | 'removed'; effect: 'layout'; id: string; note: NoteDefinition }
  | { change: 'changed'; effect: 'layout'; id: string; members: MemberChange[] };

export type DefinitionDiff = {
  nodes: NodeChange[];
  edges: EdgeChange[];
  notes: NoteChange[];
  /** What is not of a node: names, schemas, settings, and the order of nodes and edges (`/nodes`, `/edges`). */
  workflow: MemberChange[];
};

/**
 * What differs from one definition to another, what a run does told apart from how it is drawn. What is there now comes
 * in its own order, then what was removed in its old one. Where the canvas was looked at (`viewport`) is left out.
 * Drafts may be unfinished: of ids that stand there twice the first is compared with the first.
 */
export function diffDefinitions(before: Definition, after: Definition, catalogue: Shapes): DefinitionDiff {
  return { nodes: diffNodes(before, after, catalogue), edges: diffEdges(before.edges, after.edges), notes: diffNotes(before.notes ?? [], after.notes ?? []), workflow: diffWorkflow(before, after) };
}

/** Whether a run of one could do other than a run of the other. */
export function changesBehaviour(diff: DefinitionDiff): boolean {
  return diff.edges.length > 0 || [...diff.nodes, ...diff.workflow].some(({ effect }) => effect === 'behaviour');
}

export function isEmptyDiff({ nodes, edges, notes, workflow }: DefinitionDiff): boolean {
  return nodes.length + edges.length + notes.length + workflow.length === 0;
}

function diffNodes(before: Definition, after: Definition, catalogue: Shapes): NodeChange[] {
  const sides = (definition: Definition): Map<string, NodeSide> => {
    const undoes = undoesOf(definition);
    const nodes = byKey(definition.nodes, ({ id }) => id);
    return new Map([...nodes].map(([key, node]) => [key, nodeSide(node, catalogue, definition.settings ?? {}, undoes)]));
  };
  const [olds, nows] = [sides(before), sides(after)];
  const changes: NodeChange[] = [];
  for (const [key, now] of nows) {
    const old = olds.get(key);
    if (old === undefined) {
      changes.push({ change: 'added', effect: 'behaviour', id: now.node.id, node: now.node });
      continue;
    }
    const members = diffNode(old, now);
    if (members.length > 0) changes.push({ change: 'changed', effect: effectOf(members), id: now.node.id, before: old.node, after: now.node, members });
  }
  for (const [key, { node }] of olds) if (!nows.has(key)) changes.push({ change: 'removed', effect: 'behaviour', id: node.id, node });
  return changes;
}

function effectOf(members: readonly MemberChange[]): ChangeEffect {
  return members.some(({ effect }) => effect === 'behaviour') ? 'behaviour' : 'layout';
}

function diffEdges(before: readonly EdgeDefinition[], after: readonly EdgeDefinition[]): EdgeChange[] {
  const [olds, nows] = [byKey(before, edgeKey), byKey(after, edgeKey)];
  const changes: EdgeChange[] = [];
  for (const [key, edge] of nows) if (!olds.has(key)) changes.push({ change: 'added', effect: 'behaviour', edge });
  for (const [key, edge] of olds) if (!nows.has(key)) changes.push({ change: 'removed', effect: 'behaviour', edge });
  return changes;
}

/** `hotel.error → refund`; of an undo `hotel ~ cancelHotel`. No two edges that mean different things have the same. */
function edgeKey(edge: EdgeDefinition): string {
  return isFlow(edge) ? `${edge.source}.${edge.branch ?? 'out'} → ${edge.target}` : `${edge.source} ~ ${edge.target}`;
}

function diffNotes(before: readonly NoteDefinition[], after: readonly NoteDefinition[]): NoteChange[] {
  const [olds, nows] = [byKey(before, ({ id }) => id), byKey(after, ({ id }) => id)];
  const changes: NoteChange[] = [];
  for (const [key, note] of nows) {
    const old = olds.get(key);
    if (old === undefined) {
      changes.push({ change: 'added', effect: 'layout', id: note.id, note });
      continue;
    }
    const members = (['text', 'position', 'size', 'color', 'parent'] as const).flatMap((name) => asDrawn(`/${name}`, old[name], note[name]));
    if (members.length > 0) changes.push({ change: 'changed', effect: 'layout', id: note.id, members });
  }
  for (const [key, note] of olds) if (!nows.has(key)) changes.push({ change: 'removed', effect: 'layout', id: note.id, note });
  return changes;
}

function diffWorkflow(before: Definition, after: Definition): MemberChange[] {
  const [old, now] = [before.settings ?? {}, after.settings ?? {}];
  const plain = <K extends keyof typeof SETTING_DEFAULTS>(key: K): MemberChange[] => said(`/settings/${key}`, old[key], now[key], isSameJson(old[key] ?? SETTING_DEFAULTS[key], now[key] ?? SETTING_DEFAULTS[key]));
  return [
    ...deep('/input', before.input, after.input),
    ...deep('/output', before.output, after.output),
    ...deep('/queries', before.queries ?? {}, after.queries ?? {}),
    ...deep('/updates', updatesOf(before), updatesOf(after)),
    ...said('/settings/timeout', old.timeout, now.timeout, milliseconds(old.timeout) === milliseconds(now.timeout)),
    ...plain('timeoutCountsPeople'),
    ...plain('taskQueue'),
    ...plain('priority'),
    ...deep('/settings/retry', asJson(old.retry), asJson(now.retry)),
    ...deep('/settings/searchAttributes', old.searchAttributes ?? {}, now.searchAttributes ?? {}),
    ...plain('onConflict'),
    ...inOrder('/nodes', before.nodes, after.nodes, ({ id }) => id, scopeOf),
    ...inOrder('/edges', before.edges.filter(isFlow), after.edges.filter(isFlow), edgeKey, ({ source }) => source),
    ...asDrawn('/name', before.name, after.name),
    ...asDrawn('/description', before.description, after.description),
  ];
}

const SETTING_DEFAULTS = { timeoutCountsPeople: false, taskQueue: 'default', priority: 0, onConflict: 'fail' } as const;

function said(pointer: string, before: Json | undefined, after: Json | undefined, isSameThing: boolean): MemberChange[] {
  return isSameJson(before, after) ? [] : [{ ...changeOf(pointer, before, after), effect: isSameThing ? 'layout' : 'behaviour', saidBy: 'itself' }];
}

function asDrawn(pointer: string, before: Json | undefined, after: Json | undefined): MemberChange[] {
  return said(pointer, before, after, true);
}

function deep(pointer: string, before: Json | undefined, after: Json | undefined): MemberChange[] {
  return diffJson(before, after, pointer).map((change) => ({ ...change, effect: 'behaviour', saidBy: 'itself' }));
}

/**
 * What becomes ready together begins in the order in which it stands: nodes within their scope, edges of one node.
 * Only what is there on both sides, in the same place, can stand in another order.
 */
function inOrder<T>(pointer: string, before: readonly T[], after: readonly T[], keyOf: (item: T) => string, placeOf: (item: T) => string): MemberChange[] {
  const [olds, nows] = [byKey(before, keyOf), byKey(after, keyOf)];
  const places = (from: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): Map<string, string[]> => {
    const found = new Map<string, string[]>();
    for (const [key, item] of from) {
      const twin = other.get(key);
      if (twin === undefined || placeOf(twin) !== placeOf(item)) continue;
      const keys = found.get(placeOf(item));
      if (keys) keys.push(key);
      else found.set(placeOf(item), [key]);
    }
    return found;
  };
  const [was, is] = [places(olds, nows), places(nows, olds)];
  const moved = [...is].filter(([place, keys]) => keys.some((key, index) => was.get(place)![index] !== key)).map(([place]) => place);
  if (moved.length === 0) return [];
  return [{ pointer, before: moved.flatMap((place) => was.get(place)!), after: moved.flatMap((place) => is.get(place)!), effect: 'behaviour', saidBy: 'itself' }];
}

function milliseconds(text: string | undefined): number | null {
  return text === undefined ? null : parseDuration(text);
}

/** Drops members that are undefined: they do not exist once a document was sent. */
function asJson(value: Readonly<Record<string, Json | undefined>> | undefined): JsonObject {
  return Object.fromEntries(Object.entries(value ?? {}).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function updatesOf({ updates }: Definition): JsonObject {
  return Object.fromEntries(Object.entries(updates ?? {}).map(([name, update]) => [name, asJson(update)]));
}

/** By key, in order; of those with the same key each later one has its number beside it. */
function byKey<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> {
  const found = new Map<string, T>();
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    found.set(number === 1 ? key : `${key} #${number}`, item);
  }
  return found;
}
