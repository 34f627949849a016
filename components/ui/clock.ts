'use client';
import { useSyncExternalStore } from 'react';

/** One timer for everything on the page that tells a time; it stands still while nothing listens. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let nowMs = 0;

function listen(changed: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now();
    timer = setInterval(() => {
      nowMs = Date.now();
      for (const listener of listeners) listener();
    }, 1_000);
  }
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0 && timer !== null) clearInterval(timer);
  };
}
const idle = () => () => {};

/** Now, to the second; ticks while `live`. Null on the server, whose clock is not the reader's. */
export function useNow(live = true): number | null {
  return useSyncExternalStore<number | null>(live ? listen : idle, () => nowMs || (nowMs = Date.now()), () => null);
}
