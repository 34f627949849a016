import { expect, it } from 'vitest';
import { BOX_BRANCHES_WIDTH, BOX_PADDING, boxSize, FOOT_HEIGHT } from './sizes.ts';

const card = { x: 20, y: 28, width: 196, height: 54 };

it('keeps the names of several branches clear of a step beside them', () => {
  expect(boxSize([card], undefined, 2).width).toBe(boxSize([card]).width + BOX_BRANCHES_WIDTH);
});
it('is no wider for branches that are written where no step stands', () => {
  const rows = [card, { ...card, y: 400, width: 100 }];
  expect(boxSize(rows, undefined, 2)).toEqual(boxSize(rows));
});
it('keeps room for the foot that a run gives to a card without one', () => {
  expect(boxSize([{ ...card, y: 400, footless: true }]).height).toBe(400 + card.height + FOOT_HEIGHT + 8);
  expect(boxSize([{ ...card, y: 400 }]).height).toBe(400 + card.height + BOX_PADDING.bottom);
});
it('is never smaller than what was asked for', () => {
  expect(boxSize([card], { width: 900, height: 500 })).toEqual({ width: 900, height: 500 });
});
