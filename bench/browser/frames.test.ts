import { describe, expect, test } from 'vitest';
import { droppedShare, type TraceEvent, workPerFrame } from './frames.ts';

const name = (pid: number): TraceEvent => ({ name: 'thread_name', ph: 'M', ts: 0, pid, tid: 1, args: { name: 'CrRendererMain' } });
const task = (ts: number, dur: number, pid = 1, called = 'RunTask', tdur = dur): TraceEvent => ({ name: called, ph: 'X', ts, dur, tdur, pid, tid: 1 });
const frame = (ts: number, pid = 1): TraceEvent => ({ name: 'FireAnimationFrame', ph: 'X', ts, dur: 10, pid, tid: 1 });
const wallOf = (events: TraceEvent[]): number[] => workPerFrame(events).map(({ wall }) => wall);

describe('work per frame', () => {
  test('is everything from the task of a frame until that of the next', () => {
    const events = [name(1), task(500, 100), task(1_000, 3_000), frame(1_200), task(5_000, 2_000), task(17_000, 1_000), frame(17_100), task(34_000, 10), frame(34_001)];
    expect(wallOf(events)).toEqual([5, 1]);
  });

  test('counts a stretch of time once, though tasks stand one in the other and under two names', () => {
    const events = [name(1), task(1_000, 4_000), task(1_000, 4_000, 1, 'ThreadControllerImpl::RunTask'), task(2_000, 500), frame(1_100), task(17_000, 10), frame(17_001)];
    expect(wallOf(events)).toEqual([4]);
  });

  test('is one frame however many callbacks wait for it', () => {
    const events = [name(1), task(1_000, 3_000), frame(1_100), frame(1_200), frame(1_300), task(17_000, 1_000), frame(17_100), frame(17_200), task(34_000, 10), frame(34_001)];
    expect(wallOf(events)).toEqual([3, 1]);
  });

  test('is that of the renderer that draws frames', () => {
    const events = [name(1), name(2), task(1_000, 9_000, 2), task(1_000, 2_000), frame(1_100), task(17_000, 10), frame(17_001)];
    expect(wallOf(events)).toEqual([2]);
  });

  test('is the time that the thread had, not what others took of the processor meanwhile', () => {
    const events = [name(1), task(1_000, 9_000, 1, 'RunTask', 2_500), frame(1_100), task(17_000, 10), frame(17_001)];
    expect(workPerFrame(events)).toEqual([{ work: 2.5, wall: 9 }]);
  });

  test('is nothing without a renderer', () => {
    expect(workPerFrame([task(1, 2)])).toEqual([]);
  });
});

describe('dropped frames', () => {
  test('are those that were due between two that came', () => {
    expect(droppedShare([0, 16.6, 33.4, 83.4], 16.67)).toBeCloseTo(2 / 5);
  });

  test('are none of none', () => {
    expect(droppedShare([], 16.67)).toBe(0);
    expect(droppedShare([5], 16.67)).toBe(0);
  });
});
