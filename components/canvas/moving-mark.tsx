import { useOnViewportChange, useStoreApi, type Viewport } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';

/** A hand that trembles while it clicks has not moved the canvas. */
const MOVED = 2;

/**
 * Marks the canvas while it is moved (`data-moving`): meanwhile what stands on it is one layer that is only shifted, and
 * nothing on it is looked for under the pointer. Zooming is not marked, for words are drawn anew at each size. Draws nothing.
 * @param onMoved is told when that begins and when it is over, be it by hand or because the canvas follows its run
 */
export function MovingMark({ onMoved }: { onMoved?: (moved: boolean) => void }) {
  const store = useStoreApi();
  const from = useRef<Viewport | null>(null);
  const mark = useCallback((moving: boolean) => {
    store.getState().domNode?.toggleAttribute('data-moving', moving);
    onMoved?.(moving);
  }, [store, onMoved]);
  const start = useCallback((at: Viewport) => void (from.current = at), []);
  const change = useCallback((at: Viewport) => {
    if (from.current !== null) mark(isMoved(from.current, at));
  }, [mark]);
  const end = useCallback(() => {
    from.current = null;
    mark(false);
  }, [mark]);
  // Taken away under the hand, it is not moved any more.
  useEffect(() => () => onMoved?.(false), [onMoved]);
  useOnViewportChange({ onStart: start, onChange: change, onEnd: end });
  return null;
}

export function isMoved(from: Viewport, to: Viewport): boolean {
  return from.zoom === to.zoom && Math.abs(from.x - to.x) + Math.abs(from.y - to.y) > MOVED;
}
