import { expect, it } from 'vitest';
import { spanWords } from './time-words.ts';

it.each([
  [412, '412 ms'], [1_900, '1.9 s'], [38_000, '38 s'], [252_000, '4 m 12 s'], [2 * 86_400_000, '2 d'], [90 * 60_000, '1 h 30 m'], [15 * 3_600_000 + 60_000, '15 h'],
])('%d ms is written %s', (span, words) => {
  expect(spanWords(span)).toBe(words);
});
