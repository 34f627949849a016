import { describe, expect, it } from 'vitest';
import { insertionAt, readPath, referenceText, withReference } from './insert-reference.ts';

const path = ['nodes', 'fetch', 'output', 'n'] as const;

describe('a reference', () => {
  it('is written as an expression reads it, keys that are no names in brackets', () => {
    expect(referenceText(['nodes', 'cancel-hotel', 'output', 'items', 0, 'e-mail'])).toBe('nodes["cancel-hotel"].output.items[0]["e-mail"]');
    expect(referenceText(['input', `o'clock`], "'")).toBe(`input['o\\'clock']`);
  });
  it('is only what was dragged from here', () => {
    expect([readPath('["input",0]'), readPath('[]'), readPath('[{}]'), readPath('input.n')]).toEqual([['input', 0], null, null, null]);
  });
});

describe('dropped into a text', () => {
  const drop = (text: string, language: Parameters<typeof insertionAt>[2], at = text.indexOf('|')) => {
    const bare = text.replace('|', '');
    const insert = insertionAt(bare, at, language, path);
    return insert === null ? null : bare.slice(0, insert.from) + insert.insert + bare.slice(insert.to);
  };
  it('brings its braces, unless it is dropped into an expression', () => {
    expect(drop('Hello |!', 'template')).toBe('Hello {{ nodes.fetch.output.n }}!');
    expect(drop('{{ 1 + | }}', 'template')).toBe('{{ 1 + nodes.fetch.output.n }}');
    expect(drop('| > 3', 'expression')).toBe('nodes.fetch.output.n > 3');
    expect(drop('{{ | > 3 }}', 'expression')).toBe('{{ nodes.fetch.output.n > 3 }}');
  });
  it('is a text of JSON, or a part of the one it is dropped into', () => {
    expect(drop('{ "a": | }', 'json')).toBe('{ "a": "{{ nodes.fetch.output.n }}" }');
    expect(drop('{ "a": "x|" }', 'json')).toBe('{ "a": "x{{ nodes.fetch.output.n }}" }');
    expect(drop('{ "a": "{{ 1 + | }}" }', 'json')).toBe('{ "a": "{{ 1 + nodes.fetch.output.n }}" }');
    expect([drop('|', 'json'), drop('nu|ll', 'json')]).toEqual(['{{ nodes.fetch.output.n }}', '{{ nodes.fetch.output.n }}']);
    expect(insertionAt('{ "a": "" }', 8, 'json', ['input', 'e-mail'])?.insert).toBe(`{{ input['e-mail'] }}`);
  });
  it('cannot stand in a program or in a schema', () => {
    expect([drop('|', 'javascript'), drop('|', 'json-literal'), drop('|', 'plain')]).toEqual([null, null, null]);
  });
});

it('put into a parameter it is behind what is written, one more member or item, or all of it', () => {
  const whole = '{{ nodes.fetch.output.n }}';
  const template = (value: Parameters<typeof withReference>[0], control: 'text' | 'number' | 'json' = 'text') => withReference(value, { mode: 'template', control }, path);
  expect([template(undefined), template('Hello'), template('to '), template(3, 'number'), template({ n: 1 }, 'json'), template(['a'], 'json')]).toEqual([whole, `Hello ${whole}`, `to ${whole}`, whole, { n: 1, n2: whole }, ['a', whole]]);
  expect([withReference('', { mode: 'expression', control: 'expression' }, path), withReference('1 <', { mode: 'expression', control: 'expression' }, path)]).toEqual(['nodes.fetch.output.n', '1 < nodes.fetch.output.n']);
});
