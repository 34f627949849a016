import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../ports/log.ts';
import { Beats } from './beats.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a beat', () => {
  it('comes an interval after the last one is over, however long that took, and after one that failed', async () => {
    const begun: number[] = [];
    const from = Date.now();
    const beats = new Beats({
      name: 'test', everyMs: 100,
      async act() {
        begun.push(Date.now() - from);
        if (begun.length === 1) await new Promise((resolve) => setTimeout(resolve, 1_000));
        if (begun.length === 2) throw new Error('lost');
      },
    }, silentLog);
    beats.start();
    await vi.advanceTimersByTimeAsync(1_350);
    beats.close();
    expect(begun).toEqual([100, 1_200, 1_300]);
  });

  it('comes first when it says so', async () => {
    const act = vi.fn(async () => {});
    const beats = new Beats({ name: 'test', everyMs: 100, firstInMs: 0, act }, silentLog);
    beats.start();
    await vi.advanceTimersByTimeAsync(50);
    expect(act).toHaveBeenCalledTimes(1);
    beats.close();
  });

  it('does not come again once it is closed, and one that is under way is told', async () => {
    const told: boolean[] = [];
    const beats = new Beats({
      name: 'test', everyMs: 100,
      async act(ended) {
        told.push(ended());
        await new Promise((resolve) => setTimeout(resolve, 10));
        told.push(ended());
      },
    }, silentLog);
    beats.start();
    await vi.advanceTimersByTimeAsync(105);
    beats.close();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([false, true]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
