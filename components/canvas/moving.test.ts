import { expect, it } from 'vitest';
import { groundFor, isEnough } from './ground.tsx';
import { isMoved } from './moving-mark.tsx';
import { GRID } from './sizes.ts';

const seen = { x: -13.7, y: 250.2, width: 1_440, height: 900, zoom: 1 };

it('lays the ground from a line of the grid, far around what is in sight', () => {
  for (const zoom of [0.08, 0.7, 1, 2]) {
    const inSight = { ...seen, width: seen.width / zoom, height: seen.height / zoom, zoom };
    const laid = groundFor(inSight);
    expect(Math.abs(laid.x % GRID)).toBe(0);
    expect(Math.abs(laid.y % GRID)).toBe(0);
    for (const [x, y] of [[-3_900, 0], [3_900, 0], [0, -3_900], [0, 3_900]] as const) {
      expect(isEnough(laid, { ...inSight, x: inSight.x + x / zoom, y: inSight.y + y / zoom })).toBe(true);
    }
  }
});
it('lays it anew where it ends, and when the zoom has made it too small or far too large', () => {
  const laid = groundFor(seen);
  expect(isEnough(laid, { ...seen, x: seen.x + 4_100 })).toBe(false);
  expect(isEnough(laid, { ...seen, y: seen.y - 4_100 })).toBe(false);
  expect(isEnough(laid, { ...seen, zoom: 1.9, width: 1_440 / 1.9, height: 900 / 1.9 })).toBe(true);
  expect(isEnough(laid, { ...seen, zoom: 2, width: 720, height: 450 })).toBe(false);
  expect(isEnough(laid, { ...seen, zoom: 0.08, width: 18_000, height: 11_250 })).toBe(false);
});
it('takes neither a trembling hand nor zooming for a move of the canvas', () => {
  const from = { x: 0, y: 0, zoom: 1 };
  expect(isMoved(from, { x: 1, y: -1, zoom: 1 })).toBe(false);
  expect(isMoved(from, { x: 2, y: -1, zoom: 1 })).toBe(true);
  expect(isMoved(from, { x: 40, y: 9, zoom: 1.1 })).toBe(false);
});
