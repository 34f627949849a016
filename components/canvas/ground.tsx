import { useStoreApi, ViewportPortal, type InternalNode } from '@xyflow/react';
import { memo, useId, useLayoutEffect, useRef } from 'react';
import { GRID } from './sizes.ts';

const DOT = 1.6;
/** How far the ground reaches beyond what is in sight, in pixels of the screen: so far a hand moves the canvas in one go. */
const REACH = 4_000;
/** Around the drawing, in its own pixels: edges swing out beyond the cards. */
const SWING = 600;
/** It is laid anew when the zoom has changed by so much: what was enough is too little, or far too much. */
const ZOOMED = 2;
/** A layer of more pixels than this nobody has tried; the ground of such a drawing ends before it does. */
const LARGEST = 1e9;

/**
 * The dotted ground. It lies in the drawing and moves with it, so that both are one layer: a browser merges what stands
 * apart into one layer only where that covers the space between, and each layer more is laid over the whole canvas in
 * every frame of a movement.
 */
export const Ground = memo(function Ground() {
  return <ViewportPortal><Dots /></ViewportPortal>;
});

function Dots() {
  const store = useStoreApi();
  const id = useId();
  const ground = useRef<SVGSVGElement>(null);
  useLayoutEffect(() => {
    let laid: Laid | null = null;
    let seen: { transform: unknown; nodes: unknown } = { transform: null, nodes: null };
    const follow = (): void => {
      const { transform, width, height, nodes, nodeLookup } = store.getState();
      // What is dragged may leave the ground: that matters when the canvas is moved the next time.
      if (laid !== null && transform === seen.transform) return;
      const [x, y, zoom] = transform;
      const inSight = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
      const drawing = nodes === seen.nodes ? null : boundsOf(nodeLookup.values());
      seen = { transform, nodes };
      if (laid !== null && isEnough(laid, inSight, zoom) && (drawing === null || covers(laid, drawing))) return;
      laid = groundFor(inSight, zoom, drawing ?? boundsOf(nodeLookup.values()));
      const { style } = ground.current!;
      style.left = `${laid.x}px`;
      style.top = `${laid.y}px`;
      style.width = `${laid.width}px`;
      style.height = `${laid.height}px`;
    };
    follow();
    return store.subscribe(follow);
  }, [store]);
  return (
    <svg ref={ground} className="hc-ground" aria-hidden>
      {/* Dots stand half a step before the lines of the grid. */}
      <pattern id={id} patternUnits="userSpaceOnUse" x={GRID / 2} y={GRID / 2} width={GRID} height={GRID}>
        <circle cx={DOT / 2} cy={DOT / 2} r={DOT / 2} />
      </pattern>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}

/** In pixels of the drawing. */
export type Part = { x: number; y: number; width: number; height: number };
export type Laid = Part & { /** At which it was laid. */ zoom: number };

export function isEnough(laid: Laid, inSight: Part, zoom: number): boolean {
  const zoomed = zoom / laid.zoom;
  return zoomed < ZOOMED && zoomed > 1 / ZOOMED && covers(laid, inSight);
}

/** What is in sight with `REACH` around it, and the whole drawing, from a line of the grid on: its dots are where they were. */
export function groundFor(inSight: Part, zoom: number, drawing: Part | null): Laid {
  const around = onGrid(grown(inSight, REACH / zoom));
  const whole = drawing === null ? around : onGrid(joined(around, drawing));
  return { ...(whole.width * whole.height * zoom ** 2 > LARGEST ? around : whole), zoom };
}

function covers(laid: Part, part: Part): boolean {
  return part.x >= laid.x && part.y >= laid.y && part.x + part.width <= laid.x + laid.width && part.y + part.height <= laid.y + laid.height;
}

function grown({ x, y, width, height }: Part, by: number): Part {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function joined(one: Part, other: Part): Part {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return { x, y, width: Math.max(one.x + one.width, other.x + other.width) - x, height: Math.max(one.y + one.height, other.y + other.height) - y };
}

function onGrid({ x, y, width, height }: Part): Part {
  const [left, top] = [Math.floor(x / GRID) * GRID, Math.floor(y / GRID) * GRID];
  return { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top };
}

function boundsOf(nodes: Iterable<InternalNode>): Part | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { hidden, measured, internals: { positionAbsolute: { x, y } } } of nodes) {
    if (hidden) continue;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + (measured.width ?? 0));
    bottom = Math.max(bottom, y + (measured.height ?? 0));
  }
  return left > right ? null : grown({ x: left, y: top, width: right - left, height: bottom - top }, SWING);
}
