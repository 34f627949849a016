import { expect, it } from 'vitest';
import { groundFor, isEnough } from './ground.tsx';
import { isMoved } from './moving-mark.tsx';
import { GRID } from './sizes.ts';

const seen = { x: -13.7, y: 250.2, width: 1_440, height: 900 };
const at = (zoom: number, dx = 0, dy = 0) => ({ x: seen.x + dx / zoom, y: seen.y + dy / zoom, width: seen.width / zoom, height: seen.height / zoom });

it('lays the ground from a line of the grid, far around what is in sight', () => {
  for (const zoom of [0.08, 0.7, 1, 2]) {
    const laid = groundFor(at(zoom), zoom, null);
    expect(Math.abs(laid.x % GRID)).toBe(0);
    expect(Math.abs(laid.y % GRID)).toBe(0);
    for (const [x, y] of [[-3_900, 0], [3_900, 0], [0, -3_900], [0, 3_900]] as const) expect(isEnough(laid, at(zoom, x, y), zoom)).toBe(true);
  }
});
it('lays it beneath the whole drawing, for what lies beyond it is a layer of its own', () => {
  const drawing = { x: -20_000, y: 0, width: 31_000, height: 9_000 };
  const laid = groundFor(at(0.7), 0.7, drawing);
  expect(isEnough(laid, drawing, 0.7)).toBe(true);
  expect(Math.abs(laid.x % GRID)).toBe(0);
  expect(isEnough(laid, at(0.7, -3_900, -3_900), 0.7)).toBe(true);
});
it('leaves a drawing that is larger than a layer may be, and lies beneath what is in sight', () => {
  const drawing = { x: 0, y: 0, width: 60_000, height: 40_000 };
  const laid = groundFor(at(2), 2, drawing);
  expect(isEnough(laid, drawing, 2)).toBe(false);
  expect(isEnough(laid, at(2, 3_900, 3_900), 2)).toBe(true);
});
it('lays it anew where it ends, and when the zoom has made it too small or far too large', () => {
  const laid = groundFor(at(1), 1, null);
  expect(isEnough(laid, at(1, 4_100), 1)).toBe(false);
  expect(isEnough(laid, at(1, 0, -4_100), 1)).toBe(false);
  expect(isEnough(laid, at(1.9), 1.9)).toBe(true);
  expect(isEnough(laid, at(2), 2)).toBe(false);
  expect(isEnough(laid, at(0.5), 0.5)).toBe(false);
});
it('takes neither a trembling hand nor zooming for a move of the canvas', () => {
  const from = { x: 0, y: 0, zoom: 1 };
  expect(isMoved(from, { x: 1, y: -1, zoom: 1 })).toBe(false);
  expect(isMoved(from, { x: 2, y: -1, zoom: 1 })).toBe(true);
  expect(isMoved(from, { x: 40, y: 9, zoom: 1.1 })).toBe(false);
});
it('takes a canvas that is back where its move began for moved, until the hand lets go', () => {
  const from = { x: 0, y: 0, zoom: 1 };
  expect(isMoved(from, { x: 40, y: 0, zoom: 1 }, false)).toBe(true);
  expect(isMoved(from, from, true)).toBe(true);
  expect(isMoved(from, { ...from, zoom: 1.1 }, true)).toBe(false);
});
