import { useOnViewportChange, useStoreApi, type Viewport } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';

/** A hand that trembles while it clicks has not moved the canvas. */
const MOVED = 2;

/**
 * Marks the canvas while it is held (`data-held`): what stands on it becomes one layer, before the hand moves, so that
 * moving only shifts it, and nothing on it goes round by itself. And while it is moved (`data-moving`): nothing on it is
 * looked for under the pointer. Zooming is not marked, for words are drawn anew at each size. Draws nothing.
 * @param onHeld is told when the canvas is held and when that is over, be it by hand or because the canvas follows its run
 */
export function MovingMark({ onHeld }: { onHeld?: (held: boolean) => void }) {
  const store = useStoreApi();
  const from = useRef<Viewport | null>(null);
  const last = useRef<Viewport | null>(null);
  const moved = useRef(false);
  const mark = useCallback((held: boolean, moving: boolean) => {
    const { domNode } = store.getState();
    domNode?.toggleAttribute('data-held', held);
    domNode?.toggleAttribute('data-moving', moving);
    onHeld?.(held);
  }, [store, onHeld]);
  const start = useCallback((at: Viewport) => {
    from.current = at;
    moved.current = false;
    mark(true, false);
  }, [mark]);
  const change = useCallback((at: Viewport) => {
    // React Flow tells the end of a movement a while later, and the next one may have begun by then.
    from.current ??= last.current ?? at;
    last.current = at;
    moved.current = isMoved(from.current, at, moved.current);
    mark(from.current.zoom === at.zoom, moved.current);
  }, [mark]);
  const end = useCallback(() => {
    from.current = null;
    moved.current = false;
    mark(false, false);
  }, [mark]);
  // Taken away under the hand, it is not moved any more.
  useEffect(() => () => onHeld?.(false), [onHeld]);
  useOnViewportChange({ onStart: start, onChange: change, onEnd: end });
  return null;
}

/** @param before whether it was moved already: back where it began it still is, for each change of the mark is looked for in all that stands on the canvas */
export function isMoved(from: Viewport, to: Viewport, before = false): boolean {
  return from.zoom === to.zoom && (before || Math.abs(from.x - to.x) + Math.abs(from.y - to.y) > MOVED);
}
