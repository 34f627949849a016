import { expect, it } from 'vitest';
import { headingLevels } from './heading-levels.ts';

const levels = (...depths: number[]): (number | undefined)[] => {
  const children = depths.map((depth) => ({ type: 'heading', depth }));
  headingLevels()({ type: 'root', children: [{ type: 'paragraph', children: [] }, ...children] });
  return children.map(({ depth }) => depth);
};

it('begins at the first level', () => expect(levels(2, 2)).toEqual([1, 1]));
it('leaves none out', () => expect(levels(1, 4, 4, 2, 3)).toEqual([1, 2, 2, 2, 3]));
it('keeps what is in order', () => expect(levels(1, 2, 3, 1)).toEqual([1, 2, 3, 1]));
