import { useOnViewportChange, useStoreApi, type Viewport } from '@xyflow/react';
import { useCallback, useRef } from 'react';

/** A hand that trembles while it clicks has not moved the canvas. */
const MOVED = 2;

/**
 * Marks the canvas while it is moved (`data-moving`): meanwhile what stands on it is one layer that is only shifted, and
 * nothing on it is looked for under the pointer. Zooming is not marked, for words are drawn anew at each size. Draws nothing.
 */
export function MovingMark() {
  const store = useStoreApi();
  const from = useRef<Viewport | null>(null);
  const mark = useCallback((moving: boolean) => void store.getState().domNode?.toggleAttribute('data-moving', moving), [store]);
  const start = useCallback((at: Viewport) => void (from.current = at), []);
  const change = useCallback((at: Viewport) => {
    if (from.current !== null) mark(isMoved(from.current, at));
  }, [mark]);
  const end = useCallback(() => {
    from.current = null;
    mark(false);
  }, [mark]);
  useOnViewportChange({ onStart: start, onChange: change, onEnd: end });
  return null;
}

export function isMoved(from: Viewport, to: Viewport): boolean {
  return from.zoom === to.zoom && Math.abs(from.x - to.x) + Math.abs(from.y - to.y) > MOVED;
}
