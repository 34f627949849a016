/** Where in a text an expression is being written. `start` is the first character after `{{`. */
export type ExpressionAt = { start: number; source: string };

/** The expression the cursor stands in, of a text with `{{ … }}`; null in plain text. It may be unfinished. */
export function expressionAt(text: string, cursor: number): ExpressionAt | null {
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open === -1 || open + 2 > cursor) return null;
    const close = closeOf(text, open + 2);
    if (close === -1 || close >= cursor) return { start: open + 2, source: text.slice(open + 2, cursor) };
    at = close + 2;
  }
}

/** Where the expression that the cursor stands in is closed; null in plain text, and while nothing closes it. */
export function closingOf(text: string, cursor: number): number | null {
  const at = expressionAt(text, cursor);
  const close = at === null ? -1 : closeOf(text, at.start);
  return close === -1 ? null : close;
}

/** Every expression of a text, finished or not, with its braces: for painting. */
export function expressionsIn(text: string): { start: number; end: number; closed: boolean }[] {
  const found: { start: number; end: number; closed: boolean }[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open === -1) return found;
    const close = closeOf(text, open + 2);
    const next = text.indexOf('{{', open + 2);
    if (close === -1) {
      // What is not closed ends at the line, so that one slip does not paint the whole text.
      const line = text.indexOf('\n', open);
      const end = Math.min(line === -1 ? text.length : line, next === -1 ? text.length : next);
      found.push({ start: open, end, closed: false });
      at = end;
      if (end <= open) return found;
    } else {
      found.push({ start: open, end: close + 2, closed: true });
      at = close + 2;
    }
  }
}

/** Index of the closing braces, leaving out those in texts and maps; −1 while there are none. Forgiving, unlike the parser. */
function closeOf(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
      else if (char === '\n') return -1;
    } else if (char === "'" || (char === '"' && text[at - 1] !== '\\')) quote = char;
    else if (char === '{') depth++;
    else if (char === '}') {
      if (depth > 0) depth--;
      else if (text[at + 1] === '}') return at;
    }
  }
  return -1;
}
