import { expect, it } from 'vitest';
import { followKeys, startKeys } from './row-keys.ts';

it('a row keeps its key while it moves, is renamed, and others come and go', () => {
  let keys = startKeys(['a', 'b', 'c']);
  const after = (...names: string[]): readonly number[] => (keys = followKeys(keys, names)).keys;
  expect(after('c', 'a', 'b')).toEqual([2, 0, 1]);
  expect(after('c', 'x', 'b')).toEqual([2, 0, 1]);
  expect(after('c', 'x', 'new', 'b')).toEqual([2, 0, 3, 1]);
  expect(after('c', 'new', 'b')).toEqual([2, 3, 1]);
  expect(after('c', 'new', 'b')).toEqual([2, 3, 1]);
  expect(after('c', 'new', 'b', 'x')).toEqual([2, 3, 1, 4]);
  expect(after('b', 'x', 'y', 'z')).toEqual([1, 4, 5, 6]);
});
