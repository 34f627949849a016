import { useStoreApi } from '@xyflow/react';
import { memo, useId, useLayoutEffect, useRef } from 'react';
import { GRID } from './sizes.ts';

const DOT = 1.6;
/** The grid at the nearest zoom: by so much the drawing is larger than the canvas, so that it can be moved by one step of the grid. */
const REACH = GRID * 2;

/**
 * The dotted ground. It follows the canvas without React, and is moved instead of drawn anew: what lies a step of the grid
 * further looks the same.
 */
export const Dots = memo(function Dots() {
  const store = useStoreApi();
  const id = useId();
  const ground = useRef<SVGSVGElement>(null);
  useLayoutEffect(() => {
    let known = { x: Number.NaN, y: Number.NaN, zoom: Number.NaN };
    const follow = (): void => {
      const [x, y, zoom] = store.getState().transform;
      if (x === known.x && y === known.y && zoom === known.zoom) return;
      const svg = ground.current!;
      const gap = GRID * zoom;
      if (zoom !== known.zoom) {
        const pattern = svg.querySelector('pattern')!;
        pattern.setAttribute('width', String(gap));
        pattern.setAttribute('height', String(gap));
        const radius = String((DOT / 2) * zoom);
        for (const part of ['cx', 'cy', 'r']) pattern.firstElementChild!.setAttribute(part, radius);
      }
      svg.style.transform = `translate(${shiftOf(x, gap)}px,${shiftOf(y, gap)}px)`;
      known = { x, y, zoom };
    };
    follow();
    return store.subscribe(follow);
  }, [store]);
  return (
    <div className="hc-dots" aria-hidden>
      <svg ref={ground} style={{ top: -REACH, left: -REACH, width: `calc(100% + ${REACH}px)`, height: `calc(100% + ${REACH}px)` }}>
        <pattern id={id} patternUnits="userSpaceOnUse">
          <circle />
        </pattern>
        <rect width="100%" height="100%" fill={`url(#${id})`} />
      </svg>
    </div>
  );
});

/** How far the ground is moved for a canvas that is moved by `place`: less than a step of the grid. Dots stand half a step before its lines. */
export function shiftOf(place: number, gap: number): number {
  const shift = (place - gap / 2 + REACH) % gap;
  return shift < 0 ? shift + gap : shift;
}
