import { bareExpression } from './compile.ts';
import { comparisonsOf, type Comparison } from './comparisons.ts';
import { compileNode } from './evaluate.ts';
import { inferType, type SchemaOf, type StaticType } from './infer.ts';
import { parseExpression } from './parse.ts';
import { referencesOf, type LocatedReference } from './references.ts';
import { hasExpression, splitTemplate } from './scan.ts';
import { ExpressionError } from './template.ts';

/** A trouble in a text, with its place in UTF-16 units of the text. */
export type ExpressionProblem = { kind: 'syntax' | 'type'; message: string; start: number; end: number };

export type ExpressionCheck = {
  problems: ExpressionProblem[];
  /** Every path the text reads, with its place. */
  references: LocatedReference[];
  /** What of them is held against a text that is written out, with the place of that text. */
  comparisons: Comparison[];
  /** Type of what it gives, where that is known. Text with several pieces is always a string. */
  type: StaticType;
};

const NOTHING_KNOWN: SchemaOf = () => undefined;

/**
 * Checks one bare expression, with or without braces, while it is written.
 * @param schemaOf what is known of the values it may read, as JSON Schema
 */
export function checkExpression(source: string, schemaOf: SchemaOf = NOTHING_KNOWN): ExpressionCheck {
  try {
    const bare = bareExpression(source);
    return checkAt(bare, bare === source ? 0 : source.indexOf(bare), schemaOf);
  } catch (error) {
    return failed(error, source.length);
  }
}

/** Checks a text in which `{{ … }}` may stand. */
export function checkTemplateText(text: string, schemaOf: SchemaOf = NOTHING_KNOWN): ExpressionCheck {
  if (!hasExpression(text)) return { problems: [], references: [], comparisons: [], type: 'string' };
  try {
    const pieces = splitTemplate(text);
    const checks = pieces.flatMap((piece) => (piece.kind === 'text' ? [] : [checkAt(piece.source, piece.start, schemaOf)]));
    return {
      problems: checks.flatMap(({ problems }) => problems),
      references: checks.flatMap(({ references }) => references),
      comparisons: checks.flatMap(({ comparisons }) => comparisons),
      type: pieces.length === 1 ? checks[0]!.type : 'string',
    };
  } catch (error) {
    return failed(error, text.length);
  }
}

function checkAt(source: string, offset: number, schemaOf: SchemaOf): ExpressionCheck {
  const shift = <T extends { start: number; end: number }>(each: T): T => ({ ...each, start: each.start + offset, end: each.end + offset });
  try {
    const ast = parseExpression(source);
    const references = referencesOf(ast).map(shift);
    const typeProblems: { message: string; start: number; end: number }[] = [];
    const type = inferType(ast, schemaOf, typeProblems);
    const problems: ExpressionProblem[] = typeProblems.map((problem) => ({ kind: 'type' as const, ...shift(problem) }));
    try {
      compileNode(ast, { bound: new Map(), slots: { count: 0 }, source, compile: compileNode });
    } catch (error) {
      problems.unshift(...failed(error, source.length).problems.map(shift));
    }
    return { problems, references, comparisons: comparisonsOf(ast).map((one) => ({ ...shift(one), fallback: one.fallback === null || one.fallback === 'computed' ? one.fallback : shift(one.fallback) })), type };
  } catch (error) {
    const result = failed(error, source.length);
    return { ...result, problems: result.problems.map(shift) };
  }
}

function failed(error: unknown, length: number): ExpressionCheck {
  if (!(error instanceof ExpressionError)) throw error;
  return { problems: [{ kind: 'syntax', message: error.message, start: error.range?.start ?? 0, end: error.range?.end ?? length }], references: [], comparisons: [], type: 'any' };
}
