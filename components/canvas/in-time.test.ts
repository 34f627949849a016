import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hand } from './hand.ts';
import { inTime } from './in-time.ts';
import { RunOverlay } from './overlay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = (): boolean => false;

it('makes the first at once, and the next no sooner than the pace', () => {
  const make = vi.fn();
  inTime(Number.NEGATIVE_INFINITY, never, make);
  vi.advanceTimersByTime(0);
  expect(make).toHaveBeenCalledTimes(1);
  inTime(performance.now(), never, make);
  vi.advanceTimersByTime(89);
  expect(make).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(make).toHaveBeenCalledTimes(2);
});

it('waits for a second while it rests, and hardly longer than the hand does', () => {
  const make = vi.fn();
  inTime(performance.now(), () => true, make);
  vi.advanceTimersByTime(999);
  expect(make).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(make).toHaveBeenCalledTimes(1);

  let rests = true;
  inTime(performance.now(), () => rests, make);
  vi.advanceTimersByTime(300);
  rests = false;
  vi.advanceTimersByTime(100);
  expect(make).toHaveBeenCalledTimes(2);
});

it('makes none that was given up, resting or not', () => {
  const make = vi.fn();
  inTime(performance.now(), never, make)();
  const giveUp = inTime(performance.now(), () => true, make);
  vi.advanceTimersByTime(500);
  giveUp();
  vi.advanceTimersByTime(5_000);
  expect(make).not.toHaveBeenCalled();
});

it('a pan that ends under a card that is carried ends nothing', () => {
  const overlay = new RunOverlay();
  const each = (move: 'pan' | 'carry', is: boolean): void => {
    overlay.move(move, is);
    hand.set(move, is);
  };
  const down = (): boolean[] => [overlay.moved, hand.isDown];
  each('carry', true);
  each('pan', true);
  each('pan', false);
  expect(down()).toEqual([true, true]);
  each('carry', false);
  expect(down()).toEqual([false, false]);
});
