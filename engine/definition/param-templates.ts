import type { NodeShape } from './catalogue.ts';
import { compileExpression, compileTemplate, literalTemplate } from './expressions/compile.ts';
import type { Template } from './expressions/template.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** How a parameter is read: as plain text, as one expression, as a value with `{{ … }}` in its strings, or as cases. */
export type ParamMode = 'literal' | 'expression' | 'template' | 'cases';

export function modeOf(spec: NodeShape, param: string): ParamMode {
  if (spec.kind === 'switch' && param === 'cases') return 'cases';
  if (spec.literalParams?.includes(param)) return 'literal';
  return spec.expressionParams?.includes(param) ? 'expression' : 'template';
}

/**
 * Compiles one parameter.
 * @throws ExpressionError of kind `syntax`; its pointer is relative to the parameter
 */
export function compileParam(spec: NodeShape, param: string, value: Json): Template {
  const mode = modeOf(spec, param);
  if (mode === 'expression' && typeof value === 'string') return compileExpression(value);
  return mode === 'template' ? compileTemplate(value) : literalTemplate(value);
}

/** A condition: an expression as text, or the bare truth. */
export function compileCondition(value: Json): Template {
  return typeof value === 'string' ? compileExpression(value) : literalTemplate(value);
}

/** Cases of a switch, as far as they have the shape of cases. */
export function casesOf(params: JsonObject): { id: string; when: Json }[] {
  const cases = params.cases;
  if (!Array.isArray(cases)) return [];
  return cases.flatMap((item) => (isJsonObject(item) && typeof item.id === 'string' ? [{ id: item.id, when: item.when ?? false }] : []));
}
