import { expect, it } from 'vitest';
import { inDrawnOrder } from './drawn-order.ts';
import { toJson, type Json } from './json.ts';

const text = (value: Json): string => JSON.stringify(value);

it('gives what was sorted the order in which it was drawn, at every depth', () => {
  const drawn: Json = { type: 'object', properties: { reason: { type: 'string', title: 'Why' }, amount: { type: 'number' }, days: { type: 'array', items: [{ to: 1, from: 2 }] } }, required: ['reason', 'amount'] };
  expect(text(toJson(drawn))).not.toBe(text(drawn));
  expect(text(inDrawnOrder(toJson(drawn), drawn))).toBe(text(drawn));
});

it('loses nothing and makes up nothing where the two differ', () => {
  const value: Json = { a: 1, b: { d: [2, { f: 3, e: 4 }], c: 5 }, z: null };
  const others: (Json | undefined)[] = [undefined, null, 'text', [], {}, { b: 'an expression', z: 1, gone: 2 }, { b: { c: 0, d: { f: 0 } }, toString: 1 }];
  for (const drawn of others) expect(inDrawnOrder(value, drawn)).toEqual(value);
  expect(Object.keys(inDrawnOrder(value, { z: 0, b: 0 }) as object)).toEqual(['z', 'b', 'a']);
});

it('takes a member named as a builtin for what it is', () => {
  const value = JSON.parse('{"__proto__":{"b":1,"a":2},"constructor":1}') as Json;
  const drawn = JSON.parse('{"constructor":0,"__proto__":{"a":0}}') as Json;
  expect(text(inDrawnOrder(value, drawn))).toBe('{"constructor":1,"__proto__":{"a":2,"b":1}}');
});
