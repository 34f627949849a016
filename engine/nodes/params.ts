import { z } from 'zod';
import { durationSchema, jsonSchema } from '../definition/schema.ts';
import type { JsonObject } from '../definition/json.ts';

/**
 * Building blocks of the `params` schemas. A parameter may be a literal, which is checked while it is drawn,
 * or a text with `{{ … }}`, whose value is known only when the step runs and is checked there.
 */

/** Text that holds at least one expression. */
export const templateTextSchema = z
  .string()
  .max(200_000)
  .regex(/\{\{[\s\S]*\}\}/, 'Expected a value of this kind, or an expression in {{ }}.');

/** A literal of `schema`, or an expression that yields one. */
export function templated<T extends z.ZodType>(schema: T) {
  return z.union([schema, templateTextSchema]).meta({ heddle: { templated: true } });
}

/** Text in which expressions may stand. */
export function text(maximumLength = 20_000) {
  return z.string().max(maximumLength).meta({ heddle: { templated: true } });
}

/** Text that must not be empty: a URL, a prompt, a name. */
export function requiredText(message: string, maximumLength = 20_000) {
  return z.string().min(1, message).max(maximumLength).meta({ heddle: { templated: true } });
}

/** Any JSON; every string in it may hold expressions. */
export const anyValue = jsonSchema;

/** Name → value; every string in it may hold expressions. */
export const record = z.record(z.string().min(1).max(200), jsonSchema);

/** A bare CEL expression, with or without braces. */
export function expression(message: string) {
  return z.string().min(1, message).max(20_000).meta({ heddle: { expression: true } });
}

export const templatedDuration = templated(durationSchema);

/** An instant such as `2030-01-31T09:00:00Z`. */
export const templatedInstant = templated(z.iso.datetime({ offset: true, error: 'An instant looks like "2030-01-31T09:00:00Z".' }));

/**
 * The `params` schema of a node type; parameters it does not name are refused. What parses is JSON by construction
 * (every member above is), which the inferred type cannot say because optional members read as `undefined`.
 */
export function paramsSchema<S extends z.ZodRawShape>(shape: S): z.ZodType<JsonObject> {
  return z.strictObject(shape) as unknown as z.ZodType<JsonObject>;
}

/** The same with a rule over several parameters. */
export function paramsSchemaWith<S extends z.ZodRawShape>(shape: S, rule: (params: JsonObject) => string | null): z.ZodType<JsonObject> {
  return paramsSchema(shape).superRefine((params, context) => {
    const problem = rule(params);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
}
