import { validateValue } from '@/components/ui/schema-form/model.ts';
import type { Json, JsonObject } from '@/engine/index.ts';
import { copyName, freshFieldName } from './field-name.ts';
import { FIELD_TYPES, optionsOf, readType, schemaOfType, type ChosenType, type FieldType } from './field-type.ts';
import { LIMITS } from './limits.ts';
import type { FormField } from './form-fields.ts';

/** What is done with a list of fields. Each gives a new list, and leaves every field alone that it does not speak of. */

export function withField(fields: readonly FormField[]): FormField[] {
  return [...fields, { name: freshFieldName('field', fields.map(({ name }) => name)), type: 'text', required: false, schema: schemaOfType('text', []) }];
}

export function withoutField(fields: readonly FormField[], at: number): FormField[] {
  return fields.filter((_, index) => index !== at);
}

/** A second one, right below. */
export function withCopy(fields: readonly FormField[], at: number): FormField[] {
  const field = fields[at];
  if (field === undefined) return [...fields];
  const copy = { ...field, name: copyName(field.name, fields.map(({ name }) => name)), schema: structuredClone(field.schema) };
  return [...fields.slice(0, at + 1), copy, ...fields.slice(at + 1)];
}

/** @param to the place that it has afterwards */
export function moved(fields: readonly FormField[], from: number, to: number): FormField[] {
  const next = [...fields];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function withChanged(fields: readonly FormField[], at: number, patch: Partial<FormField>): FormField[] {
  return fields.map((field, index) => (index === at ? { ...field, ...patch } : field));
}

/** One keyword written; undefined takes it away. What forms draw may change by it: a text of more than 200 characters is a long one. */
export function withKeyword(field: FormField, keyword: string, value: Json | undefined): FormField {
  const { [keyword]: _, ...rest } = field.schema;
  const schema = value === undefined ? rest : { ...field.schema, [keyword]: value };
  return withSchema(field, schema);
}

export function withSchema(field: FormField, schema: JsonObject): FormField {
  const read = readType(schema);
  return { ...field, schema, type: read.ok ? read.type : field.type };
}

/** Keywords that say of a value what it is; they go when a field becomes another. Everything else is kept. */
const OF_THE_TYPE = new Set([
  'type', 'enum', 'format', 'contentMediaType', 'contentEncoding', 'items', 'prefixItems', 'additionalItems', 'unevaluatedItems', 'contains', 'minContains', 'maxContains', 'uniqueItems', 'minItems', 'maxItems',
  'minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf',
  'properties', 'required', 'additionalProperties', 'unevaluatedProperties', 'patternProperties', 'propertyNames', 'minProperties', 'maxProperties',
]);
const NUMERIC: readonly string[] = ['exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/** The field as one of another type: its words stay, its limits where they mean the same, its default where it fits. @param fresh options for a choice that has none */
export function retyped(field: FormField, type: ChosenType, fresh: readonly string[]): FormField {
  if (field.type === type) return field;
  const old = field.schema;
  const options = optionsOf(old);
  const schema: JsonObject = schemaOfType(type, options.length > 0 ? options : fresh);
  for (const [keyword, value] of Object.entries(old)) {
    if (keyword === 'default') continue;
    if (!OF_THE_TYPE.has(keyword) || carries(field.type, type, keyword, value)) schema[keyword] = value;
  }
  const fallback = old['default'];
  if (fallback !== undefined && validateValue({ ...schema, default: fallback }, fallback).length === 0) schema['default'] = fallback;
  return { ...field, type, schema };
}

function carries(from: FieldType, to: ChosenType, keyword: string, value: Json): boolean {
  const numeric = (type: FieldType): boolean => type === 'number' || type === 'integer';
  if (NUMERIC.includes(keyword)) return numeric(from) && numeric(to);
  // More than so many characters, and forms draw a box of several lines.
  if (keyword === 'maxLength' && to === 'text' && typeof value === 'number' && value > 200) return false;
  return LIMITS[from].some((limit) => limit.keyword === keyword) && LIMITS[to].some((limit) => limit.keyword === keyword);
}

const WORDS = ['title', 'description', 'default'];

/** Keywords of a field that the builder does not show and keeps: said, so that nobody takes them for gone. */
export function keptKeywords({ type, schema }: FormField): string[] {
  const own = FIELD_TYPES.includes(type as ChosenType) ? schemaOfType(type as ChosenType, optionsOf(schema)) : {};
  const shown = new Set([...WORDS, ...LIMITS[type].map(({ keyword }) => keyword as string), ...(type === 'nested' ? ['type', 'properties', 'required', 'items', 'enum', 'uniqueItems'] : [])]);
  return Object.keys(schema).filter((keyword) => !shown.has(keyword) && JSON.stringify(own[keyword]) !== JSON.stringify(schema[keyword]));
}
