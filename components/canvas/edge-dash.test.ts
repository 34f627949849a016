import { describe, expect, it } from 'vitest';
import { dashScale, isLong } from './edge-dash.ts';

/** The dots of an undo edge and the space between them, as canvas.css has them. */
const SHORTEST = 6.5;

describe('dashes of an edge', () => {
  it('are as they are on an edge between neighbours', () => {
    for (const length of [0, 40, 300, 480]) expect(dashScale(length)).toBe(1);
  });

  it('grow with the edge, in steps, so that none has more than eighty of them', () => {
    expect([481, 960, 961, 1_920, 1_921, 15_000].map(dashScale)).toEqual([2, 2, 4, 4, 8, 32]);
    for (let length = 1; length < 100_000; length += 37) expect(length / (SHORTEST * dashScale(length))).toBeLessThan(80);
  });

  it('stand still on an edge that is longer than most windows are wide', () => {
    expect([0, 480, 1_920].map(isLong)).toEqual([false, false, false]);
    expect([1_921, 20_000].map(isLong)).toEqual([true, true]);
  });
});
