import { expect, it } from 'vitest';
import { BOX_BRANCHES_WIDTH, boxSize } from './sizes.ts';

const card = { x: 20, y: 28, width: 196, height: 54 };

it('keeps the names of several branches clear of a step beside them', () => {
  expect(boxSize([card], undefined, 2).width).toBe(boxSize([card]).width + BOX_BRANCHES_WIDTH);
});
it('is no wider for branches that are written where no step stands', () => {
  const rows = [card, { ...card, y: 400, width: 100 }];
  expect(boxSize(rows, undefined, 2)).toEqual(boxSize(rows));
});
it('is never smaller than what was asked for', () => {
  expect(boxSize([card], { width: 900, height: 500 })).toEqual({ width: 900, height: 500 });
});
