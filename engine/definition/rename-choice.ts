import type { Shapes } from './catalogue.ts';
import { checkExpression, checkTemplateText, type ExpressionCheck } from './expressions/check.ts';
import type { WrittenText } from './expressions/comparisons.ts';
import { isJsonObject, type Json } from './json.ts';
import { modeOf } from './param-templates.ts';
import type { Definition, NodeDefinition } from './schema.ts';
import { insideOutput, stepRead, undoneBy } from './step-read.ts';

/** Choices of one node that have other names now, and where in its output the one that was taken is told. */
export type RenamedChoices = { node: string; at: readonly string[]; names: ReadonlyMap<string, string> };

/**
 * The same definition, where every expression that compares what the node chose with the name of a choice says its new
 * one: `nodes.review.output.outcome == "approve"`. A name that is put together, or looked up, stays as it is.
 */
export function renameChoices(definition: Definition, catalogue: Shapes, renamed: RenamedChoices): Definition {
  const writtenIn = (undone: readonly string[]) => ({
    expression: (text: string) => written(text, checkExpression(text), renamed, undone),
    inText: (value: Json): Json => within(value, (text) => written(text, checkTemplateText(text), renamed, undone)),
  });

  const ofNode = (node: NodeDefinition): NodeDefinition => {
    const shape = catalogue.get(node.type);
    if (shape === undefined) return node;
    const { expression, inText } = writtenIn(undoneBy(definition, node.id));
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
  const { expression, inText } = writtenIn([]);
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

function written(text: string, { comparisons }: ExpressionCheck, { node, at, names }: RenamedChoices, undone: readonly string[]): string {
  const place = at.join('\u0001');
  // By their places: what a list is looked up by stands in the text once, and in a comparison with each of its items.
  const named = new Map<number, WrittenText>();
  for (const one of comparisons) {
    const read = stepRead(one.root, one.path, undone);
    if (read === null || !read.ids.includes(node) || insideOutput(read, one.path)?.join('\u0001') !== place) continue;
    // What stands for a missing choice is the name of one, too.
    for (const said of [one, one.fallback]) if (said !== null && said !== 'computed') named.set(said.start, said);
  }
  let next = text;
  // From the back, so that the places before it stay right.
  for (const { value, start, end } of [...named.values()].sort((a, b) => b.start - a.start)) {
    const to = names.get(value);
    // Written in some other way than between two quotes: whoever wrote it so is told that it is never equal.
    if (to !== undefined && text.slice(start, end).slice(1, -1) === value) next = next.slice(0, start + 1) + to + next.slice(end - 1);
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
