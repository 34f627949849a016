import { ExpressionError } from './template.ts';

/** A piece of a string: plain text, or the inside of `{{ … }}`. `start` and `end` are those of the piece itself. */
export type Piece = { kind: 'text' | 'expression'; source: string; start: number; end: number };

/** True when the string holds something that `splitTemplate` would take for an expression. */
export function hasExpression(text: string): boolean {
  return text.includes('{{');
}

/**
 * Splits a string into text and expressions. Braces inside CEL strings, maps and comments do not end an expression.
 * @throws ExpressionError when an expression is not closed
 */
export function splitTemplate(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open === -1) break;
    if (open > at) pieces.push({ kind: 'text', source: text.slice(at, open), start: at, end: open });
    const close = endOfExpression(text, open + 2);
    if (close === -1) throw new ExpressionError('syntax', 'An expression opens with {{ but is never closed with }}.', text, '', { start: open, end: text.length });
    pieces.push({ kind: 'expression', source: text.slice(open + 2, close), start: open + 2, end: close });
    at = close + 2;
  }
  if (at < text.length) pieces.push({ kind: 'text', source: text.slice(at), start: at, end: text.length });
  return pieces;
}

/** Index of the `}}` that ends the expression starting at `from`, or −1. */
function endOfExpression(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"' || char === "'") {
      i = endOfString(text, i);
      if (i === -1) return -1;
    } else if (char === '/' && text[i + 1] === '/') {
      const line = text.indexOf('\n', i);
      if (line === -1) return -1;
      i = line;
    } else if (char === '{') {
      depth++;
    } else if (char === '}') {
      if (depth > 0) depth--;
      else if (text[i + 1] === '}') return i;
      else return -1;
    }
  }
  return -1;
}

/** Index of the last quote of the CEL string that starts at `at`, or −1. As in the grammar, a backslash keeps a quote in raw strings too. */
function endOfString(text: string, at: number): number {
  const quote = text[at]!;
  const mark = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let i = at + mark.length; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text.startsWith(mark, i)) return i + mark.length - 1;
    else if (mark.length === 1 && text[i] === '\n') return -1;
  }
  return -1;
}
