import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';
import { BUDGET } from './meter.ts';
import { ExpressionError } from './template.ts';

export type { ASTNode } from '@marcbachmann/cel-js';

/**
 * The package gives us the grammar: source to syntax tree, positions and limits. We evaluate the tree ourselves
 * (`evaluate.ts`), because its own evaluator has no budget, knows host time zones and backtracking regular expressions,
 * and tells JSON numbers from integers more strictly than people who write JSON can bear.
 */
const grammar = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: { maxAstNodes: BUDGET.astNodes, maxDepth: BUDGET.astDepth, maxListElements: 1_000, maxMapEntries: 1_000, maxCallArguments: 32 },
});

/**
 * Parses one CEL expression (without braces).
 * @throws ExpressionError of kind `syntax`, with the range of the trouble in `source`
 */
export function parseExpression(source: string): ASTNode {
  if (source.trim() === '') throw new ExpressionError('syntax', 'The expression is empty.', source, '', { start: 0, end: source.length });
  if (source.length > BUDGET.sourceLength) {
    throw new ExpressionError('syntax', `The expression has ${source.length} characters; the limit is ${BUDGET.sourceLength}. A code step is the place for more.`, source);
  }
  try {
    return grammar.parse(source).ast;
  } catch (error) {
    const range = error instanceof ParseError && error.range ? { start: error.range.start, end: error.range.end } : null;
    const summary = error instanceof ParseError ? error.summary : String(error instanceof Error ? error.message : error);
    throw new ExpressionError('syntax', sentence(summary), source, '', range);
  }
}

/** The package's words, as a sentence for people. */
function sentence(summary: string): string {
  if (summary.startsWith('Exceeded maxDepth')) return 'The expression is nested too deeply.';
  if (summary.startsWith('Exceeded')) return 'The expression has too many parts; a code step is the place for more.';
  if (/EOF/.test(summary)) return 'The expression ends too early.';
  if (/^Unexpected character: '?[\w"]/.test(summary)) return 'An operator is missing between two values.';
  const token = /^Unexpected token: ([A-Z_]+)/.exec(summary)?.[1];
  if (token === 'IDENTIFIER' || token === 'STRING' || token === 'NUMBER') return 'An operator is missing between two values.';
  if (token === 'COLON' || token === 'QUESTION') return `There is a "${token === 'COLON' ? ':' : '?'}" that belongs to nothing.`;
  if (summary.startsWith('Unexpected character: =')) return 'Compare with "==", not with "=".';
  if (/Unterminated/i.test(summary)) return 'A text is opened but not closed.';
  return summary.endsWith('.') ? summary : `${summary}.`;
}
