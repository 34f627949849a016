/** A rectangle of the canvas, in its units. */
export type Area = { x: number; y: number; width: number; height: number };
export type View = { x: number; y: number; zoom: number };

/** Below this the words on a card can no longer be read. A phone is held nearer, but its pixels are few. */
const READABLE = 0.7;
const READABLE_ON_PHONE = 0.8;
const PHONE_WIDTH = 640;
/** Room at each side, in pixels; above and below it is more, where bars float. */
const MARGIN = { x: 40, y: 64 } as const;
const MARGIN_ON_PHONE = { x: 24, y: 56 } as const;

/**
 * Where a canvas opens: the whole of it when its words can be read then, else at a readable size what matters most.
 * That is what is active, in the middle, and the beginning at the left when nothing is.
 * @param all what is drawn; null when nothing is @param active what is to be in sight, if anything is @param window in pixels
 */
export function openingView(all: Area | null, active: Area | null, window: { width: number; height: number }): View | null {
  if (all === null || window.width <= 0 || window.height <= 0) return null;
  const phone = window.width < PHONE_WIDTH;
  const margin = phone ? MARGIN_ON_PHONE : MARGIN;
  const room = { width: Math.max(1, window.width - 2 * margin.x), height: Math.max(1, window.height - 2 * margin.y) };
  const whole = Math.min(1, room.width / Math.max(1, all.width), room.height / Math.max(1, all.height));
  const zoom = Math.max(whole, phone ? READABLE_ON_PHONE : READABLE);
  const place = (start: number, length: number, from: number, extent: number, size: number, edge: number): number => {
    // What fits stands in the middle; of what does not, no empty margin is shown while something is out of sight.
    if (length * zoom <= size - 2 * edge) return size / 2 - (start + length / 2) * zoom;
    const wish = size / 2 - (from + extent / 2) * zoom;
    return Math.min(edge - start * zoom, Math.max(size - edge - (start + length) * zoom, wish));
  };
  const at = active ?? { x: all.x, y: all.y, width: 0, height: all.height };
  // More than fits is active: its beginning is shown.
  const width = Math.min(at.width, room.width / zoom);
  const height = Math.min(at.height, room.height / zoom);
  return { zoom, x: place(all.x, all.width, at.x, width, window.width, margin.x), y: place(all.y, all.height, at.y, height, window.height, margin.y) };
}
