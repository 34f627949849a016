import { describe, expect, it } from 'vitest';
import type { Segment } from '@/engine/index.ts';
import { busyStretches, panned, ticksOf, timeScale, zoomed } from './time-scale.ts';

const work = (startAt: number, endAt: number | null, kind: Segment['kind'] = 'running'): Segment => ({ kind, startAt, endAt, outcome: null });

describe('busy stretches', () => {
  it('are merged where they touch, and waits are none', () => {
    expect(busyStretches([work(5, 9), work(0, 3), work(2, 5), work(20, null), work(10, 90, 'waiting')], 30)).toEqual([{ startAt: 0, endAt: 9 }, { startAt: 20, endAt: 30 }]);
  });
});

describe('the axis', () => {
  it('is linear as it is', () => {
    const scale = timeScale(100, 200);
    expect([scale.place(50), scale.place(100), scale.place(150), scale.place(200), scale.place(999)]).toEqual([0, 0, 0.5, 1, 1]);
  });
  it('draws idle time narrow, and work as wide as before among itself', () => {
    const scale = timeScale(0, 1_000_000, [{ startAt: 0, endAt: 100 }, { startAt: 999_900, endAt: 1_000_000 }]);
    expect(scale.pieces.map((piece) => piece.idle)).toEqual([false, true, false]);
    expect(scale.place(100)).toBeCloseTo(0.4875, 6);
    expect(scale.place(999_900)).toBeCloseTo(0.5125, 6);
    expect(scale.place(1_000_000)).toBe(1);
  });
  it('collapses what is idle at the end, and at the beginning', () => {
    expect(timeScale(0, 1_000, [{ startAt: 400, endAt: 500 }]).pieces.map(({ idle, startAt, endAt }) => [idle, startAt, endAt])).toEqual([[true, 0, 400], [false, 400, 500], [true, 500, 1_000]]);
  });
  it('leaves short idle stretches alone', () => {
    expect(timeScale(0, 1_000, [{ startAt: 0, endAt: 500 }, { startAt: 520, endAt: 1_000 }]).pieces).toHaveLength(1);
  });
  it('never goes back, and finds the instant of a place', () => {
    const scale = timeScale(0, 5_000, [{ startAt: 100, endAt: 300 }, { startAt: 2_000, endAt: 2_400 }, { startAt: 2_500, endAt: 2_600 }]);
    let last = -1;
    for (let at = 0; at <= 5_000; at += 25) {
      const place = scale.place(at);
      expect(place).toBeGreaterThanOrEqual(last);
      expect(scale.instant(place)).toBeCloseTo(at, 3);
      last = place;
    }
    expect(scale.place(5_000)).toBe(1);
  });
  it('holds a run that is over in the instant it began', () => {
    expect(timeScale(7, 7, []).place(7)).toBe(0);
    expect(timeScale(7, 7, []).pieces.every((piece) => Number.isFinite(piece.width))).toBe(true);
  });
  it('is not torn by stretches outside of the part that is zoomed into', () => {
    const scale = timeScale(100, 200, [{ startAt: 0, endAt: 50 }, { startAt: 90, endAt: 150 }, { startAt: 300, endAt: 400 }]);
    expect(scale.pieces.map(({ idle, startAt, endAt }) => [idle, startAt, endAt])).toEqual([[false, 100, 150], [true, 150, 200]]);
  });
});

describe('the marks of the axis', () => {
  it('are round, measured from the start of the run, and about as many as asked for', () => {
    const ticks = ticksOf(timeScale(1_000, 11_000), 1_000, 6);
    expect(ticks.map((tick) => tick.offsetMs)).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000]);
  });
  it('leave collapsed stretches out', () => {
    const scale = timeScale(0, 1_000_000, [{ startAt: 0, endAt: 1_000 }, { startAt: 999_000, endAt: 1_000_000 }]);
    for (const tick of ticksOf(scale, 0, 6)) expect(tick.at <= 1_000 || tick.at >= 999_000).toBe(true);
  });
});

describe('a part of the axis', () => {
  const whole = { startAt: 1_000, endAt: 2_000 };
  const all = timeScale(1_000, 2_000);
  const show = (part: { startAt: number; endAt: number } | null) => timeScale(part?.startAt ?? 1_000, part?.endAt ?? 2_000);
  it('is half as long each time, and what it is zoomed round keeps its place', () => {
    const once = zoomed(all, 0.5, 1_200, whole)!;
    expect(once).toEqual({ startAt: 1_100, endAt: 1_600 });
    expect(show(once).place(1_200)).toBeCloseTo(all.place(1_200), 6);
    expect(zoomed(show(once), 2, 1_200, whole)).toBe(null);
  });
  it('comes to what was out of sight', () => {
    expect(zoomed(timeScale(1_000, 1_200), 0.5, 1_700, whole)).toEqual({ startAt: 1_650, endAt: 1_750 });
  });
  it('is never shorter than a millisecond, nor beyond the whole', () => {
    let part: { startAt: number; endAt: number } | null = null;
    for (let times = 0; times < 40; times++) part = zoomed(show(part), 0.5, 1_900, whole);
    expect(part!.endAt - part!.startAt).toBeCloseTo(1, 6);
    expect(zoomed(timeScale(1_000, 1_100), 4, 1_000, whole)).toEqual({ startAt: 1_000, endAt: 1_400 });
  });
  it('moves along to both ends, and keeps its length', () => {
    const part = timeScale(1_400, 1_600);
    expect(panned(part, 0.25, whole)).toEqual({ startAt: 1_450, endAt: 1_650 });
    expect(panned(part, -0.25, whole)).toEqual({ startAt: 1_350, endAt: 1_550 });
    expect([panned(timeScale(1_790, 1_990), 0.25, whole), panned(timeScale(1_010, 1_210), -0.25, whole)]).toEqual([{ startAt: 1_800, endAt: 2_000 }, { startAt: 1_000, endAt: 1_200 }]);
    expect(panned(all, 0.25, whole)).toEqual(whole);
  });
  it('moves back past idle time that is drawn narrow by no more than was in sight', () => {
    const far = { startAt: 0, endAt: 100_000 };
    const part = timeScale(50_000, 60_000, [{ startAt: 58_000, endAt: 60_000 }]);
    expect(part.pieces[0]).toMatchObject({ idle: true });
    const back = panned(part, -0.25, far);
    expect(part.startAt - back.startAt).toBeGreaterThan(0);
    expect(part.startAt - back.startAt).toBeLessThan(10_000);
  });
});
