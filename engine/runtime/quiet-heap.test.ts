import { afterEach, describe, expect, it, vi } from 'vitest';
import { QuietHeap } from './quiet-heap.ts';

const load = { steps: 0, running: 0 };
const collect = vi.fn();
const heap = new QuietHeap({ load: () => ({ ...load }), collect });
heap.close();

const looked = (steps: number, running: number): number => {
  Object.assign(load, { steps, running });
  heap.look();
  return collect.mock.calls.length;
};

afterEach(() => void expect(collect.mock.calls.every((args) => args.length === 0)).toBe(true));

describe('a heap that has become quiet', () => {
  it('is left alone while steps end, while one is under way, and after a few', () => {
    expect(looked(500, 0)).toBe(0);
    expect(looked(500, 0)).toBe(0);
    expect(looked(5_000, 3)).toBe(0);
    expect(looked(5_000, 3)).toBe(0);
    expect(looked(6_000, 0)).toBe(0);
  });

  it('is collected once when nothing has happened between two looks, and again only after the next burst', () => {
    expect(looked(6_000, 0)).toBe(1);
    expect(looked(6_000, 0)).toBe(1);
    expect(looked(6_010, 0)).toBe(1);
    expect(looked(6_010, 0)).toBe(1);
    expect(looked(7_000, 0)).toBe(1);
    expect(looked(7_000, 0)).toBe(2);
  });
});
