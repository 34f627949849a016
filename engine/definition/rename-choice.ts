import type { Shapes } from './catalogue.ts';
import { checkExpression, checkTemplateText, type ExpressionCheck } from './expressions/check.ts';
import { isJsonObject, type Json } from './json.ts';
import { modeOf } from './param-templates.ts';
import type { Definition, NodeDefinition } from './schema.ts';

/** Choices of one node that have other names now, and where in its output the one that was taken is told. */
export type RenamedChoices = { node: string; at: readonly string[]; names: ReadonlyMap<string, string> };

/**
 * The same definition, where every expression that compares what the node chose with the name of a choice says its new
 * one: `nodes.review.output.outcome == "approve"`. A name that is put together, or looked up, stays as it is.
 */
export function renameChoices(definition: Definition, catalogue: Shapes, renamed: RenamedChoices): Definition {
  const template = (text: string) => written(text, checkTemplateText(text), renamed);
  const expression = (text: string) => written(text, checkExpression(text), renamed);
  const inText = (value: Json): Json => within(value, template);

  const ofNode = (node: NodeDefinition): NodeDefinition => {
    const shape = catalogue.get(node.type);
    if (shape === undefined) return node;
    const params = changed(node.params, (value, param) => {
      const mode = modeOf(shape, param);
      switch (mode) {
        case 'template': return inText(value);
        case 'expression': return typeof value === 'string' ? expression(value) : value;
        case 'cases': return Array.isArray(value) ? items(value, (item) => (isJsonObject(item) ? changed(item, (member, key) => (key === 'when' && typeof member === 'string' ? expression(member) : member)) : item)) : value;
        case 'literal': return value;
      }
    });
    return params === node.params ? node : { ...node, params };
  };

  const nodes = items(definition.nodes, ofNode);
  const { queries, updates, settings } = definition;
  const asked = queries && changed(queries, expression);
  const updated = updates && changed(updates, (update) => {
    const set = update.set && changed(update.set, inText);
    const result = update.result === undefined ? undefined : inText(update.result);
    return set === update.set && result === update.result ? update : { ...update, ...(set && { set }), ...(result === undefined ? {} : { result }) };
  });
  const attributes = settings?.searchAttributes && changed(settings.searchAttributes, inText);
  if (nodes === definition.nodes && asked === queries && updated === updates && attributes === settings?.searchAttributes) return definition;
  return { ...definition, nodes, ...(asked && { queries: asked }), ...(updated && { updates: updated }), ...(attributes && { settings: { ...settings, searchAttributes: attributes } }) };
}

function written(text: string, { comparisons }: ExpressionCheck, { node, at, names }: RenamedChoices): string {
  const path = [node, 'output', ...at].join('\u0001');
  let next = text;
  // From the back, so that the places before it stay right.
  for (const one of [...comparisons].sort((a, b) => b.start - a.start)) {
    const to = names.get(one.value);
    if (to === undefined || one.root !== 'nodes' || one.path.join('\u0001') !== path) continue;
    const quoted = text.slice(one.start, one.end);
    // Written in some other way than between two quotes: whoever wrote it so is told that it is never equal.
    if (quoted.slice(1, -1) === one.value) next = next.slice(0, one.start + 1) + to + next.slice(one.end - 1);
  }
  return next;
}

function within(value: Json, say: (text: string) => string): Json {
  if (typeof value === 'string') return say(value);
  if (Array.isArray(value)) return items(value, (item) => within(item, say));
  return isJsonObject(value) ? changed(value, (member) => within(member, say)) : value;
}

/** The list itself when nothing in it is another: documents share what did not change. */
function items<T>(list: T[], change: (item: T) => T): T[] {
  const next = list.map(change);
  return next.some((item, index) => item !== list[index]) ? next : list;
}

function changed<T>(record: Record<string, T>, change: (value: T, key: string) => T): Record<string, T> {
  const entries = Object.entries(record);
  const next = entries.map(([key, value]) => [key, change(value, key)] as const);
  return next.some(([, value], index) => value !== entries[index]![1]) ? Object.fromEntries(next) : record;
}
