import { applyDefaults, type Definition, type Json, type JsonSchemaDocument, type ProblemCode, validatorOf } from '@/engine/index.ts';
import { ProblemError, type ProblemItem } from './problem-error.ts';

/**
 * The input a run starts with: what was sent, with the schema's defaults filled in.
 * @param pointer where it stands in the body
 * @throws ProblemError invalid_input with every place that does not match
 */
export function checkedInput(definition: Definition, sent: Json | undefined, pointer = '/input'): Json {
  if (definition.input === undefined) return sent ?? {};
  const input = applyDefaults(definition.input, sent ?? undefined) ?? {};
  check(definition.input, input, pointer, 'invalid_input', 'The input');
  return input;
}

/** @throws ProblemError invalid_form */
export function checkForm(schema: JsonSchemaDocument, data: Json): void {
  check(schema, data, '/data', 'invalid_form', 'The form');
}

function check(schema: JsonSchemaDocument, value: Json, prefix: string, code: ProblemCode, what: string): void {
  const problems = validatorOf(schema)
    .validate(value)
    .map(({ pointer, keyword, message }): ProblemItem => ({ in: 'body', pointer: `${prefix}${pointer}`, code: keyword, message }));
  const [first] = problems;
  if (first === undefined) return;
  const rest = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  throw new ProblemError(code, `${what} does not match its schema. ${first.pointer}: ${first.message}${rest}`, { problems });
}
