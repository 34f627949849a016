import { describe, expect, it } from 'vitest';
import { applyDefaults, type JsonObject } from '@/engine/index.ts';
import { defaultsOf, fieldKind, humanise, mergeValues, resolveSchema, setAt, validateValue, withTicked } from './model.ts';

const person = {
  type: 'object',
  required: ['name', 'age'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 2 },
    age: { type: 'integer', minimum: 18, default: 30 },
    tags: { type: 'array', items: { type: 'string', pattern: '^x' }, minItems: 1 },
    address: { $ref: '#/$defs/address' },
  },
  $defs: { address: { type: 'object', required: ['city'], properties: { city: { type: 'string', default: 'Lisbon' } } } },
};

describe('validation', () => {
  it('accepts a value that matches', () => {
    expect(validateValue(person, { name: 'Ada', age: 36, tags: ['x1'], address: { city: 'x' } })).toEqual([]);
  });
  it('names every field that is wrong, once, and what is wrong with it', () => {
    expect(validateValue(person, { age: 3.5, tags: ['y'], address: {}, extra: 1 })).toEqual([
      { pointer: '/name', key: 'forms.required' },
      { pointer: '/age', key: 'forms.notInteger' },
      { pointer: '/tags/0', key: 'forms.pattern', values: { pattern: '^x' } },
      { pointer: '/address/city', key: 'forms.required' },
      { pointer: '/extra', key: 'forms.unknownField', values: { name: 'extra' } },
    ]);
  });
  it('tells the limits', () => {
    expect(validateValue({ type: 'number', exclusiveMinimum: 3 }, 3)).toEqual([{ pointer: '', key: 'forms.above', values: { limit: 3 } }]);
    expect(validateValue({ type: 'string', minLength: 5 }, 'abc')).toEqual([{ pointer: '', key: 'forms.tooShort', values: { count: 5 } }]);
  });
  it('takes text in a field for numbers as not a number', () => {
    expect(validateValue({ type: 'object', properties: { n: { type: 'number' } } }, { n: 'ten' })).toEqual([{ pointer: '/n', key: 'forms.notNumber' }]);
  });
});

describe('defaults', () => {
  it('come from the schema, through references and inner objects', () => {
    expect(defaultsOf(person)).toEqual({ age: 30, address: { city: 'Lisbon' } });
  });
  it('give way to what is prefilled', () => {
    expect(mergeValues(defaultsOf(person), { age: 40, address: { street: 'x' } })).toEqual({ age: 40, address: { city: 'Lisbon', street: 'x' } });
  });
  it('have what a switch shows that must be answered, and make no object of what may be left out', () => {
    expect(defaultsOf({ type: 'object', required: ['agreed', 'sure'], properties: { agreed: { type: 'boolean' }, sure: { type: 'boolean', default: true }, maybe: { type: 'boolean' }, inner: { type: 'object', required: ['on', 'name'], properties: { on: { type: 'boolean' }, name: { type: 'string' } } } } })).toEqual({ agreed: false, sure: true });
  });
  it('are nothing for a plain string', () => {
    expect(defaultsOf({ type: 'string' })).toBeUndefined();
  });
});

it.each([
  [{ type: 'string' }, 'string'], [{ type: 'string', maxLength: 5_000 }, 'multiline'], [{ type: 'string', format: 'date' }, 'date'], [{ type: ['integer', 'null'] }, 'integer'],
  [{ enum: ['a', 1] }, 'enum'], [{ enum: [{}] }, 'json'], [{ oneOf: [] }, 'json'], [{ type: 'object' }, 'json'], [{ properties: {} }, 'object'], [{ type: 'string', format: 'email', maxLength: 320 }, 'string'], [{ type: 'string', format: 'textarea' }, 'multiline'],
  [{ type: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true }, 'choices'], [{ type: 'array', items: { enum: ['a', 'b'] } }, 'array'], [{ type: 'array', items: { type: 'string' }, uniqueItems: true }, 'array'], [{ type: 'array', items: {} }, 'array'], [{}, 'json'], [{ const: 3 }, 'const'],
])('%j is drawn as %s', (schema, kind) => {
  expect(fieldKind(schema)).toBe(kind);
});

it('does not follow references in circles', () => {
  expect(resolveSchema({ $ref: '#/$defs/a' }, { $defs: { a: { $ref: '#/$defs/a' } } })).toEqual({});
});

it('sets, adds and removes by pointer without touching the rest', () => {
  const before = { a: { b: [1, 2] }, c: 3 };
  expect(setAt(before, '/a/b/1', 9)).toEqual({ a: { b: [1, 9] }, c: 3 });
  expect(setAt(before, '/a/b/2', 9)).toEqual({ a: { b: [1, 2, 9] }, c: 3 });
  expect(setAt(before, '/a/b/0', undefined)).toEqual({ a: { b: [2] }, c: 3 });
  expect(setAt(before, '/x~1y/z', 1)).toEqual({ ...before, 'x/y': { z: 1 } });
  expect(setAt(undefined, '/a', 1)).toEqual({ a: 1 });
  expect(before).toEqual({ a: { b: [1, 2] }, c: 3 });
});

it.each([['costCentre', 'Cost centre'], ['api_key', 'Api key'], ['x', 'X']])('names %s %s', (name, label) => {
  expect(humanise(name)).toBe(label);
});

it.each<[string, JsonObject, boolean, unknown]>([
  ['stays so, whatever the default', { default: ['a'] }, false, []], ['is an answer where one is asked for', {}, true, []], ['is told to be too few where its default would come instead', { default: ['a'], minItems: 1 }, false, []],
  ['is nothing said where it could not be said', { minItems: 1 }, false, undefined],
])('a set of choices of which none is ticked any more %s', (_, more, required, said) => {
  const set: JsonObject = { type: 'array', items: { enum: ['a', 'b'] }, uniqueItems: true, ...more };
  const value = setAt({ set: ['a'] }, '/set', withTicked(set, required, []));
  expect(applyDefaults({ type: 'object', properties: { set } }, value)).toEqual(said === undefined ? {} : { set: said });
  expect(withTicked(set, required, ['b'])).toEqual(['b']);
});
