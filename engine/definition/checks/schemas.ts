import { checkSchemaDocument } from '../json-schema.ts';
import { isJsonObject, pointerToken, type Json } from '../json.ts';
import type { CheckContext, Subject } from './context.ts';

/** Parameters of node types that hold a JSON Schema, by kind or, for work, by name. */
const SCHEMA_PARAMS = ['schema', 'form', 'outputSchema'];

/** Every JSON Schema in the document must itself be one, and one that is checked in bounded time. */
export function checkSchemas(context: CheckContext): void {
  const { definition } = context;
  check(context, definition.input, null, '/input');
  check(context, definition.output, null, '/output');
  for (const [name, update] of Object.entries(definition.updates ?? {})) check(context, update.schema, null, `/updates/${pointerToken(name)}/schema`);
  for (const node of definition.nodes) {
    const literal = context.spec(node)?.literalParams ?? [];
    for (const param of SCHEMA_PARAMS) {
      if (literal.includes(param) && isJsonObject(node.params[param])) check(context, node.params[param], { node }, `/params/${param}`);
    }
  }
}

function check(context: CheckContext, schema: Json | undefined, subject: Subject, at: string): void {
  if (schema === undefined) return;
  for (const problem of checkSchemaDocument(schema)) context.error('bad_schema', problem.message, subject, `${at}${problem.pointer}`);
}
