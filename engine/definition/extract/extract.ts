import type { Catalogue } from '../catalogue.ts';
import { checkDefinition } from '../check.ts';
import { freshId, freshIds } from '../fresh-id.ts';
import { isFlow } from '../graph.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Definition, EdgeDefinition, Finding, NodeDefinition } from '../schema.ts';
import { borderOf, way, type Border } from './closed.ts';
import type { ExtractRefusal } from './refusal.ts';
import { CannotRewrite, rewriteExpression, rewriteNode, rewriteValue } from './rewrite.ts';
import { Seam, SeamRefusal } from './seam.ts';

export type Extraction = {
  /** The workflow of its own. */
  sub: Definition;
  /** The rest, with a step that runs it. */
  definition: Definition;
  /** The id of that step. */
  child: string;
  /** What it is given and what it gives, by name, and what that was called before. */
  inputs: Readonly<Record<string, string>>;
  outputs: Readonly<Record<string, string>>;
};
export type Extracted = { ok: true; extraction: Extraction } | { ok: false; refusal: ExtractRefusal };

/**
 * Turns nodes of one scope into a workflow of its own and a step that runs it in their place. What they read of the rest
 * becomes its input, what the rest reads of them its output.
 * @param options.workflow how the step names the new workflow: its slug
 */
export function extractWorkflow(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>, options: { name: string; workflow: string }): Extracted {
  try {
    return extract(definition, catalogue, ids, options);
  } catch (error) {
    if (error instanceof CannotRewrite) return refuse('computed', [...ids]);
    if (error instanceof SeamRefusal) return refuse(error.why, [error.node]);
    throw error;
  }
}

function refuse(why: ExtractRefusal['why'], nodes: string[], finding?: Finding): Extracted {
  return { ok: false, refusal: { why, nodes, ...(finding === undefined ? {} : { finding }) } };
}

function extract(definition: Definition, catalogue: Catalogue, ids: ReadonlySet<string>, { name, workflow }: { name: string; workflow: string }): Extracted {
  const chosen = topOf(definition, ids);
  const refusal = notClosed(definition, catalogue, chosen);
  if (refusal !== null) return { ok: false, refusal };
  const border = borderOf(definition, catalogue, chosen);
  if ('why' in border) return { ok: false, refusal: border };
  const counting = border.entries.filter(({ join }) => join !== undefined && join !== 'all' && border.into.length > 0);
  const first = border.entries[0]!;
  // One beginning that nothing else leads to hands its join on to the step that stands for it.
  const handsOn = border.entries.length === 1 && !border.inner.some(({ target }) => target === first.id);
  if (counting.length > 0 && !handsOn) return refuse('join', counting.map(({ id }) => id));

  const moved = new Set([...chosen.map(({ id }) => id), ...insideOf(definition, chosen)]);
  const child = freshId(definition, idOf(name));
  const seam = new Seam(definition, catalogue, moved, child);
  const inside = definition.nodes.filter(({ id }) => moved.has(id)).map((node) => rewriteNode(node, catalogue.get(node.type), seam.inward(node)));
  const outside = definition.nodes.filter(({ id }) => !moved.has(id)).map((node) => rewriteNode(node, catalogue.get(node.type), seam.outward(node)));
  const queries = definition.queries && Object.fromEntries(Object.entries(definition.queries).map(([key, source]) => [key, rewriteExpression(source, seam.outward(null))]));
  const updates = definition.updates && Object.fromEntries(Object.entries(definition.updates).map(([key, update]) => [key, { ...update, ...(update.set === undefined ? {} : { set: rewriteValue(update.set, seam.outward(null)) as JsonObject }), ...(update.result === undefined ? {} : { result: rewriteValue(update.result, seam.outward(null)) }) }]));

  const { refused, of: whole } = wholeOutput(definition, catalogue, chosen, seam);
  if (refused) return refuse('output', border.sinks.map(({ id }) => id));
  const sub = subWorkflow(definition, catalogue, { name, chosen, inside, border, seam, whole, handsOn });
  const step: NodeDefinition = {
    ...childNode(catalogue, child, name, chosen),
    ...(handsOn && first.join !== undefined ? { join: first.join } : {}),
    ...(handsOn && first.rest !== undefined ? { rest: first.rest } : {}),
    params: { ...catalogue.get('child')?.defaults, workflow, version: 'latest', input: seam.given() },
  };
  const at = definition.nodes.findIndex(({ id }) => moved.has(id));
  const before = definition.nodes.slice(0, at).filter(({ id }) => !moved.has(id)).length;
  const nodes = [...outside.slice(0, before), step, ...outside.slice(before)];
  const edges = [...definition.edges.filter((edge) => !moved.has(edge.source) && !moved.has(edge.target)), ...tied(border, child)];
  const next: Definition = { ...definition, nodes, edges, ...(queries ? { queries } : {}), ...(updates ? { updates } : {}) };
  const broken = newError(definition, next, catalogue) ?? checkDefinition(sub, catalogue).findings.find(({ severity }) => severity === 'error');
  if (broken !== undefined) return refuse('broken', broken.node === undefined ? [] : [broken.node], broken);
  return { ok: true, extraction: { sub, definition: next, child, inputs: seam.inputs(), outputs: whole === null ? seam.outputs() : { '': `nodes.${whole}.output` } } };
}

/** Of what is selected, what stands in nothing else that is. */
function topOf(definition: Definition, ids: ReadonlySet<string>): NodeDefinition[] {
  const parents = new Map(definition.nodes.map(({ id, parent }) => [id, parent]));
  const held = (id: string): boolean => {
    const seen = new Set<string>();
    for (let at = parents.get(id); at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (ids.has(at)) return true;
      seen.add(at);
    }
    return false;
  };
  return definition.nodes.filter(({ id }) => ids.has(id) && !held(id));
}

function notClosed(definition: Definition, catalogue: Catalogue, chosen: readonly NodeDefinition[]): ExtractRefusal | null {
  const of = (why: ExtractRefusal['why'], nodes: readonly NodeDefinition[]): ExtractRefusal | null => (nodes.length === 0 ? null : { why, nodes: nodes.map(({ id }) => id) });
  if (chosen.length === 0) return { why: 'empty', nodes: [] };
  if (new Set(chosen.map(({ parent }) => parent)).size > 1) return of('scopes', chosen);
  const undone = new Set(definition.edges.filter((edge) => !isFlow(edge)).flatMap(({ source, target }) => [source, target]));
  return (
    of('start', chosen.filter(({ type }) => catalogue.get(type)?.kind === 'start')) ??
    of('end', chosen.filter(({ type }) => catalogue.get(type)?.kind === 'end')) ??
    of('cleanup', chosen.filter(({ always }) => always === true)) ??
    of('undo', chosen.filter(({ id }) => undone.has(id)))
  );
}

function insideOf(definition: Definition, chosen: readonly NodeDefinition[]): string[] {
  const found = new Set<string>();
  const open = chosen.map(({ id }) => id);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const node of definition.nodes) {
      if (node.parent !== at || found.has(node.id)) continue;
      found.add(node.id);
      open.push(node.id);
    }
  }
  return [...found];
}

/** Without an end a scope gives what stands at its end: then the last of the selection is what the step gives, if it is the only one. */
function wholeOutput(definition: Definition, catalogue: Catalogue, chosen: readonly NodeDefinition[], seam: Seam): { refused: boolean; of: string | null } {
  const scope = definition.nodes.filter(({ parent, always }) => parent === chosen[0]!.parent && always !== true);
  if (scope.some(({ type }) => catalogue.get(type)?.kind === 'end')) return { refused: false, of: null };
  const left = new Set(definition.edges.map(({ source }) => source));
  const undone = new Set(definition.edges.filter((edge) => !isFlow(edge)).map(({ target }) => target));
  const sinks = scope.filter(({ id }) => !left.has(id) && !undone.has(id));
  const ours = sinks.filter(({ id }) => chosen.some((node) => node.id === id));
  const [last] = ours;
  return { refused: last !== undefined && (sinks.length > 1 || Object.keys(seam.outputs()).length > 0), of: last?.id ?? null };
}

type Parts = { name: string; chosen: readonly NodeDefinition[]; inside: readonly NodeDefinition[]; border: Border; seam: Seam; whole: string | null; handsOn: boolean };

function subWorkflow(definition: Definition, catalogue: Catalogue, { name, chosen, inside, border, seam, whole, handsOn }: Parts): Definition {
  const top = new Set(chosen.map(({ id }) => id));
  const left = Math.min(...chosen.map(({ position }) => position.x));
  const upper = Math.min(...chosen.map(({ position }) => position.y));
  const right = Math.max(...chosen.map(({ position, ui }) => position.x + (ui?.size?.width ?? 200)));
  const [start, end] = [freshId(definition, 'start'), freshId(definition, 'end')];
  const nodes = inside.map((node): NodeDefinition => {
    if (!top.has(node.id)) return node;
    const { parent: _, ...rest } = node;
    const { join: __, rest: ___, ...free } = rest;
    return { ...(handsOn && node.id === border.entries[0]!.id ? free : rest), position: { x: node.position.x - left + 280, y: node.position.y - upper } };
  });
  const freshEdge = freshIds(definition, 's');
  const ways = new Map<string, { source: string; branch?: string }>();
  for (const edge of border.out) ways.set(way(edge), { source: edge.source, ...(edge.branch === undefined ? {} : { branch: edge.branch }) });
  for (const sink of border.sinks) for (const branch of catalogue.get(sink.type)?.branches(sink.params) ?? ['out']) ways.set(`${sink.id} ${branch}`, { source: sink.id, ...(branch === 'out' ? {} : { branch }) });
  const held = new Set(inside.map(({ id }) => id));
  const edges: EdgeDefinition[] = [
    ...border.entries.map((entry) => ({ id: freshEdge(), source: start, target: entry.id })),
    ...definition.edges.filter((edge) => held.has(edge.source) && held.has(edge.target)),
    ...[...ways.values()].map((from) => ({ id: freshEdge(), ...from, target: end })),
  ];
  const settings = definition.settings ?? {};
  const kept = Object.fromEntries(Object.entries({ retry: settings.retry, taskQueue: settings.taskQueue, priority: settings.priority }).filter(([, value]) => value !== undefined));
  const made = (guarded: boolean): Definition => ({
    heddle: definition.heddle,
    name,
    input: { type: 'object', properties: seam.properties() },
    ...(Object.keys(kept).length === 0 ? {} : { settings: kept }),
    nodes: [
      { id: start, type: 'start', typeVersion: 1, name: catalogue.get('start')?.face.label ?? '', position: { x: 0, y: 0 }, params: {} },
      ...nodes,
      { id: end, type: 'end', typeVersion: 1, name: catalogue.get('end')?.face.label ?? '', position: { x: right - left + 380, y: 0 }, params: { output: outputOf(seam, whole, guarded) } },
    ],
    edges,
  });
  // What may have been skipped is null outside too.
  const plain = made(false);
  return checkDefinition(plain, catalogue).findings.some(({ node }) => node === end) ? made(true) : plain;
}

function outputOf(seam: Seam, whole: string | null, guarded: boolean): Json {
  const read = (source: string): string => (guarded ? `{{ default(${source}, null) }}` : `{{ ${source} }}`);
  if (whole !== null) return read(seam.path(whole));
  return Object.fromEntries(Object.entries(seam.outputs()).map(([name, source]) => [name, read(source)]));
}

function childNode(catalogue: Catalogue, id: string, name: string, chosen: readonly NodeDefinition[]): NodeDefinition {
  const { parent } = chosen[0]!;
  const position = { x: Math.min(...chosen.map((node) => node.position.x)), y: Math.min(...chosen.map((node) => node.position.y)) };
  return { id, type: 'child', typeVersion: catalogue.get('child')?.version ?? 1, name, position, params: {}, ...(parent === undefined ? {} : { parent }) };
}

/** What led in leads to the step, what led out leaves it. */
function tied({ into, out }: Border, child: string): EdgeDefinition[] {
  const seen = new Set<string>();
  const once = (key: string): boolean => !seen.has(key) && seen.add(key).has(key);
  return [
    ...into.flatMap((edge) => (once(`in ${way(edge)}`) ? [{ ...edge, target: child }] : [])),
    ...out.flatMap((edge) => (once(`out ${edge.target}`) ? [{ id: edge.id, source: child, target: edge.target }] : [])),
  ];
}

/** An error that the drawing did not have before. What the new step's workflow says is known when it is there. */
function newError(before: Definition, after: Definition, catalogue: Catalogue): Finding | undefined {
  const old = new Set(checkDefinition(before, catalogue).findings.map(({ code, node, message }) => `${code} ${node ?? ''} ${message}`));
  return checkDefinition(after, catalogue).findings.find(({ severity, code, node, message }) => severity === 'error' && !old.has(`${code} ${node ?? ''} ${message}`));
}

function idOf(name: string): string {
  const words = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').match(/[A-Za-z0-9]+/g) ?? [];
  const id = words.map((word, at) => (at === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join('').replace(/^\d+/, '').slice(0, 40);
  return id === '' ? 'sub' : id;
}
