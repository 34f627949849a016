import { expect, it } from 'vitest';
import { cutText } from './cut-text.ts';

it('cuts between characters, never through one', () => {
  expect(cutText('abcdef', 3)).toBe('abc');
  expect(cutText('ab', 3)).toBe('ab');
  expect(cutText('ab😀c', 3)).toBe('ab');
  expect(cutText('ab😀c', 4)).toBe('ab😀');
  expect(cutText('𠮷', 1)).toBe('');
});
