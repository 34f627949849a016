import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { JsonSchemaDocument } from './schema.ts';

const DEEPEST = 32;

/**
 * A run's input with what its schema gives as `default` filled in where nothing was said, nested objects and the items
 * of lists included. What was said stays, null too, and nothing is checked here. The input is not changed.
 * @param value undefined when no input was given; an object schema then starts from `{}`
 */
export function applyDefaults(schema: JsonSchemaDocument | null | undefined, value: Json | undefined): Json {
  return fill(schema ?? undefined, value, schema ?? undefined, 0) ?? null;
}

function fill(schema: Json | undefined, given: Json | undefined, root: Json | undefined, depth: number): Json | undefined {
  if (!isJsonObject(schema) || depth > DEEPEST) return given;
  if (typeof schema.$ref === 'string') given = fill(resolve(root, schema.$ref), given, root, depth + 1);
  let value = given === undefined ? schema.default : given;
  if (value === undefined && depth === 0 && describesObject(schema)) value = {};
  if (Array.isArray(schema.allOf)) for (const part of schema.allOf) value = fill(part, value, root, depth + 1);
  if (isJsonObject(value)) return fillObject(schema, value, root, depth);
  if (Array.isArray(value) && isJsonObject(schema.items)) return value.map((item) => fill(schema.items, item, root, depth + 1) ?? null);
  return value;
}

function fillObject(schema: JsonObject, value: JsonObject, root: Json | undefined, depth: number): JsonObject {
  if (!isJsonObject(schema.properties)) return value;
  let filled = value;
  for (const [name, property] of Object.entries(schema.properties)) {
    const before = Object.hasOwn(value, name) ? value[name] : undefined;
    const after = fill(property, before, root, depth + 1);
    if (after === before || after === undefined) continue;
    if (filled === value) filled = { ...value };
    filled[name] = after;
  }
  return filled;
}

function describesObject(schema: JsonObject): boolean {
  return schema.type === 'object' || (schema.type === undefined && schema.properties !== undefined);
}

/** A reference within the same document. */
function resolve(root: Json | undefined, reference: string): Json | undefined {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let value = root;
  for (const token of reference.slice(2).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[key];
    else if (Array.isArray(value)) value = value[Number(key)];
    else return undefined;
  }
  return value;
}
