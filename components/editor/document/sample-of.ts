import { isJsonObject, type Json, type JsonObject } from '@/engine/index.ts';

/** A value a JSON Schema would accept, for examples: its own default or example where it has one. */
export function sampleOf(schema: Json | undefined, depth = 0): Json {
  if (!isJsonObject(schema) || depth > 6) return {};
  if (schema['default'] !== undefined) return schema['default'];
  if (Array.isArray(schema['examples']) && schema['examples'].length > 0) return schema['examples'][0]!;
  if (Array.isArray(schema['enum']) && schema['enum'].length > 0) return schema['enum'][0]!;
  if (schema['const'] !== undefined) return schema['const'];
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'string': return 'text';
    case 'integer':
    case 'number': return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean': return true;
    case 'null': return null;
    case 'array': return schema['items'] === undefined ? [] : [sampleOf(schema['items'], depth + 1)];
    default: {
      const sample: JsonObject = {};
      if (isJsonObject(schema['properties'])) for (const [name, part] of Object.entries(schema['properties'])) sample[name] = sampleOf(part, depth + 1);
      return sample;
    }
  }
}
