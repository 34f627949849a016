import { cutText } from '../cut-text.ts';
import type { Json, JsonObject } from '../../ports/node-runner.ts';
import { entitiesOf, hashOf, listedIn, moodOf, numbersIn, placeOf, questionsIn, sentencesOf, summarise, topicsOf } from './offline-text.ts';

const DEEPEST = 8;
/** Lists of anything but texts and numbers that stand deeper stay empty where they may: a schema that holds itself would have no end. */
const DEEPEST_LIST = 5;

/**
 * A value that fits a JSON Schema, made of what the text says: summaries for texts, names for entities, a list for lists,
 * its questions for what is open, the mood of the text for sentiments and scores. The same text and schema always give the
 * same value.
 */
export function jsonFrom(schema: Json | undefined, text: string, name = '', root: Json | undefined = schema, depth = 0): Json {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema) || depth > DEEPEST) return null;
  const place = (next: Json | undefined, nextName = name) => jsonFrom(next, text, nextName, root, depth + 1);
  if (typeof schema.$ref === 'string') return place(resolve(root, schema.$ref));
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return chooseOption(schema.enum, text, name);
  for (const key of ['anyOf', 'oneOf'] as const) {
    const options = schema[key];
    if (Array.isArray(options)) return place(options.find((option) => !isNull(option)) ?? options[0]);
  }
  if (Array.isArray(schema.allOf)) return place(mergeAll(schema));
  switch (typeOf(schema)) {
    case 'object': return objectFrom(schema, text, (next, nextName, about) => jsonFrom(next, about, nextName, root, depth + 1));
    case 'array': return arrayFrom(schema, text, name, { root, depth });
    case 'integer': return Math.round(numberFrom(schema, text, name, true));
    case 'number': return numberFrom(schema, text, name, false);
    case 'boolean': return moodOf(text) >= 0;
    case 'null': return null;
    default: return stringFrom(schema, text, name);
  }
}

/** Where within which schema a value is made. */
type Place = { root: Json | undefined; depth: number };

function typeOf(schema: JsonObject): string {
  const type = Array.isArray(schema.type) ? schema.type.find((candidate) => candidate !== 'null') : schema.type;
  if (typeof type === 'string') return type;
  if (schema.properties !== undefined) return 'object';
  return schema.items !== undefined ? 'array' : 'string';
}

function isNull(schema: Json): boolean {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) && schema.type === 'null';
}

function mergeAll(schema: JsonObject): JsonObject {
  const merged: JsonObject = { ...schema };
  delete merged.allOf;
  for (const part of schema.allOf as Json[]) {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) continue;
    const properties = { ...(merged.properties as JsonObject | undefined), ...(part.properties as JsonObject | undefined) };
    Object.assign(merged, part, Object.keys(properties).length > 0 ? { properties } : {});
  }
  return merged;
}

/** What a schema stands for that only refers to another; of one that goes round in a circle nothing is known. */
function referred(schema: Json, root: Json | undefined): Json {
  let found = schema;
  for (let steps = 0; typeof found === 'object' && found !== null && !Array.isArray(found) && typeof found.$ref === 'string'; steps++) {
    if (steps === DEEPEST) return {};
    found = resolve(root, found.$ref) ?? {};
  }
  return found;
}

function resolve(root: Json | undefined, reference: string): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  let value = root;
  for (const token of reference.slice(1).split('/').filter((part) => part !== '')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : value[key];
  }
  return value;
}

function chooseOption(options: Json[], text: string, name: string): Json {
  const mood = moodOf(text);
  const wanted = mood > 0.15 ? /pos|good|low|accept|approve|favou?r/i : mood < -0.15 ? /neg|bad|high|reject|declin|against/i : /neutral|mixed|medium|moderate|review/i;
  return options.find((option) => typeof option === 'string' && wanted.test(option)) ?? firstNamed(options, text) ?? options[hashOf(name + text) % options.length]!;
}

function firstNamed(options: Json[], text: string): Json | undefined {
  const places = options.map((option) => ({ option, place: typeof option === 'string' && option !== '' ? placeOf(option, text) : -1 })).filter(({ place }) => place >= 0);
  return places.sort((left, right) => left.place - right.place)[0]?.option;
}

function objectFrom(schema: JsonObject, text: string, placed: (schema: Json | undefined, name: string, text: string) => Json): JsonObject {
  const properties = schema.properties;
  const result: JsonObject = {};
  if (typeof properties === 'object' && properties !== null && !Array.isArray(properties)) {
    const about = reasonsFor(properties, text);
    for (const [key, value] of Object.entries(properties)) result[key] = placed(value, key, isChoice(value) ? text : about);
  }
  for (const key of Array.isArray(schema.required) ? schema.required : []) if (typeof key === 'string' && !(key in result)) result[key] = placed({}, key, text);
  return result;
}

function isChoice(schema: Json | undefined): schema is JsonObject & { enum: Json[] } {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) && Array.isArray(schema.enum) && schema.enum.length > 0;
}

/** What stands beside a choice is about what was chosen: the sentences that name it, if there are any. */
function reasonsFor(properties: JsonObject, text: string): string {
  const choice = Object.entries(properties).find(([, value]) => isChoice(value));
  const chosen = choice === undefined ? null : chooseOption((choice[1] as { enum: Json[] }).enum, text, choice[0]);
  if (typeof chosen !== 'string' || chosen === '') return text;
  const naming = sentencesOf(text).filter((sentence) => placeOf(chosen, sentence) >= 0);
  return naming.length === 0 ? text : naming.join('\n');
}

function arrayFrom(schema: JsonObject, text: string, name: string, { root, depth }: Place): Json[] {
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const most = typeof schema.maxItems === 'number' ? schema.maxItems : 50;
  const count = Math.min(Math.max(3, least), most);
  const items = referred(schema.items ?? {}, root);
  const entry = (about: string): Json => jsonFrom(items, about, name, root, depth + 1);
  const type = typeof items === 'object' && items !== null && !Array.isArray(items) && items.enum === undefined ? typeOf(items) : '';
  const found = foundIn(text, type, name, items).slice(0, most);
  if (type === 'string') {
    if (found.length >= least && (found.length > 0 || isOpen(name))) return found;
    const pool = isNames(name) ? entitiesOf(text) : isTopics(name) ? topicsOf(text) : summarise(text, count);
    const unique = [...new Set(pool)].slice(0, Math.max(count, /entit|topic|keyword|tag/i.test(name) ? Math.min(6, most) : 0));
    while (unique.length < least) unique.push(`${entry(text) as string} (${unique.length + 1})`);
    return unique;
  }
  if (type === 'integer' || type === 'number') {
    if (found.length >= least) return found;
  } else if (least === 0 && depth >= DEEPEST_LIST) return [];
  else if (type === 'object' && found.length > 0 && found.length >= least) return found.map((each) => entry(each as string));
  const sentences = summarise(text, count);
  // Each item is about another part of the text, so that they differ.
  return Array.from({ length: Math.min(Math.max(least, Math.min(count, sentences.length)), most) }, (_, index) => entry(sentences[index] ?? `${text} ${index}`));
}

/** What stands in the text as it is wanted: its numbers for numbers, its questions for what is open, else the entries of a list. */
function foundIn(text: string, type: string, name: string, items: Json): (string | number)[] {
  if (type === 'integer' || type === 'number') return numbersIn(text).filter((number) => fits(items as JsonObject, number));
  if (type === 'string') return fittingTexts(isOpen(name) ? questionsIn(text) : isNames(name) || isTopics(name) ? [] : listedIn(text), items as JsonObject);
  return listedIn(text);
}

/** Each once, and no longer than the schema allows. */
function fittingTexts(texts: string[], { maxLength }: JsonObject): string[] {
  return [...new Set(typeof maxLength === 'number' ? texts.map((text) => cutText(text, maxLength).trimEnd()) : texts)];
}

function isOpen(name: string): boolean {
  return /^(open|gaps?|missing|unanswered|unknowns?)/i.test(name);
}

function isNames(name: string): boolean {
  return /entit|name|compan|organi|people|person|place/i.test(name);
}

function isTopics(name: string): boolean {
  return /topic|keyword|tag|theme/i.test(name);
}

function numberFrom(schema: JsonObject, text: string, name: string, whole: boolean): number {
  const step = whole ? 1 : 0.01;
  const least = bound(schema.minimum, schema.exclusiveMinimum, step) ?? 0;
  const most = bound(schema.maximum, schema.exclusiveMaximum, -step) ?? (least <= 1 && !whole ? Math.max(1, least) : least + 100);
  // A score follows the mood where there is one; anything else is drawn from the text.
  const mood = moodOf(text);
  const share = /score|sentiment|polarity|rating|confidence|strength/i.test(name) && mood !== 0 ? (mood + 1) / 2 : (hashOf(name + text) % 1_000) / 1_000;
  const value = least + share * (most - least);
  const multiple = typeof schema.multipleOf === 'number' && schema.multipleOf > 0 ? schema.multipleOf : step;
  return Math.min(most, Math.max(least, Number((Math.round(value / multiple) * multiple).toFixed(6))));
}

function fits(schema: JsonObject, number: number): boolean {
  return number >= (bound(schema.minimum, schema.exclusiveMinimum, 1) ?? -Infinity) && number <= (bound(schema.maximum, schema.exclusiveMaximum, -1) ?? Infinity) && (typeof schema.multipleOf !== 'number' || number % schema.multipleOf === 0);
}

function bound(inclusive: Json | undefined, exclusive: Json | undefined, step: number): number | undefined {
  if (typeof inclusive === 'number') return inclusive;
  return typeof exclusive === 'number' ? exclusive + step : undefined;
}

/** A summary tells what is known; a question stands in it only where there is nothing else. */
function statementsOf(text: string): string {
  const asked = new Set(questionsIn(text));
  const told = asked.size === 0 ? [] : sentencesOf(text).filter((sentence) => !asked.has(sentence));
  return told.length === 0 ? text : told.join('\n');
}

function stringFrom(schema: JsonObject, text: string, name: string): string {
  if (schema.format === 'date') return '2026-01-01';
  if (schema.format === 'date-time') return '2026-01-01T00:00:00Z';
  if (schema.format === 'email') return 'someone@example.com';
  if (schema.format === 'uri') return 'https://example.com/';
  let value: string;
  if (/^(name|title|headline|label|entity)$/i.test(name)) value = entitiesOf(text)[0] ?? topicsOf(text).slice(0, 3).join(' ');
  else if (/topic|keyword|category/i.test(name)) value = topicsOf(text)[0] ?? '';
  else value = summarise(statementsOf(text), 2).join(' ');
  if (value === '') value = sentencesOf(text)[0] ?? (text.trim() || 'offline');
  const least = typeof schema.minLength === 'number' ? schema.minLength : 0;
  const most = typeof schema.maxLength === 'number' ? schema.maxLength : 600;
  return cutText(value, Math.max(most, least)).padEnd(least, '.');
}
