import { describe, expect, it } from 'vitest';
import { calculate } from './calculator.ts';

describe('the calculator', () => {
  it.each([
    ['1 + 2 * 3', 7], ['(1 + 2) * 3', 9], ['2 ^ 3 ^ 2', 512], ['-2 ^ 2', -4], ['10 % 4', 2], ['7 / 2', 3.5], ['.5 + 1e3', 1000.5], ['sqrt(16) + max(1, 2, 3)', 7], ['round(pi * 100) / 100', 3.14], ['--3', 3],
  ])('%s = %d', (expression, value) => expect(calculate(expression)).toBeCloseTo(value, 10));

  it.each([['1 +', 'ends too early'], ['2 2', 'not expected'], ['(1', 'Expected ")"'], ['1 / 0', 'finite'], ['constructor(1)', 'not known'], ['alert', 'not known'], ['1 + "a"', 'not known'], ['__proto__', 'not known'], ['9'.repeat(2_000), 'too long']])('%s is refused', (expression, sentence) => {
    expect(() => calculate(expression)).toThrow(sentence);
  });
});
