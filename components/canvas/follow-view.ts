import type { Area, View } from './opening-view.ts';

/** What is followed stands at least so far inside, in pixels: bars float at the edges. */
const MARGIN = { x: 24, y: 56 } as const;

/**
 * Where a canvas goes that follows a run, or what is chosen: nowhere while one of the active steps is in sight, else to where the first
 * of them stands in the middle, at the zoom that one has chosen.
 * @param active areas of the active steps, in units of the canvas @param window in pixels @returns null to stay
 */
export function followView(view: View, active: readonly Area[], window: { width: number; height: number }): View | null {
  const first = active[0];
  if (first === undefined || window.width <= 0 || window.height <= 0 || active.some((area) => isInSight(view, area, window))) return null;
  return { zoom: view.zoom, x: window.width / 2 - (first.x + first.width / 2) * view.zoom, y: window.height / 2 - (first.y + first.height / 2) * view.zoom };
}

/** Wholly in sight; of what is larger than the window, its middle. */
function isInSight(view: View, area: Area, window: { width: number; height: number }): boolean {
  const inside = (from: number, extent: number, shift: number, size: number, margin: number): boolean => {
    const [start, end] = [from * view.zoom + shift, (from + extent) * view.zoom + shift];
    if (end - start > size - 2 * margin) return (start + end) / 2 >= 0 && (start + end) / 2 <= size;
    return start >= margin && end <= size - margin;
  };
  return inside(area.x, area.width, view.x, window.width, MARGIN.x) && inside(area.y, area.height, view.y, window.height, MARGIN.y);
}
