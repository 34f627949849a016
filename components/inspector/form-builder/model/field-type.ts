import { isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';
import { fieldKind, type FieldKind } from '@/components/ui/schema-form/model.ts';

/** What an author may choose for a field, in the order in which it is offered. */
export const FIELD_TYPES = ['text', 'longText', 'number', 'integer', 'boolean', 'choice', 'choices', 'date', 'dateTime', 'email', 'url', 'texts', 'json'] as const;
export type ChosenType = (typeof FIELD_TYPES)[number];

/** `nested` is what forms draw and the builder cannot take apart: an object with members, a list of anything but texts, a choice among other values than texts. It keeps its inside. */
export type FieldType = ChosenType | 'nested';

/** Why a schema cannot be shown as fields. */
export type Why = 'reference' | 'combination' | 'condition' | 'fixed' | 'bare' | 'names' | 'notObject' | 'notDeclared' | 'badName' | 'badWord' | 'faulty';
type Unfit = { why: Why; keyword: string };
export type TypeRead = { ok: true; type: FieldType } | ({ ok: false } & Unfit);

/** Keywords that no single field can stand for. */
const UNFIT: ReadonlyMap<string, Why> = new Map([
  ['$ref', 'reference'], ['allOf', 'combination'], ['anyOf', 'combination'], ['oneOf', 'combination'], ['not', 'combination'],
  ['if', 'condition'], ['then', 'condition'], ['else', 'condition'], ['dependentRequired', 'condition'], ['dependentSchemas', 'condition'], ['const', 'fixed'],
]);

/** The first keyword that keeps a schema from being one field, or one form. */
export function unfitKeyword(schema: JsonObject): Unfit | null {
  for (const keyword of Object.keys(schema)) {
    const why = UNFIT.get(keyword);
    if (why !== undefined) return { why, keyword };
  }
  return null;
}

/** What kind of field a schema is. Forms draw the same: `DRAWN_AS` says how. */
export function readType(schema: Json | undefined): TypeRead {
  if (!isJsonObject(schema)) return { ok: false, why: 'bare', keyword: '' };
  const unfit = unfitKeyword(schema);
  if (unfit !== null) return { ok: false, ...unfit };
  for (const word of ['title', 'description', 'format'] as const) if (schema[word] !== undefined && typeof schema[word] !== 'string') return { ok: false, why: 'badWord', keyword: word };
  return { ok: true, type: typeOf(schema) };
}

function typeOf(schema: JsonObject): FieldType {
  const kind = fieldKind(schema);
  switch (kind) {
    case 'string':
      return schema['format'] === 'email' ? 'email' : schema['format'] === 'uri' ? 'url' : 'text';
    case 'multiline': return 'longText';
    case 'date': return 'date';
    case 'date-time': return 'dateTime';
    case 'number':
    case 'integer':
    case 'boolean':
      return kind;
    case 'enum': return isOptions(schema['enum']) && (schema['type'] === undefined || typeNames(schema['type']).includes('string')) ? 'choice' : 'nested';
    case 'choices': return isJsonObject(schema['items']) && typeOf(schema['items']) === 'choice' && isWhole(schema['items']) ? 'choices' : 'nested';
    case 'array': return isJsonObject(schema['items']) && isWhole(schema['items']) && typeOf(schema['items']) === 'text' ? 'texts' : 'nested';
    case 'object': return 'nested';
    case 'json': return Array.isArray(schema['enum']) || 'prefixItems' in schema ? 'nested' : 'json';
    // Both are refused before: a constant is nothing to fill in.
    case 'const': return 'nested';
  }
}

/** A schema of items that is one field by itself. */
function isWhole(items: JsonObject): boolean {
  return unfitKeyword(items) === null;
}

/** Options are written one a line, so none may be empty or hold a line's end. */
function isOption(value: Json): value is string {
  return typeof value === 'string' && value !== '' && !/[\r\n]/.test(value);
}

function isOptions(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every(isOption);
}

function typeNames(type: Json): readonly Json[] {
  return Array.isArray(type) ? type : [type];
}

/** How forms draw a field of each type. */
export const DRAWN_AS: Readonly<Record<FieldType, readonly FieldKind[]>> = {
  text: ['string'], email: ['string'], url: ['string'], longText: ['multiline'], number: ['number'], integer: ['integer'], boolean: ['boolean'], choice: ['enum'], choices: ['choices'],
  date: ['date'], dateTime: ['date-time'], texts: ['array'], json: ['json'], nested: ['object', 'array', 'enum', 'choices', 'json'],
};

/** The list that options stand in, as it is in the schema. */
export function optionsIn(schema: JsonObject): Json | undefined {
  return isJsonObject(schema['items']) ? schema['items']['enum'] : schema['enum'];
}

/** The options of a choice, or of several choices; of another list of values those that can be options. */
export function optionsOf(schema: JsonObject): string[] {
  const held = optionsIn(schema);
  return Array.isArray(held) ? held.filter(isOption) : [];
}

/** The same choice with other options. */
export function withOptions(schema: JsonObject, options: readonly string[]): JsonObject {
  return isJsonObject(schema['items']) ? { ...schema, items: { ...schema['items'], enum: [...options] } } : { ...schema, enum: [...options] };
}

/** The keywords that make a schema a field of this type, and nothing else. @param options of a choice */
export function schemaOfType(type: ChosenType, options: readonly string[]): JsonObject {
  switch (type) {
    case 'text': return { type: 'string' };
    case 'longText': return { type: 'string', format: 'multiline' };
    case 'number':
    case 'integer':
    case 'boolean':
      return { type };
    case 'choice': return { type: 'string', enum: [...options] };
    case 'choices': return { type: 'array', items: { type: 'string', enum: [...options] }, uniqueItems: true };
    case 'date': return { type: 'string', format: 'date' };
    case 'dateTime': return { type: 'string', format: 'date-time' };
    case 'email': return { type: 'string', format: 'email' };
    case 'url': return { type: 'string', format: 'uri' };
    case 'texts': return { type: 'array', items: { type: 'string' } };
    case 'json': return {};
  }
}
