import { closingOf } from './expression-at.ts';

/** What becomes of a key: `from` to `to` is replaced by `insert`, and the caret goes to `caret`. `opened` when an expression begins with it. */
export type Typed = { from: number; to: number; insert: string; caret: number; opened?: true };

/**
 * The braces of an expression come in pairs. The second `{` brings its `}}`, and who writes them all the same (or the
 * space within them) writes over those that are there: what is typed letter by letter stands in the text as it was typed.
 * @returns null when the key is as any other
 */
export function typeBraces(text: string, from: number, to: number, key: string): Typed | null {
  if (key === '{') return open(text, from, to);
  if (from !== to) return null;
  if (key === ' ') return text.endsWith('{{ ', from) && text.startsWith(' }}', from) ? stepTo(from) : null;
  return key === '}' ? close(text, from) : null;
}

function open(text: string, from: number, to: number): Typed | null {
  if (text[from - 1] !== '{' || text[from - 2] === '{' || text.startsWith('}}', to)) return null;
  const rest = text[to] === '}' ? 1 : 0;
  return { from, to: to + rest, insert: '{  }}', caret: from + 2, opened: true };
}

function close(text: string, caret: number): Typed | null {
  // Between the two: over the second.
  if (text[caret - 1] === '}' && text[caret] === '}' && closingOf(text, caret - 1) === caret - 1) return stepTo(caret + 1);
  const closing = closingOf(text, caret);
  if (closing === null || !/^ *$/.test(text.slice(caret, closing))) return null;
  return { from: caret, to: closing, insert: '', caret: caret + 1 };
}

function stepTo(caret: number): Typed {
  return { from: caret, to: caret, insert: '', caret };
}
