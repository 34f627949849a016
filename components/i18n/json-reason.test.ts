import { expect, it } from 'vitest';
import { jsonReason } from './json-reason.ts';

const reasonOf = (text: string): string => {
  try {
    JSON.parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It is JSON.');
};

it.each(['nodes.a', '{', '{"a": 1,}', '[1 2]', '{\n "a": }', '"'])('why %j is not JSON is said without a word of English in Chinese', (text) => {
  expect(jsonReason(reasonOf(text), 'en')).toBe(reasonOf(text));
  expect(jsonReason(reasonOf(text), 'zh')).not.toMatch(/[A-Za-z]/);
});
