import { describe, expect, it } from 'vitest';
import { applyDefaults } from './apply-defaults.ts';

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string', default: 'world' },
    limits: { type: 'object', properties: { amount: { type: 'number', default: 10 }, unit: { type: 'string' } } },
    address: { type: 'object', properties: { city: { default: 'Rome' } }, default: {} },
    lines: { type: 'array', items: { type: 'object', properties: { count: { default: 1 } } } },
    shared: { $ref: '#/$defs/shared' },
  },
  $defs: { shared: { type: 'integer', default: 7 } },
};

describe('applying defaults', () => {
  it('starts from an empty object when nothing was given', () => {
    expect(applyDefaults(schema, undefined)).toEqual({ name: 'world', address: { city: 'Rome' }, shared: 7 });
  });

  it('leaves what was said alone, null too', () => {
    expect(applyDefaults(schema, { name: null, limits: { unit: 'm' }, lines: [{}, { count: 3 }], shared: 0 })).toEqual({
      name: null, limits: { unit: 'm', amount: 10 }, address: { city: 'Rome' }, lines: [{ count: 1 }, { count: 3 }], shared: 0,
    });
  });

  it('does not change the input, and gives the same one back when nothing is missing', () => {
    const input = { a: 1 };
    applyDefaults(schema, input);
    expect(input).toEqual({ a: 1 });
    expect(applyDefaults({ type: 'object', properties: { a: { default: 2 } } }, input)).toBe(input);
  });

  it('fills from every part of allOf', () => {
    expect(applyDefaults({ type: 'object', allOf: [{ properties: { a: { default: 1 } } }, { properties: { b: { default: 2 } } }] }, {})).toEqual({ a: 1, b: 2 });
  });

  it('gives null for no input and no schema, and values that are no objects as they are', () => {
    expect(applyDefaults(null, undefined)).toBeNull();
    expect(applyDefaults(null, [1])).toEqual([1]);
    expect(applyDefaults({ type: 'string', default: 'x' }, undefined)).toBe('x');
    expect(applyDefaults(schema, 'text')).toBe('text');
  });

  it('ends on a schema that refers to itself, and keeps a key called __proto__ a key', () => {
    expect(applyDefaults({ $ref: '#' }, undefined)).toBeNull();
    expect(applyDefaults({ properties: { a: { $ref: '#' } }, default: {} }, { a: { a: {} } })).toBeDefined();
    expect(Object.getPrototypeOf(applyDefaults({ properties: { a: { default: 1 } } }, JSON.parse('{"__proto__": {"x": 1}}')))).toBe(Object.prototype);
  });
});
