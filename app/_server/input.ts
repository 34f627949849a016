import { Validator, type Schema } from '@cfworker/json-schema';
import type { Definition, Json, JsonSchemaDocument, ProblemCode } from '@/engine/index.ts';
import { withDefaults } from './schema-defaults.ts';
import { ProblemError, type ProblemItem } from './problem-error.ts';

/**
 * The input a run starts with: what was sent, with the schema's defaults filled in.
 * @throws ProblemError invalid_input with every place that does not match
 */
export function checkedInput(definition: Definition, sent: Json | undefined): Json {
  const value = sent ?? {};
  if (definition.input === undefined) return value;
  const input = withDefaults(definition.input, value);
  check(definition.input, input, '/input', 'invalid_input', 'The input');
  return input;
}

/** @throws ProblemError invalid_payload */
export function checkPayload(schema: JsonSchemaDocument, payload: Json): void {
  check(schema, payload, '/payload', 'invalid_payload', 'The payload');
}

/** @throws ProblemError invalid_form */
export function checkForm(schema: JsonSchemaDocument, data: Json): void {
  check(schema, data, '/data', 'invalid_form', 'The form');
}

function check(schema: JsonSchemaDocument, value: Json, prefix: string, code: ProblemCode, what: string): void {
  const { valid, errors } = new Validator(schema as Schema, '2020-12', false).validate(value);
  if (valid) return;
  // The library also tells each schema above the one that failed; only the innermost say something.
  const leaves = errors.filter((error) => !COLLECTING.has(error.keyword));
  const problems = (leaves.length === 0 ? errors : leaves).slice(0, 100).map((error): ProblemItem => ({ in: 'body', pointer: `${prefix}${error.instanceLocation.replace(/^#/, '')}`, code: error.keyword, message: error.error }));
  const [first] = problems;
  throw new ProblemError(code, `${what} does not match its schema. ${first === undefined ? '' : `${first.pointer}: ${first.message}`}`, { problems });
}

const COLLECTING: ReadonlySet<string> = new Set(['properties', 'items', 'prefixItems', 'additionalProperties', '$ref', 'allOf', 'patternProperties']);
