import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const wake of listeners) wake();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

const silent = (): (() => void) => () => {};

/** The time in epoch milliseconds, once a second while `active`. One clock serves all cards. */
export function useNow(active: boolean): number {
  return useSyncExternalStore(active ? subscribe : silent, () => (active ? now || Date.now() : 0), () => 0);
}
