import { z } from 'zod';
import { isJsonObject, modeOf, type FieldFace, type Json, type JsonObject, type NodeSpec, type ParamMode } from '@/engine/index.ts';

export type Control = NonNullable<FieldFace['control']>;

/** One parameter as the form shows it: what the face says, and what the schema knows beside it. */
export type FieldModel = {
  param: string;
  face: FieldFace;
  control: Control;
  mode: ParamMode;
  required: boolean;
  /** A literal may give way to an expression; `mode` tells of parameters that always are one. */
  templated: boolean;
  /** Values a select offers, from the face or else from the schema. */
  options: readonly { value: string; label: string }[];
  /** Items of a list may be nothing but text. */
  textItems: boolean;
  /** A literal of it is text, such as an instant; else a list or a number. */
  textual: boolean;
  minimum: number | null;
  maximum: number | null;
};

const models = new WeakMap<NodeSpec, readonly FieldModel[]>();

/** The form of a node type: the fields of its face in their order, then what only its schema names. Computed once for each type. */
export function fieldsOf(spec: NodeSpec): readonly FieldModel[] {
  let found = models.get(spec);
  if (!found) models.set(spec, (found = readFields(spec)));
  return found;
}

function readFields(spec: NodeSpec): FieldModel[] {
  const document = z.toJSONSchema(spec.params, { unrepresentable: 'any', io: 'input' }) as unknown as Json;
  const properties = isJsonObject(document) && isJsonObject(document['properties']) ? document['properties'] : {};
  const required = isJsonObject(document) && Array.isArray(document['required']) ? document['required'] : [];
  const params = [...new Set([...Object.keys(spec.face.fields), ...Object.keys(properties)])];
  return params.map((param) => {
    const schema = isJsonObject(properties[param]) ? properties[param] : {};
    const literal = literalPart(schema);
    const face = spec.face.fields[param] ?? { label: param };
    const control = face.control ?? controlOf(literal);
    return {
      param, face, control,
      mode: modeOf(spec, param),
      required: required.includes(param),
      templated: isTemplated(schema) && modeOf(spec, param) === 'template',
      options: face.options ?? enumOf(literal),
      textItems: !isJsonObject(literal['items']) || literal['items']['type'] === 'string',
      textual: literal['type'] === 'string',
      minimum: typeof literal['minimum'] === 'number' ? literal['minimum'] : null,
      maximum: typeof literal['maximum'] === 'number' && literal['maximum'] < Number.MAX_SAFE_INTEGER ? literal['maximum'] : null,
    };
  });
}

function isTemplated(schema: JsonObject): boolean {
  return isJsonObject(schema['heddle']) && schema['heddle']['templated'] === true;
}

/** A templated parameter is "a literal or text with an expression"; this is the literal. */
function literalPart(schema: JsonObject): JsonObject {
  const first = isTemplated(schema) && Array.isArray(schema['anyOf']) ? schema['anyOf'][0] : schema;
  return isJsonObject(first) ? first : {};
}

function controlOf(schema: JsonObject): Control {
  if (Array.isArray(schema['enum'])) return 'select';
  switch (schema['type']) {
    case 'boolean': return 'switch';
    case 'integer':
    case 'number': return 'number';
    case 'string': return schema['format'] === 'heddle-duration' ? 'duration' : 'text';
    case 'array': return 'list';
    default: return 'json';
  }
}

function enumOf(schema: JsonObject): { value: string; label: string }[] {
  return Array.isArray(schema['enum']) ? schema['enum'].map((value) => ({ value: String(value), label: String(value) })) : [];
}

/** Whether a field is shown: its condition holds, and it means something beside what else is said. */
export function isShown(field: FieldModel, params: JsonObject, defaults: JsonObject): boolean {
  const { when, meansNothing } = field.face;
  if (meansNothing?.(params) === true) return false;
  if (when === undefined) return true;
  const value = params[when.param] ?? defaults[when.param];
  // An expression may turn out as any of the values.
  if (typeof value === 'string' && value.includes('{{')) return true;
  return when.is.includes(String(value ?? ''));
}
