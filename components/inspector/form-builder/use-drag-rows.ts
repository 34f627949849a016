'use client';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';

/** `slot` is the gap in which the row would be put: before the row of that number, as they stand now. */
type Drag = { from: number; slot: number };
/** So near to an edge of what scrolls, and it is scrolled. */
const EDGE = 36;

/** Rows that are taken by their handles and let go of elsewhere. They stand still until then; a line shows where. */
export function useDragRows(list: RefObject<HTMLElement | null>, onMove: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const pointer = useRef<number | null>(null);

  const slotAt = (y: number): number => [...(list.current?.children ?? [])].filter((row) => {
    const box = row.getBoundingClientRect();
    return box.top + box.height / 2 < y;
  }).length;
  const scroll = (y: number): void => {
    const port = list.current?.closest<HTMLElement>('[data-scroll]');
    const box = port?.getBoundingClientRect();
    if (!port || !box) return;
    if (y < box.top + EDGE) port.scrollBy({ top: -EDGE / 2 });
    else if (y > box.bottom - EDGE) port.scrollBy({ top: EDGE / 2 });
  };
  const end = (): void => {
    pointer.current = null;
    setDrag(null);
  };
  const press = (at: number, event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0 || pointer.current !== null) return;
    pointer.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ from: at, slot: at });
  };
  const carry = (at: number, event: PointerEvent<HTMLElement>): void => {
    if (pointer.current !== event.pointerId) return;
    scroll(event.clientY);
    setDrag({ from: at, slot: slotAt(event.clientY) });
  };
  const letGo = (at: number, event: PointerEvent<HTMLElement>): void => {
    if (pointer.current !== event.pointerId) return;
    const slot = slotAt(event.clientY);
    const to = slot > at ? slot - 1 : slot;
    end();
    if (to !== at) onMove(at, to);
  };
  /** Escape lets go without moving. @returns whether there was something to let go of */
  const cancel = (event: KeyboardEvent): boolean => {
    if (event.key !== 'Escape' || drag === null) return false;
    event.preventDefault();
    end();
    return true;
  };
  /** Where the line is drawn: nowhere, where the row stands already. */
  const line = drag !== null && drag.slot !== drag.from && drag.slot !== drag.from + 1 ? drag.slot : null;
  return { dragged: drag?.from ?? null, line, press, carry, letGo, end, cancel };
}
