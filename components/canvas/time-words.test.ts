import { expect, it } from 'vitest';
import { spanWords } from './time-words.ts';

it('names its units as it is told', () => {
  const names = { d: '天', h: '小时', m: '分', s: '秒', ms: '毫秒' };
  expect([412, 1_900, 252_000, 200].map((span, index) => spanWords(span, index < 3, names))).toEqual(['412 毫秒', '1.9 秒', '4 分 12 秒', '0 秒']);
});

it.each([
  [412, '412 ms'], [1_900, '1.9 s'], [38_000, '38 s'], [252_000, '4 m 12 s'], [2 * 86_400_000, '2 d'], [90 * 60_000, '1 h 30 m'], [15 * 3_600_000 + 60_000, '15 h'],
])('%d ms is written %s', (span, words) => {
  expect(spanWords(span)).toBe(words);
});
