import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { diffJson, isSameJson } from './json-diff.ts';

describe('two values', () => {
  it.each<[string, Json | undefined, Json | undefined]>([
    ['scalars', 1, 1],
    ['keys in another order', { a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }],
    ['minus zero', 0, -0],
    ['nothing', undefined, undefined],
  ])('are the same: %s', (_what, left, right) => {
    expect(isSameJson(left, right)).toBe(true);
    expect(diffJson(left, right)).toEqual([]);
  });

  it('are the same when a member is undefined on one side and missing on the other', () => {
    const left = { a: 1, b: undefined } as unknown as Json;
    expect(isSameJson(left, { a: 1 })).toBe(true);
    expect(diffJson(left, { a: 1 })).toEqual([]);
  });

  it.each<[string, Json, Json]>([
    ['a number and its text', 1, '1'],
    ['null and nothing', { a: null }, {}],
    ['a list and an object', [], {}],
    ['null and an object', null, {}],
    ['lists of another length', [1], [1, 1]],
  ])('are not the same: %s', (_what, left, right) => {
    expect(isSameJson(left, right)).toBe(false);
    expect(diffJson(left, right)).toHaveLength(1);
  });

  it('do not take what every object inherits for a member', () => {
    expect(diffJson({}, { constructor: 1 })).toEqual([{ pointer: '/constructor', after: 1 }]);
    expect(diffJson(JSON.parse('{"__proto__": 1}') as Json, {})).toEqual([{ pointer: '/__proto__', before: 1 }]);
  });
});

describe('a difference', () => {
  it('is told as deep as it goes, in the order of the keys, with both sides', () => {
    expect(diffJson({ b: { x: 1 }, a: 'old', gone: [1] }, { b: { x: 2, y: null }, a: 'new' }, '/params')).toEqual([
      { pointer: '/params/a', before: 'old', after: 'new' },
      { pointer: '/params/b/x', before: 1, after: 2 },
      { pointer: '/params/b/y', after: null },
      { pointer: '/params/gone', before: [1] },
    ]);
  });

  it('escapes the keys in its pointer', () => {
    expect(diffJson({}, { 'a/b~c': 1 })).toEqual([{ pointer: '/a~1b~0c', after: 1 }]);
  });

  it('of a list is the item that was put in, wherever it was put', () => {
    expect(diffJson(['a', 'b'], ['new', 'a', 'b'])).toEqual([{ pointer: '/0', after: 'new' }]);
    expect(diffJson(['a', 'b'], ['a', 'new', 'b'])).toEqual([{ pointer: '/1', after: 'new' }]);
    expect(diffJson(['a', 'b'], ['a', 'b', 'new'])).toEqual([{ pointer: '/2', after: 'new' }]);
  });

  it('of a list is the item that was taken out, by its old place', () => {
    expect(diffJson(['a', 'b', 'c'], ['a', 'c'])).toEqual([{ pointer: '/1', before: 'b' }]);
    expect(diffJson([1, 1, 1], [1])).toEqual([{ pointer: '/1', before: 1 }, { pointer: '/2', before: 1 }]);
  });

  it('goes into the items of a list', () => {
    expect(diffJson([{ id: 'a', when: 'x' }, 5], [{ id: 'a', when: 'y' }, 5])).toEqual([{ pointer: '/0/when', before: 'x', after: 'y' }]);
    expect(diffJson(['a', 'b', 'z'], ['c', 'd', 'e', 'z'])).toEqual([
      { pointer: '/0', before: 'a', after: 'c' },
      { pointer: '/1', before: 'b', after: 'd' },
      { pointer: '/2', after: 'e' },
    ]);
  });
});
