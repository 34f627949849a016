import { expect, it } from 'vitest';
import { dueText } from './due-text.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

it.each([
  [2 * DAY, 'due in 2 d'], [2 * DAY - 21_000, 'due in 2 d'], [2 * DAY - 40 * MINUTE, 'due in 1 d 23 h'], [DAY - 10_000, 'due in 1 d'],
  [90 * MINUTE + 29_000, 'due in 1 h 30 m'], [HOUR - 300, 'due in 1 h'], [252_400, 'due in 4 m 12 s'], [59_700, 'due in 1 m'], [6_400, 'due in 6 s'], [100, 'due in 1 s'],
  [0, 'overdue 1 s'], [-5 * MINUTE, 'overdue 5 m'], [90 * DAY, 'due in 90 d'],
])('%i ms before its time it says %s', (left, text) => {
  expect(dueText(7 + left, 7, 'en')).toBe(text);
});

it('says it in Chinese', () => {
  expect(dueText(47 * HOUR, 0, 'zh')).toBe('1 天 23 小时后到期');
  expect(dueText(0, 5 * MINUTE, 'zh')).toBe('已逾期 5 分');
});
