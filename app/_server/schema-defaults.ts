import { isJsonObject, type Json, type JsonObject, type JsonSchemaDocument } from '@/engine/index.ts';

/** Fills in what a schema's `default`s say for members that are missing, at any depth. What was sent is never changed. */
export function withDefaults(schema: JsonSchemaDocument, value: Json): Json {
  if (Array.isArray(value)) {
    const items = asSchema(schema['items']);
    return items === null ? value : value.map((item) => withDefaults(items, item));
  }
  if (!isJsonObject(value)) return value;
  const properties = schema['properties'];
  if (!isJsonObject(properties)) return value;
  const filled: JsonObject = { ...value };
  for (const [name, property] of Object.entries(properties)) {
    const inner = asSchema(property);
    if (inner === null || name === '__proto__') continue;
    const member = Object.hasOwn(value, name) ? value[name] : inner['default'];
    if (member !== undefined) filled[name] = withDefaults(inner, member);
  }
  return filled;
}

function asSchema(value: Json | undefined): JsonSchemaDocument | null {
  return isJsonObject(value) ? value : null;
}
