import { expressionsIn } from '../model/expression-at.ts';

/** How the text of a field is read. `json`: JSON whose texts may hold expressions; `json-literal`: JSON and nothing else. */
export type Language = 'template' | 'expression' | 'json' | 'json-literal' | 'javascript' | 'plain';

export type Mark = { start: number; end: number; className: string };

const TOKEN = /("(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)(?=\s*\()|(?<![.\w])(input|nodes|vars|run|now|item|index|iteration|previous|compensated)\b|\b(true|false|null)\b/g;
const CLASSES = ['cm-heddle-text', 'cm-heddle-number', 'cm-heddle-call', 'cm-heddle-root', 'cm-heddle-number'];

/** What is painted in a text, in order and without overlap. */
export function marksOf(text: string, language: Language): Mark[] {
  if (language === 'expression') {
    return [...text.matchAll(TOKEN)].map((match) => ({ start: match.index, end: match.index + match[0].length, className: CLASSES[match.slice(1).findIndex((part) => part !== undefined)]! }));
  }
  if (language !== 'template' && language !== 'json') return [];
  return expressionsIn(text).map(({ start, end, closed }) => ({ start, end, className: closed ? 'cm-heddle-expression' : 'cm-heddle-expression cm-heddle-open' }));
}

const JSON_TOKEN = /("(?:[^"\\\n]|\\.)*"?)(?=(\s*:)?)|(-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b)|([[\]{},:]+)/g;

/** The same for JSON without its editor: what the editor paints by its grammar. Names of members are as plain text is. */
export function jsonMarksOf(text: string, language: Language): Mark[] {
  const expressions = marksOf(text, language);
  const tokens = [...text.matchAll(JSON_TOKEN)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length, className: match[3] !== undefined ? 'cm-heddle-number' : match[4] !== undefined ? 'cm-heddle-sign' : match[2] === undefined ? 'cm-heddle-text' : '' }))
    .filter(({ start, end, className }) => className !== '' && expressions.every((expression) => end <= expression.start || start >= expression.end));
  return [...expressions, ...tokens].sort((a, b) => a.start - b.start);
}
