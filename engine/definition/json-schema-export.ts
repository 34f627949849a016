import { z } from 'zod';
import { definitionSchema } from './schema.ts';
import type { JsonObject } from './json.ts';

/** The JSON Schema (draft 2020-12) of a definition as people write it: fields with a default may be left out. */
export function definitionJsonSchema(): JsonObject {
  return z.toJSONSchema(definitionSchema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' }) as JsonObject;
}
