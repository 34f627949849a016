'use client';
import { useCallback, useEffect, useRef, useState } from 'react';

const readAt = (): number | null => {
  const text = new URLSearchParams(window.location.search).get('at');
  const seq = text === null ? NaN : Number(text);
  return Number.isInteger(seq) && seq > 0 ? seq : null;
};
const readStep = (): string | null => new URLSearchParams(window.location.search).get('step');

/** Writes a part of the address without a navigation; null takes it out. */
function write(name: string, value: string | null): void {
  const url = new URL(window.location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  if (url.href !== window.location.href) window.history.replaceState(window.history.state, '', url);
}

/** The moment that is looked at, kept in the address as `?at=`, so that it can be sent to somebody. Null is live. */
export function useAt(): [number | null, (seq: number | null) => void] {
  const [at, setAt] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    setAt(readAt());
    const moved = (): void => setAt(readAt());
    addEventListener('popstate', moved);
    return () => {
      removeEventListener('popstate', moved);
      clearTimeout(timer.current);
    };
  }, []);
  const go = useCallback((seq: number | null) => {
    setAt(seq);
    // Dragging passes hundreds of moments; browsers refuse that many changes of the address.
    clearTimeout(timer.current);
    timer.current = setTimeout(() => write('at', seq === null ? null : String(seq)), 250);
  }, []);
  return [at, go];
}

/** The step that the address names when the page opens. */
export function useStepInAddress(path: string | null, onOpen: (path: string) => void): void {
  const opened = useRef(false);
  useEffect(() => {
    if (!opened.current) {
      opened.current = true;
      const wanted = readStep();
      if (wanted !== null) return onOpen(wanted);
    }
    write('step', path);
  }, [path, onOpen]);
}
