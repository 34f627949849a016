import { describe, expect, it } from 'vitest';
import { openingView, type Area, type View } from './opening-view.ts';

const DESKTOP = { width: 1024, height: 850 };
const PHONE = { width: 390, height: 380 };
const right = (view: View, area: Area): number => view.x + (area.x + area.width) * view.zoom;
const left = (view: View, area: Area): number => view.x + area.x * view.zoom;

describe('the opening view', () => {
  it('is none where nothing is drawn', () => {
    expect(openingView(null, null, DESKTOP)).toBeNull();
  });

  it('shows a small drawing whole, in the middle and never enlarged', () => {
    const all = { x: 100, y: 50, width: 500, height: 200 };
    expect(openingView(all, null, DESKTOP)).toEqual({ zoom: 1, x: 1024 / 2 - 350, y: 850 / 2 - 150 });
  });

  it('shows a drawing whole as long as its words can be read then', () => {
    const all = { x: 0, y: 0, width: 1_200, height: 300 };
    const view = openingView(all, null, DESKTOP)!;
    expect(view.zoom).toBeGreaterThan(0.7);
    expect(left(view, all)).toBeGreaterThanOrEqual(0);
    expect(right(view, all)).toBeLessThanOrEqual(1024);
  });

  it('begins at the left of a wide drawing instead of making it too small to read', () => {
    const all = { x: -80, y: 0, width: 4_000, height: 300 };
    const view = openingView(all, null, DESKTOP)!;
    expect(view.zoom).toBe(0.7);
    expect(left(view, all)).toBe(40);
  });

  it('has what is active in the middle', () => {
    const all = { x: 0, y: 0, width: 4_000, height: 300 };
    const active = { x: 2_000, y: 100, width: 200, height: 80 };
    const view = openingView(all, active, DESKTOP)!;
    expect(view.x + 2_100 * view.zoom).toBeCloseTo(512);
  });

  it('does not show the emptiness beyond the last step', () => {
    const all = { x: 0, y: 0, width: 4_000, height: 300 };
    const view = openingView(all, { x: 3_800, y: 0, width: 200, height: 80 }, DESKTOP)!;
    expect(right(view, all)).toBeCloseTo(1024 - 40);
  });

  it('shows the beginning of what is active when that does not fit', () => {
    const all = { x: 0, y: 0, width: 9_000, height: 300 };
    const active = { x: 1_000, y: 0, width: 6_000, height: 300 };
    expect(left(openingView(all, active, DESKTOP)!, active)).toBeCloseTo(40);
  });

  it('can be read on a phone too', () => {
    const all = { x: 0, y: 0, width: 1_700, height: 260 };
    const view = openingView(all, null, PHONE)!;
    expect(view.zoom).toBe(0.8);
    expect(left(view, all)).toBe(24);
  });
});
