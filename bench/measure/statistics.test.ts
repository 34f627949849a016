import { describe, expect, it } from 'vitest';
import { median, percentile, spells, spread } from './statistics.ts';

describe('statistics', () => {
  it('a percentile is one of the values measured, whatever their order', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile(values, 1)).toBe(100);
    expect(percentile([7], 0.99)).toBe(7);
    expect(median([3, 1, 2])).toBe(2);
  });

  it('nothing measured has no percentile', () => {
    expect(() => percentile([], 0.5)).toThrow('Nothing was measured.');
  });

  it('the spread names the least and the most', () => {
    expect(spread([6_100.4, 5_000, 7_000])).toBe('median of 3 (5,000–7,000)');
    expect(spread([1])).toBe('measured once');
  });

  it('spells hold every value once, in their order, and none is empty', () => {
    expect(spells([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([[1, 2], [3, 4, 5], [6, 7]]);
    expect(spells([1, 2], 5).flat()).toEqual([1, 2]);
    expect(spells([], 5)).toEqual([]);
  });
});
