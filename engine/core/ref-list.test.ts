import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { asValue, Ref, shapeOf } from '../definition/ref.ts';
import { attached, detached } from './ref-list.ts';

const ref = new Ref({ hash: 'a'.repeat(64), bytes: 300_000, type: 'list', length: 12 });
const other = new Ref({ hash: 'b'.repeat(64), bytes: 1_000_000, type: 'string', length: 999_998 });

test('references stand beside the data, and go back to where they were', () => {
  const data: Json = { output: [asValue(ref), { 'a/b~c': asValue(other), x: null }], task: 7 };
  const apart = detached(data);
  expect(apart.data).toEqual({ output: [null, { 'a/b~c': null, x: null }], task: 7 });
  expect(apart.refs).toEqual([{ at: '/output/0', ...shapeOf(ref) }, { at: '/output/1/a~1b~0c', ...shapeOf(other) }]);
  expect(attached(JSON.parse(JSON.stringify(apart.data)) as Json, JSON.parse(JSON.stringify(apart.refs)) as typeof apart.refs)).toStrictEqual(data);
  expect(data.output).toEqual([ref, { 'a/b~c': other, x: null }]);
});

test.each(['/none', '/task', '/output/5', '', '/output/0/deeper'])('a reference that has no place in its data is not taken: %s', (at) => {
  expect(() => attached({ output: [null], task: 7 }, [{ at, ...shapeOf(ref) }])).toThrow('no place');
});
