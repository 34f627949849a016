import { useStoreApi, ViewportPortal } from '@xyflow/react';
import { memo, useId, useLayoutEffect, useRef } from 'react';
import { GRID } from './sizes.ts';

const DOT = 1.6;
/** How far the ground reaches beyond what is in sight, in pixels of the screen: so far a hand moves the canvas in one go. */
const REACH = 4_000;
/** It is laid anew when the zoom has changed by so much: what was enough is too little, or far too much. */
const ZOOMED = 2;

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
    const follow = (): void => {
      const { transform: [x, y, zoom], width, height } = store.getState();
      const inSight = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom, zoom };
      if (laid !== null && isEnough(laid, inSight)) return;
      laid = groundFor(inSight);
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

/** A part of the drawing, in its own pixels, and the zoom at which it is seen. */
export type Laid = { x: number; y: number; width: number; height: number; zoom: number };

export function isEnough(laid: Laid, inSight: Laid): boolean {
  const zoomed = inSight.zoom / laid.zoom;
  return (
    zoomed < ZOOMED && zoomed > 1 / ZOOMED && inSight.x >= laid.x && inSight.y >= laid.y &&
    inSight.x + inSight.width <= laid.x + laid.width && inSight.y + inSight.height <= laid.y + laid.height
  );
}

/** What is in sight and `REACH` around it, from a line of the grid: its dots are where they were. */
export function groundFor({ x, y, width, height, zoom }: Laid): Laid {
  const reach = REACH / zoom;
  const [left, top] = [Math.floor((x - reach) / GRID) * GRID, Math.floor((y - reach) / GRID) * GRID];
  return { x: left, y: top, width: Math.ceil(x + width + reach) - left, height: Math.ceil(y + height + reach) - top, zoom };
}
