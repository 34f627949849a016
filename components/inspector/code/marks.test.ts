import { expect, it } from 'vitest';
import { jsonMarksOf } from './marks.ts';

const seen = (text: string, language: 'json' | 'json-literal') => jsonMarksOf(text, language).map(({ start, end, className }) => [text.slice(start, end), className]);

it('paints JSON without its editor: values, not the names of members', () => {
  expect(seen('{ "type": "object", "n": -1.5e3, "ok": true }', 'json-literal')).toEqual([
    ['{', 'cm-heddle-sign'], [':', 'cm-heddle-sign'], ['"object"', 'cm-heddle-text'], [',', 'cm-heddle-sign'],
    [':', 'cm-heddle-sign'], ['-1.5e3', 'cm-heddle-number'], [',', 'cm-heddle-sign'], [':', 'cm-heddle-sign'], ['true', 'cm-heddle-number'], ['}', 'cm-heddle-sign'],
  ]);
});
it('leaves a text with an expression in it to the expression', () => {
  expect(seen('["{{ input.n }}", "b"]', 'json')).toEqual([['[', 'cm-heddle-sign'], ['{{ input.n }}', 'cm-heddle-expression'], [',', 'cm-heddle-sign'], ['"b"', 'cm-heddle-text'], [']', 'cm-heddle-sign']]);
});
it.each(['', '{', '"', '"a', '{"a":', '\\'])('takes what is being written: %j', (text) => {
  const marks = jsonMarksOf(text, 'json-literal');
  for (const [index, { start, end }] of marks.entries()) {
    expect(start).toBeGreaterThanOrEqual(marks[index - 1]?.end ?? 0);
    expect(end).toBeLessThanOrEqual(text.length);
  }
});
