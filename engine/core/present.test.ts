import { expect, test } from 'vitest';
import { present } from './present.ts';

test('what is there is given back, be it false, zero or empty', () => {
  for (const value of [false, 0, '', 'x']) expect(present(value, 'value', 'v')).toBe(value);
});

test('what is missing is named', () => {
  expect(() => present(null, 'step', 'book/hotel')).toThrow('There is no step "book/hotel"');
  expect(() => present(undefined, 'scope', 'rounds[3]')).toThrow('There is no scope "rounds[3]"');
});
