import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QuietHeap } from './quiet-heap.ts';

const load = { steps: 0, running: 0 };
const collect = vi.fn(() => Promise.resolve());
let heap: QuietHeap;

beforeEach(() => {
  vi.useFakeTimers();
  collect.mockClear();
  heap = new QuietHeap({ load: () => ({ ...load }), collect, failed: () => {} });
});
afterEach(() => {
  heap.close();
  vi.useRealTimers();
});

/** Lets it look, for so long, at a worker that stands so. @returns how often it has collected so far */
function collected(steps: number, running = 0, forMs = 1_250): number {
  Object.assign(load, { steps, running });
  vi.advanceTimersByTime(forMs);
  return collect.mock.calls.length;
}

describe('a heap that has become quiet', () => {
  it('is left alone after a few steps', () => {
    expect([collected(999), collected(999), collected(999)]).toEqual([0, 0, 0]);
  });

  it('is left alone while steps end, and while one is under way', () => {
    expect([collected(5_000, 0, 1_000), collected(6_000, 0, 1_000), collected(6_000, 1), collected(6_000, 1)]).toEqual([0, 0, 0, 0]);
  });

  it('is collected once when nothing has happened for a second, and again only after the next burst', () => {
    expect([collected(1_000, 0, 1_000), collected(1_000, 0, 250), collected(1_000)]).toEqual([0, 1, 1]);
    expect([collected(1_999), collected(1_999)]).toEqual([1, 1]);
    expect([collected(2_000, 0, 1_000), collected(2_000, 0, 250), collected(2_000)]).toEqual([1, 2, 2]);
  });

  it('is not looked at any more when the worker leaves', () => {
    collected(5_000, 0, 1_000);
    heap.close();
    expect([collected(5_000), collected(5_000)]).toEqual([0, 0]);
  });
});
