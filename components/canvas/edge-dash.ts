/** Up to here an edge has the dashes of its state as they are, in pixels of the drawing. */
const SHORT = 480;
/** Beyond this they stand still. */
const LONG = 1_920;

/**
 * How much longer the dashes of an edge are than those of a short one: a browser paints each by itself, and an edge
 * across a drawing of a thousand steps would have thousands. In powers of two, so that they do not stretch while a card is moved.
 * @param length of the edge, about, in pixels of the drawing
 */
export function dashScale(length: number): number {
  return length > SHORT ? 2 ** Math.ceil(Math.log2(length / SHORT)) : 1;
}

/** Whether its dashes stand still: what moves on an edge as long as that has most of the canvas painted again and again. */
export function isLong(length: number): boolean {
  return length > LONG;
}
