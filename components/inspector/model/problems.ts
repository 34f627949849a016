import { checkExpression, checkTemplateText, hasExpression, type ExpressionProblem, type SchemaOf } from '@/engine/index.ts';
import type { Language } from '../code/marks.ts';

const JSON_TEXT = /"(?:[^"\\\n]|\\.)*"/g;

/** Troubles of a field's text with their places, as one writes. JSON itself is told by the field that reads it. */
export function problemsOf(text: string, language: Language, schemaOf: SchemaOf): ExpressionProblem[] {
  switch (language) {
    case 'template': return checkTemplateText(text, schemaOf).problems;
    case 'expression': return text.trim() === '' ? [] : checkExpression(text, schemaOf).problems;
    case 'json': return text.trimStart().startsWith('{{') ? checkTemplateText(text, schemaOf).problems : jsonProblems(text, schemaOf);
    default: return [];
  }
}

function jsonProblems(text: string, schemaOf: SchemaOf): ExpressionProblem[] {
  if (!hasExpression(text)) return [];
  return [...text.matchAll(JSON_TEXT)].flatMap((match) => {
    const raw = match[0];
    if (!hasExpression(raw)) return [];
    let inner: string;
    try {
      inner = JSON.parse(raw) as string;
    } catch {
      return [];
    }
    // With escapes in it places no longer match, so the whole text is underlined.
    const exact = inner.length === raw.length - 2;
    return checkTemplateText(inner, schemaOf).problems.map((problem) => ({ ...problem, start: exact ? match.index + 1 + problem.start : match.index, end: exact ? match.index + 1 + problem.end : match.index + raw.length }));
  });
}
