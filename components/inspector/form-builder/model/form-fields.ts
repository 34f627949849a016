import { checkSchemaDocument, isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';
import { isStableName } from './field-name.ts';
import { readType, unfitKeyword, type FieldType, type Why } from './field-type.ts';

/**
 * A JSON Schema of an object as a list of fields, and back. A field keeps its own schema as it is written, and what is
 * changed is one keyword of it: so what the builder does not know stays, and nothing that is read is written otherwise.
 */
export type FormField = { name: string; type: FieldType; required: boolean; schema: JsonObject };

/** Which part of a schema cannot be shown as fields, and why. `field` is empty for the whole. */
export type Refusal = { why: Why; field: string; keyword: string };
export type FormRead = { ok: true; fields: FormField[] } | { ok: false; refusal: Refusal };

/** Keywords of the whole that no list of fields can say. */
const WHOLE: ReadonlyMap<string, Why> = new Map([['patternProperties', 'names'], ['propertyNames', 'names'], ['enum', 'fixed'], ['items', 'notObject'], ['prefixItems', 'notObject']]);

/** The fields of a schema, in the order in which it is written. No schema has no fields yet. */
export function readFields(schema: Json | undefined): FormRead {
  if (schema === undefined) return { ok: true, fields: [] };
  if (!isJsonObject(schema)) return refused('notObject', '', '');
  const fault = checkSchemaDocument(schema)[0];
  if (fault !== undefined) return refused('faulty', '', fault.keyword);
  const { type, properties, required } = schema;
  if (type !== undefined && type !== 'object') return refused('notObject', '', 'type');
  const unfit = unfitKeyword(schema) ?? wholeKeyword(schema);
  if (unfit !== null) return refused(unfit.why, '', unfit.keyword);
  const members = Object.entries(isJsonObject(properties) ? properties : {});
  const names = new Set(Array.isArray(required) ? required : []);
  for (const name of names) if (!members.some(([member]) => member === name)) return refused('notDeclared', String(name), 'required');
  const fields: FormField[] = [];
  for (const [name, member] of members) {
    if (!isStableName(name)) return refused('badName', name, '');
    const read = readType(member);
    if (!read.ok) return refused(read.why, name, read.keyword);
    if (isJsonObject(member)) fields.push({ name, type: read.type, required: names.has(name), schema: member });
  }
  return { ok: true, fields };
}

function wholeKeyword(schema: JsonObject): { why: Why; keyword: string } | null {
  for (const keyword of Object.keys(schema)) {
    const why = WHOLE.get(keyword);
    if (why !== undefined) return { why, keyword };
  }
  return null;
}

function refused(why: Why, field: string, keyword: string): FormRead {
  return { ok: false, refusal: { why, field, keyword } };
}

/** The schema with these fields; what is said of the whole stays, in its place. */
export function writeFields(schema: JsonObject, fields: readonly FormField[]): JsonObject {
  const had = schema['properties'] !== undefined;
  const next: JsonObject = had || fields.length === 0 ? { ...schema } : { ...(schema['type'] === undefined ? { type: 'object' } : {}), ...schema };
  if (had || fields.length > 0) next['properties'] = Object.fromEntries(fields.map(({ name, schema: member }) => [name, member]));
  const required = requiredOf(schema['required'], fields);
  if (required === undefined) delete next['required'];
  else next['required'] = required;
  return next;
}

/** In the order in which they stood; a list that has come to nothing is taken away. */
function requiredOf(before: Json | undefined, fields: readonly FormField[]): Json | undefined {
  const wanted = fields.filter(({ required }) => required).map(({ name }) => name);
  const stood = Array.isArray(before) ? before : [];
  const kept = stood.filter((name) => wanted.some((one) => one === name));
  const next = [...kept, ...wanted.filter((name) => !kept.includes(name))];
  if (next.length > 0) return next;
  return stood.length === 0 ? before : undefined;
}
