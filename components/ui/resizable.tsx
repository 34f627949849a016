'use client';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useT } from '../i18n/use-t.tsx';
import { cx } from './class-names.ts';
import { isNumber, useStored } from './use-stored.ts';

export type ResizableProps = {
  /** Under this name the size is remembered. */
  name: string;
  /** The edge that is dragged. `left` for a panel at the right of the page, `top` for one at its foot. */
  edge: 'left' | 'right' | 'top' | 'bottom';
  initial: number;
  minimum: number;
  maximum: number;
  className?: string;
  label?: string;
  children: ReactNode;
};

/** A panel whose size is dragged at one edge, moved by the arrow keys, reset by a double click, and remembered. Sizes in px. */
export function Resizable({ name, edge, initial, minimum, maximum, className, label, children }: ResizableProps) {
  const t = useT();
  const [stored, store] = useStored(`panel.${name}`, initial, isNumber);
  const [dragged, setDragged] = useState<number | null>(null);
  const start = useRef<{ at: number; size: number } | null>(null);
  const horizontal = edge === 'left' || edge === 'right';
  const sign = edge === 'left' || edge === 'top' ? -1 : 1;
  const clamp = (size: number) => Math.round(Math.min(maximum, Math.max(minimum, size)));
  const size = clamp(dragged ?? stored);

  const dragging = dragged !== null;
  useEffect(() => {
    if (!dragging) return;
    document.body.style.cursor = horizontal ? 'col-resize' : 'row-resize';
    document.body.style.userSelect = 'none';
    return () => {
      document.body.style.cursor = '';
      document.body.style.userSelect = '';
    };
  }, [dragging, horizontal]);

  return (
    <div className={cx('relative shrink-0', className)} style={{ [horizontal ? 'width' : 'height']: size }}>
      <div
        role="separator"
        tabIndex={0}
        aria-label={label ?? t('common.resize')}
        aria-orientation={horizontal ? 'vertical' : 'horizontal'}
        aria-valuenow={size}
        aria-valuemin={minimum}
        aria-valuemax={maximum}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = { at: horizontal ? event.clientX : event.clientY, size };
          setDragged(size);
        }}
        onPointerMove={(event) => {
          if (start.current) setDragged(start.current.size + sign * ((horizontal ? event.clientX : event.clientY) - start.current.at));
        }}
        onPointerUp={() => {
          if (start.current && dragged !== null) store(clamp(dragged));
          start.current = null;
          setDragged(null);
        }}
        onPointerCancel={() => {
          start.current = null;
          setDragged(null);
        }}
        onDoubleClick={() => store(initial)}
        onKeyDown={(event) => {
          const step = { ArrowLeft: -16, ArrowUp: -16, ArrowRight: 16, ArrowDown: 16 }[event.key];
          if (step === undefined || (event.key === 'ArrowLeft' || event.key === 'ArrowRight') !== horizontal) return;
          event.preventDefault();
          store(clamp(size + sign * step));
        }}
        className={cx(
          'absolute z-10 touch-none after:absolute after:bg-transparent after:transition-colors after:duration-(--fast) hover:after:bg-accent focus-visible:outline-none focus-visible:after:bg-accent',
          dragged !== null && 'after:bg-accent',
          horizontal ? 'inset-y-0 w-2 cursor-col-resize after:inset-y-0 after:left-[3px] after:w-[2px]' : 'inset-x-0 h-2 cursor-row-resize after:inset-x-0 after:top-[3px] after:h-[2px]',
          edge === 'left' ? '-left-1' : edge === 'right' ? '-right-1' : edge === 'top' ? '-top-1' : '-bottom-1',
        )}
      />
      {children}
    </div>
  );
}
