import type { Catalogue, NodeSpec } from './catalogue.ts';
import { CannotRewrite, rewriteExpression, rewriteNode, rewriteValue, type Rewrite } from './extract/rewrite.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Definition, NodeDefinition } from './schema.ts';
import { stepRead, undoneBy } from './step-read.ts';

/** Where the schema stands of which a field is renamed: the input of the workflow, or a parameter of a node. */
export type FieldPlace = { kind: 'input' } | { kind: 'param'; node: string; param: string };

type Renamed = {
  definition: Definition;
  /** Nodes that take the whole value, or speak of the field in a way that cannot be followed: they may still read the old name. */
  left: string[];
};

/**
 * What speaks of a field follows its new name: expressions, what an approval is prefilled with, what a schedule starts
 * with, pinned data. The schema itself is left to whoever renames.
 */
export function followFieldName(definition: Definition, catalogue: Catalogue, place: FieldPlace, from: string, to: string): Renamed {
  const field: Names = { from, to };
  const outputs = outputsOf(definition, catalogue, place);
  const left = new Set<string>();
  const rewriteOf = (node: NodeDefinition | null): Rewrite => {
    const undone = node === null ? [] : undoneBy(definition, node.id);
    return rewriteFor(field, (root, path) => {
      if (root === 'input') return place.kind === 'input' ? [] : null;
      const read = stepRead(root, path, undone);
      const output = read?.ids.map((id) => outputs.get(id)).find((one) => one !== undefined);
      return read === null || output === undefined ? null : [...read.way, ...output];
    }, () => node !== null && left.add(node.id));
  };
  const nodes = definition.nodes.map((node) => {
    const spec = catalogue.get(node.type);
    return withData(attempt(node, () => rewriteNode(node, spec, rewriteOf(node)), () => left.add(node.id)), spec, place, outputs, field);
  });
  const outer = rewriteOf(null);
  const queries = definition.queries && mapValues(definition.queries, (source) => attempt(source, () => rewriteExpression(source, outer)));
  const updates = definition.updates && mapValues(definition.updates, (update) => ({ ...update, ...inValue(update, 'set', outer), ...inValue(update, 'result', outer) }));
  const settings = definition.settings && { ...definition.settings, ...inValue(definition.settings as JsonObject, 'searchAttributes', outer) };
  return { definition: { ...definition, nodes: nodes.map((node, at) => (sameText(node, definition.nodes[at]) ? definition.nodes[at]! : node)), ...(queries ? { queries } : {}), ...(updates ? { updates } : {}), ...(settings ? { settings } : {}) }, left: [...left] };
}

type Names = { from: string; to: string };

/** Paths into the outputs of nodes at which the value stands: a start passes the input on, others say by their output's schema where it is. */
function outputsOf(definition: Definition, catalogue: Catalogue, place: FieldPlace): Map<string, string[]> {
  if (place.kind === 'input') return new Map(definition.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'start').map(({ id }) => [id, []]));
  const node = definition.nodes.find(({ id }) => id === place.node);
  const schema = node?.params[place.param];
  const output = node && outputSchemaOf(catalogue.get(node.type), node.params);
  const path = output === undefined || schema === undefined ? null : pathTo(output, schema);
  return new Map(path === null ? [] : [[place.node, path]]);
}

function outputSchemaOf(spec: NodeSpec | undefined, params: JsonObject): Json | undefined {
  try {
    return spec?.outputSchema?.(params) ?? undefined;
  } catch {
    return undefined; // A draft's parameters may have any shape.
  }
}

/** The members that lead from a schema to a part of it, which is that very object. */
function pathTo(schema: Json, part: Json): string[] | null {
  if (Object.is(schema, part)) return [];
  if (!isJsonObject(schema) || !isJsonObject(schema.properties)) return null;
  for (const [name, member] of Object.entries(schema.properties)) {
    const path = pathTo(member, part);
    if (path !== null) return [name, ...path];
  }
  return null;
}

/** @param wayTo members that lead from a root to the value; null when it does not. @param whole is told of who takes more than the field */
function rewriteFor({ from, to }: Names, wayTo: (root: string, path: readonly string[]) => readonly string[] | null, whole: () => void): Rewrite {
  return ({ root, path }) => {
    const way = wayTo(root, path);
    if (way === null || way.some((member, at) => path[at] !== undefined && path[at] !== member)) return null;
    if (path.length <= way.length) {
      whole();
      return null;
    }
    if (path[way.length] !== from) return null;
    return { members: way.length + 1, to: (written) => renamedLast(written, from, to) };
  };
}

/** The last member of `input.old` or `input["old"]` under another name, in whichever way it is written. */
function renamedLast(written: string, from: string, to: string): string {
  const at = written.lastIndexOf(from);
  if (at < 0) throw new CannotRewrite(written);
  return written.slice(0, at) + to + written.slice(at + from.length);
}

/** The same for what an update is sent: what it sets and answers reads it as `payload`. */
export function followPayloadName(update: JsonObject, from: string, to: string): JsonObject {
  const rewrite = rewriteFor({ from, to }, (root) => (root === 'payload' ? [] : null), () => undefined);
  return { ...update, ...inValue(update, 'set', rewrite), ...inValue(update, 'result', rewrite) };
}

/** What a node holds as plain data that has the field as a member. */
function withData(node: NodeDefinition, spec: NodeSpec | undefined, place: FieldPlace, outputs: ReadonlyMap<string, string[]>, field: Names): NodeDefinition {
  let params = node.params;
  const inParam = (param: string): void => {
    if (params[param] !== undefined) params = { ...params, [param]: withKey(params[param], [], field) };
  };
  if (place.kind === 'input' && spec?.kind === 'start') inParam('input');
  if (place.kind === 'param' && place.node === node.id && spec?.kind === 'approval') inParam('prefill');
  const path = outputs.get(node.id);
  const pinned = node.ui?.pinned;
  const ui = path === undefined || pinned === undefined ? node.ui : { ...node.ui, pinned: withKey(pinned as Json, path, field) };
  return { ...node, params, ...(ui === undefined ? {} : { ui }) };
}

/** A member of the object at a path under another name, in its place. One that would take the name of another stays. */
function withKey(value: Json, path: readonly string[], field: Names): Json {
  if (!isJsonObject(value)) return value;
  const [next, ...rest] = path;
  if (next !== undefined) return Object.hasOwn(value, next) ? { ...value, [next]: withKey(value[next]!, rest, field) } : value;
  if (!Object.hasOwn(value, field.from) || Object.hasOwn(value, field.to)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key === field.from ? field.to : key, member]));
}

function inValue(holder: { readonly [key: string]: unknown }, key: string, rewrite: Rewrite): JsonObject {
  const value = holder[key] as Json | undefined;
  return value === undefined ? {} : { [key]: attempt(value, () => rewriteValue(value, rewrite)) };
}

function attempt<T>(before: T, rewritten: () => T, failed?: () => void): T {
  try {
    return rewritten();
  } catch (error) {
    if (!(error instanceof CannotRewrite)) throw error;
    failed?.();
    return before;
  }
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** Nodes that nothing was changed in keep their identity, so that they are not drawn again. */
function sameText(node: NodeDefinition, before: NodeDefinition | undefined): boolean {
  return JSON.stringify(node) === JSON.stringify(before);
}
