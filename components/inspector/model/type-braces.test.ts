import { describe, expect, it } from 'vitest';
import { typeBraces } from './type-braces.ts';

/** Types letter by letter, as the field does; `|` is the caret. */
function typed(keys: string, before = '|'): string {
  let caret = before.indexOf('|');
  let text = before.replace('|', '');
  for (const key of keys) {
    const done = typeBraces(text, caret, caret, key) ?? { from: caret, to: caret, insert: key, caret: caret + 1 };
    text = text.slice(0, done.from) + done.insert + text.slice(done.to);
    caret = done.caret;
  }
  return `${text.slice(0, caret)}|${text.slice(caret)}`;
}

describe('an expression that is typed', () => {
  it('is closed by itself', () => {
    expect(typed('Hello {{')).toBe('Hello {{ | }}');
    expect(typed('{{input.name')).toBe('{{ input.name| }}');
  });

  it.each(['{{ input.name }}', 'Hello {{ input.name }}, and {{ input.city }}!', '{{ {"a": 1} }}', '{{ {"a": {"b": "}}"}} }}', "{{ '}' }}"])('stands there as it was typed: %s', (text) => {
    expect(typed(text)).toBe(`${text}|`);
  });

  it('needs no space before its end', () => {
    expect(typed('{{ input.name}}')).toBe('{{ input.name}}|');
  });

  it('is not closed by the brace of a map in it', () => {
    expect(typed('}', '{{ {"a": 1| }}')).toBe('{{ {"a": 1}| }}');
  });

  it('is not closed over what stands behind the caret', () => {
    expect(typed('}', '{{ a | + b }}')).toBe('{{ a }| + b }}');
  });
});

describe('braces and spaces elsewhere', () => {
  it.each(['a } b }} c', '{ "a": { "b": 1 } }', '{ a }', 'a  b'])('are as any other key: %s', (text) => {
    expect(typed(text)).toBe(`${text}|`);
  });
  it('take what is selected with them', () => {
    expect(typeBraces('{{ abc }}', 3, 6, '}')).toBeNull();
  });
});
