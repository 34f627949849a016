import { expect, test } from 'vitest';
import { Ref, refsTold, type Json } from '@/engine/index.ts';
import { holdsLargeValue, largeValueOf } from './large-value-of.ts';

const shape = { hash: 'a'.repeat(64), bytes: 300_000, type: 'list', length: 12 } as const;
const ref = new Ref(shape) as unknown as Json; // where a value is expected

test('a large value is known in a state and in an answer', () => {
  expect(largeValueOf(ref)).toMatchObject(shape);
  expect(largeValueOf(refsTold(ref))).toEqual(shape);
  expect(holdsLargeValue({ a: [1, ref] })).toBe(true);
  expect(holdsLargeValue(refsTold({ a: [1, ref] }))).toBe(true);
});

test.each([null, 1, 'ref', [], {}, { ref: 'A-17' }, { ref: { hash: 'x' } }, { ref: shape, more: 1 }, { hash: shape.hash }])('what only looks like one is not: %j', (value) => {
  expect(largeValueOf(value as Json)).toBeNull();
});
