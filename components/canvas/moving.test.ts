import { expect, it } from 'vitest';
import { shiftOf } from './dots.tsx';
import { isMoved } from './moving-mark.tsx';

it('moves the dotted ground by less than a step of its grid, and every dot to where it belongs', () => {
  for (const gap of [36, 18, 12.6, 1.44]) {
    for (const place of [-1_000.5, -1, 0, 7, 18, 4_321]) {
      const shift = shiftOf(place, gap);
      expect(shift).toBeGreaterThanOrEqual(0);
      expect(shift).toBeLessThan(gap);
      // The ground begins 36 pixels before the canvas; a dot stands half a step before each line of the grid.
      const steps = (place - gap / 2 - (shift - 36)) / gap;
      expect(steps).toBeCloseTo(Math.round(steps), 6);
    }
  }
});
it('takes neither a trembling hand nor zooming for a move of the canvas', () => {
  const from = { x: 0, y: 0, zoom: 1 };
  expect(isMoved(from, { x: 1, y: -1, zoom: 1 })).toBe(false);
  expect(isMoved(from, { x: 2, y: -1, zoom: 1 })).toBe(true);
  expect(isMoved(from, { x: 40, y: 9, zoom: 1.1 })).toBe(false);
});
