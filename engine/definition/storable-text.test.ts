import { expect, it } from 'vitest';
import { isStorable, storableText } from './storable-text.ts';

it.each([
  ['', ''], ['A 旅 😀', 'A 旅 😀'], ['a\0b\0', 'a\ufffdb\ufffd'], ['\ud83d', '\ufffd'], ['\ude00\ud83d', '\ufffd\ufffd'], ['😀\ud83d😀', '😀\ufffd😀'],
])('%j is stored as %j, which is the same only when it can be', (text, stored) => {
  expect(storableText(text)).toBe(stored);
  expect([isStorable(text), isStorable(stored)]).toEqual([text === stored, true]);
});
