'use client';
import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const cache = new Map<string, { text: string | null; value: unknown }>();

function listen(changed: () => void): () => void {
  listeners.add(changed);
  addEventListener('storage', changed);
  return () => {
    listeners.delete(changed);
    removeEventListener('storage', changed);
  };
}

function read<T>(key: string, fallback: T, isValid: (value: unknown) => value is T): T {
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
  } catch {
    // Storage may be forbidden; then nothing is remembered, and nothing else changes.
  }
  const cached = cache.get(key);
  if (cached && cached.text === text) return cached.value as T;
  let value = fallback;
  try {
    const parsed: unknown = text === null ? fallback : JSON.parse(text);
    if (isValid(parsed)) value = parsed;
  } catch {
    // Something else wrote there; start over.
  }
  cache.set(key, { text, value });
  return value;
}

/** A value remembered in this browser, under `heddle.<name>`; shared by all components and tabs. `isValid` guards against what stood there before. */
export function useStored<T>(name: string, fallback: T, isValid: (value: unknown) => value is T): [T, (next: T) => void] {
  const key = `heddle.${name}`;
  const value = useSyncExternalStore(listen, () => read(key, fallback, isValid), () => fallback);
  const store = useCallback(
    (next: T) => {
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        cache.set(key, { text: null, value: next });
      }
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value, store];
}

export const isString = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
