import { expect, test } from 'vitest';
import { limitsWords } from './limits-words.ts';

const words = (per: string, language: 'en' | 'zh' = 'en'): string => limitsWords({ concurrency: null, rate: { count: 5, per } }, language);

test.each([['1s', '5 per 1 s'], ['90m', '5 per 90m'], ['1m', '5 per 1 m'], ['45m', '5 per 45 m'], ['2h', '5 per 2 h'], ['1m30s', '5 per 1m30s'], ['12500ms', '5 per 12500ms'], ['1050ms', '5 per 1050ms'], ['1h1m30s', '5 per 1h1m30s']])('a rate per %s is told as it is', (per, told) => {
  expect(words(per)).toBe(told);
});

test('in Chinese, and what is held back', () => {
  expect(words('1m', 'zh')).toBe('每 1 分最多 5 个');
  expect(limitsWords({ concurrency: 0, rate: null }, 'en')).toBe('held back');
});
