import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Slots } from './slots.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settled = async <T>(promise: Promise<T>): Promise<T | 'waits'> => await Promise.race([promise, Promise.resolve().then(() => Promise.resolve()).then(() => 'waits' as const)]);

describe('slots', () => {
  it('are no more than they are', async () => {
    const slots = new Slots(2);
    expect(await slots.acquire(100)).toBe(true);
    expect(await slots.acquire(100)).toBe(true);
    expect(slots.room).toBe(0);
    const third = slots.acquire(100);
    expect(await settled(third)).toBe('waits');
    slots.release(5_000);
    expect(await third).toBe(true);
  });

  it('are given in the order in which they were asked for, and waited for no longer than said', async () => {
    const slots = new Slots(1);
    await slots.acquire(100);
    const impatient = slots.acquire(50);
    const patient = slots.acquire(1_000);
    vi.advanceTimersByTime(51);
    expect(await impatient).toBe(false);
    slots.release(10);
    expect(await patient).toBe(true);
  });

  it('take ahead what is over in a moment, and nothing where attempts take long or nothing is known yet', async () => {
    const slots = new Slots(10);
    expect(slots.room).toBe(10);
    await slots.acquire(100);
    slots.release(10);
    // Ten places of 10 ms each begin a hundred in 100 ms; four times the places is the most.
    expect(slots.room).toBe(10 + 40);
    for (let times = 0; times < 200; times++) {
      await slots.acquire(100);
      slots.release(10_000);
    }
    expect(slots.room).toBe(10);
  });

  it('tell who listens that there is room again', async () => {
    const slots = new Slots(1);
    await slots.acquire(100);
    const heard = slots.someRoom(1_000);
    expect(await settled(heard)).toBe('waits');
    slots.release(60_000);
    await heard;
    expect(slots.room).toBe(1);
  });
});
