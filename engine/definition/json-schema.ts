import { Validator } from '@cfworker/json-schema';
import type { Json } from './json.ts';
import type { JsonSchemaDocument } from './schema.ts';

export type JsonProblem = { pointer: string; message: string };

export function validateJson(schema: JsonSchemaDocument, value: Json): JsonProblem[] {
  const result = new Validator(schema, '2020-12', false).validate(value);
  return result.errors.map((error) => ({ pointer: error.instanceLocation.replace(/^#/, ''), message: error.error }));
}
