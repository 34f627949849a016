import { expect, test } from 'vitest';
import { canonicalJson, NotJsonError, toJson } from './json.ts';
import { asValue, filled, MARK_IN_TEXT, parseStored, Ref, refsIn, shapeOf, wholeValue, NeedsValues } from './ref.ts';

const ref = new Ref({ hash: 'a'.repeat(64), bytes: 300_000, type: 'list', length: 12 });
const other = new Ref({ hash: 'b'.repeat(64), bytes: 1_000_000, type: 'string', length: 999_998 });

test('a reference is read back from text as it was, wherever it stands', () => {
  const value = { z: [1, asValue(ref)], a: { deep: { er: asValue(other) } } };
  const read = parseStored(JSON.stringify(value));
  expect(read).toStrictEqual(value);
  expect(parseStored(JSON.stringify(ref))).toStrictEqual(ref);
});

test('no value of somebody is taken for a reference', () => {
  const alike = [`\\u0000ref ${'a'.repeat(64)} 1 list 1`, { ref: shapeOf(ref) }, '"\\u0000ref ', { hash: ref.hash, bytes: 1, type: 'map', length: 1 }, 'ref'];
  const read = parseStored(JSON.stringify(alike));
  expect(read).toStrictEqual(alike);
  expect(refsIn(read)).toEqual([]);
  // The one text that would be one is refused wherever values come in.
  expect(() => toJson(JSON.parse(JSON.stringify(ref)))).toThrow(NotJsonError);
});

test('what holds no reference has no mark in its text', () => {
  const text = '{"a":[1,"x"]}';
  expect(text.includes(MARK_IN_TEXT)).toBe(false);
  expect(parseStored(text)).toEqual({ a: [1, 'x'] });
});

test('a damaged mark stays the text it is', () => {
  const damaged = ['\u0000ref abc 1 list 1', `\u0000ref ${'a'.repeat(64)} 1 number 1`, '\u0000other'];
  expect(parseStored(JSON.stringify(damaged))).toEqual(damaged);
});

test('canonical text tells references apart and keeps them through toJson', () => {
  expect(toJson({ a: asValue(ref) })).toStrictEqual({ a: ref });
  expect(canonicalJson({ a: asValue(ref) })).toBe(canonicalJson({ a: asValue(new Ref(ref)) }));
  expect(canonicalJson({ a: asValue(ref) })).not.toBe(canonicalJson({ a: asValue(other) }));
});

test('a value is put together from what is at hand, and all that is missing is told at once', () => {
  const value = { list: [asValue(ref), asValue(other)], n: 1, plain: { x: [] } };
  expect(wholeValue(value, (each) => (each.type === 'list' ? [1] : 'text'))).toEqual({ list: [[1], 'text'], n: 1, plain: { x: [] } });
  expect(value.list[0]).toBe(ref);
  const needs = (() => {
    try {
      return wholeValue(value, () => undefined);
    } catch (error) {
      return error;
    }
  })();
  expect(needs).toBeInstanceOf(NeedsValues);
  expect((needs as NeedsValues).refs).toEqual([ref, other]);
});

test('a look for references leaves them where they are', () => {
  const value = { list: [asValue(ref)] };
  expect(refsIn(value)).toEqual([ref]);
  expect(refsIn(value)).toEqual([ref]);
  expect(wholeValue(value, () => 1)).toEqual({ list: [1] });
});

test('a value without a reference is given back itself', () => {
  const value = { a: [1, { b: null }] };
  expect(wholeValue(value, () => 0)).toBe(value);
  expect(filled(value, () => 0)).toBe(value);
});
