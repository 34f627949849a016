import { Validator, type Schema } from '@cfworker/json-schema';
import { isJsonObject, pointerToken, type Json, type JsonObject } from '@/engine/index.ts';
import type { MessageKey } from '../../i18n/catalogue.ts';

/** How a part of a schema is drawn; what none of the others fits is `json`. */
export type FieldKind = 'string' | 'multiline' | 'date' | 'date-time' | 'number' | 'integer' | 'boolean' | 'enum' | 'choices' | 'object' | 'array' | 'const' | 'json';

/** One thing that is wrong, at a JSON pointer into the value, as a message of the catalogue. */
export type FieldProblem = { pointer: string; key: Extract<MessageKey, `forms.${string}`>; values?: Record<string, string | number> };

/** Follows local references (`#/$defs/x`); a reference that leads nowhere, or in circles, is an empty schema. */
export function resolveSchema(schema: Json | undefined, root: JsonObject): JsonObject {
  let current = schema;
  for (let hop = 0; hop < 20; hop += 1) {
    if (!isJsonObject(current)) return {};
    const reference = current['$ref'];
    if (typeof reference !== 'string') return current;
    const target = atPointer(root, reference.replace(/^#/, ''));
    current = isJsonObject(target) ? { ...target, ...without(current, '$ref') } : {};
  }
  return {};
}

function without(object: JsonObject, key: string): JsonObject {
  const { [key]: _, ...rest } = object;
  return rest;
}

function atPointer(value: Json, pointer: string): Json | undefined {
  let current: Json | undefined = value;
  for (const token of pointer.split('/').slice(1)) {
    const key = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
    current = Array.isArray(current) ? current[Number(key)] : isJsonObject(current) ? current[key] : undefined;
  }
  return current;
}

/** A text that may be longer than this is written in a box of several lines. */
const LONG_TEXT = 200;
/** Formats by which a text says so itself. */
const LONG_FORMATS: readonly Json[] = ['multiline', 'markdown', 'textarea'];

export function fieldKind(schema: JsonObject): FieldKind {
  if ('const' in schema) return 'const';
  if (Array.isArray(schema['enum'])) return schema['enum'].every((value) => value === null || typeof value !== 'object') ? 'enum' : 'json';
  if (['oneOf', 'anyOf', 'not', 'if'].some((keyword) => keyword in schema)) return 'json';
  const type = singleType(schema['type']) ?? (isJsonObject(schema['properties']) ? 'object' : undefined);
  switch (type) {
    case 'string': {
      const format = schema['format'];
      if (format === 'date' || format === 'date-time') return format;
      // What has another format is one line, however long: an address of 320 characters is no letter.
      const long = format === undefined && typeof schema['maxLength'] === 'number' && schema['maxLength'] > LONG_TEXT;
      return long || (format !== undefined && LONG_FORMATS.includes(format)) || typeof schema['contentMediaType'] === 'string' ? 'multiline' : 'string';
    }
    case 'number':
    case 'integer':
    case 'boolean':
      return type;
    case 'object':
      return isJsonObject(schema['properties']) ? 'object' : 'json';
    case 'array':
      if (!isJsonObject(schema['items'])) return 'json';
      // Each of some values at most once: they are ticked.
      return schema['uniqueItems'] === true && fieldKind(schema['items']) === 'enum' ? 'choices' : 'array';
    default:
      return 'json';
  }
}

function singleType(type: Json | undefined): string | undefined {
  if (typeof type === 'string') return type;
  // `["string", "null"]` is a field that may stay empty.
  const real = Array.isArray(type) ? type.filter((name) => name !== 'null') : [];
  return real.length === 1 && typeof real[0] === 'string' ? real[0] : undefined;
}

/** What a form starts with: defaults and constants, and the objects that hold them. Undefined when there is nothing to say. */
export function defaultsOf(schema: JsonObject, root: JsonObject = schema, depth = 0): Json | undefined {
  const resolved = resolveSchema(schema, root);
  if (resolved['default'] !== undefined) return resolved['default'];
  if (resolved['const'] !== undefined) return resolved['const'];
  if (fieldKind(resolved) !== 'object' || depth > 8) return undefined;
  const value: JsonObject = {};
  const required = Array.isArray(resolved['required']) ? resolved['required'] : [];
  for (const [name, property] of Object.entries(resolved['properties'] as JsonObject)) {
    if (!isJsonObject(property)) continue;
    // A switch that nobody has touched shows off, and what is shown is what is sent.
    const unsaid = depth === 0 && required.includes(name) && fieldKind(resolveSchema(property, root)) === 'boolean' ? false : undefined;
    const inner = defaultsOf(property, root, depth + 1) ?? unsaid;
    if (inner !== undefined) value[name] = inner;
  }
  return depth === 0 || Object.keys(value).length > 0 ? value : undefined;
}

/** Lays `over` on `base`, member by member; what `over` says wins. */
export function mergeValues(base: Json | undefined, over: Json | undefined): Json | undefined {
  if (over === undefined || over === null) return base ?? over;
  if (!isJsonObject(base) || !isJsonObject(over)) return over;
  const merged: JsonObject = { ...base };
  for (const [name, value] of Object.entries(over)) merged[name] = mergeValues(base[name], value) ?? null;
  return merged;
}

/** Everything that is wrong with a value, each at its own field; empty when it may be sent. */
export function validateValue(schema: JsonObject, value: Json | undefined): FieldProblem[] {
  let result;
  try {
    result = new Validator(schema as Schema, '2020-12', false).validate(value ?? null);
  } catch {
    // A schema that cannot be used says nothing about the value; the server has the last word.
    return [];
  }
  const problems = new Map<string, FieldProblem>();
  for (const { keyword, keywordLocation, instanceLocation, error } of result.errors) {
    const limit = atPointer(schema, keywordLocation.replace(/^#/, ''));
    const problem = toProblem(keyword, limit, fromFragment(instanceLocation), error);
    // The first problem of a field is the one to mend first.
    if (problem && !problems.has(problem.pointer)) problems.set(problem.pointer, problem);
  }
  return [...problems.values()];
}

/** `#/a%20b/0` → `/a b/0` */
function fromFragment(location: string): string {
  return location.slice(1).split('/').map(decodeURIComponent).join('/');
}

/** Keywords that only say that something inside them failed. */
const WRAPPERS = new Set(['properties', 'items', 'prefixItems', '$ref', 'allOf', 'then', 'else', 'additionalProperties', 'unevaluatedProperties', 'patternProperties', 'additionalItems', 'propertyNames']);

function toProblem(keyword: string, limit: Json | undefined, pointer: string, error: string): FieldProblem | null {
  const number = typeof limit === 'number' ? limit : 0;
  switch (keyword) {
    case 'required': {
      const missing = /property "(.*)"\.?$/.exec(error)?.[1];
      return { pointer: missing === undefined ? pointer : `${pointer}/${pointerToken(missing)}`, key: 'forms.required' };
    }
    case 'type':
      if (limit === 'integer') return { pointer, key: 'forms.notInteger' };
      if (limit === 'number') return { pointer, key: 'forms.notNumber' };
      return { pointer, key: 'forms.wrongType', values: { type: Array.isArray(limit) ? limit.join(', ') : String(limit ?? '') } };
    case 'minimum':
      return { pointer, key: 'forms.tooSmall', values: { limit: number } };
    case 'maximum':
      return { pointer, key: 'forms.tooLarge', values: { limit: number } };
    case 'exclusiveMinimum':
      return { pointer, key: 'forms.above', values: { limit: number } };
    case 'exclusiveMaximum':
      return { pointer, key: 'forms.below', values: { limit: number } };
    case 'multipleOf':
      return { pointer, key: 'forms.notMultiple', values: { limit: number } };
    case 'minLength':
      return { pointer, key: 'forms.tooShort', values: { count: number } };
    case 'maxLength':
      return { pointer, key: 'forms.tooLong', values: { count: number } };
    case 'minItems':
      return { pointer, key: 'forms.tooFew', values: { count: number } };
    case 'maxItems':
      return { pointer, key: 'forms.tooMany', values: { count: number } };
    case 'pattern':
      return { pointer, key: 'forms.pattern', values: { pattern: String(limit ?? '') } };
    case 'format':
      return { pointer, key: 'forms.format', values: { format: String(limit ?? '') } };
    case 'enum':
    case 'const':
      return { pointer, key: 'forms.notAllowed' };
    case 'uniqueItems':
      return { pointer, key: 'forms.notUnique' };
    case 'false':
      return { pointer, key: 'forms.unknownField', values: { name: pointer.slice(pointer.lastIndexOf('/') + 1) } };
    default:
      return WRAPPERS.has(keyword) ? null : { pointer, key: 'forms.invalid' };
  }
}

/** The same value with one member changed; undefined takes it out. */
export function setAt(value: Json | undefined, pointer: string, next: Json | undefined): Json | undefined {
  const tokens = pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const change = (current: Json | undefined, rest: string[]): Json | undefined => {
    const [token, ...deeper] = rest;
    if (token === undefined) return next;
    if (Array.isArray(current)) {
      const index = Number(token);
      const inner = change(current[index], deeper);
      return inner === undefined ? current.filter((_, at) => at !== index) : current.map((item, at) => (at === index ? inner : item)).concat(index === current.length ? [inner] : []);
    }
    const object = isJsonObject(current) ? current : {};
    const inner = change(object[token], deeper);
    return inner === undefined ? without(object, token) : { ...object, [token]: inner };
  };
  return change(value, tokens);
}

/**
 * What a set of choices says when these are ticked. None is said too: left out, its default would come back. Only where
 * none may not be said, and nothing comes in its place, does the field go back to what it was before it was touched.
 */
export function withTicked(schema: JsonObject, required: boolean, ticked: readonly Json[]): Json | undefined {
  const needsSome = typeof schema['minItems'] === 'number' && schema['minItems'] > 0;
  return ticked.length === 0 && needsSome && !required && schema['default'] === undefined ? undefined : [...ticked];
}

/** `costCentre` → "Cost centre": the name of a field that has no title. */
export function humanise(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/[_-]+/g, ' ').trim();
  if (words === '') return name;
  return words[0]!.toUpperCase() + words.slice(1).replace(/ ([A-Z])(?=[a-z])/g, (_, letter: string) => ` ${letter.toLowerCase()}`);
}
