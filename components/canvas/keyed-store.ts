import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';

/**
 * Values by key, with listeners by key: a change of one entry wakes those who read that entry and nobody else,
 * whatever the number of nodes on the canvas.
 */
export class KeyedStore<T> {
  private values = new Map<string, T>();
  private readonly listeners = new Map<string, Set<() => void>>();

  get(key: string): T | undefined {
    return this.values.get(key);
  }

  set(key: string, value: T | undefined): void {
    if (Object.is(this.values.get(key), value)) return;
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
    this.wake(key);
  }

  /** Takes the whole state; only keys whose value changed (by identity, or by `same`) are woken. */
  replace(next: ReadonlyMap<string, T>, same: (left: T, right: T) => boolean = Object.is): void {
    const before = this.values;
    const after = new Map<string, T>();
    const changed: string[] = [];
    for (const [key, value] of next) {
      const old = before.get(key);
      if (old !== undefined && same(old, value)) after.set(key, old);
      else {
        after.set(key, value);
        changed.push(key);
      }
    }
    for (const key of before.keys()) if (!next.has(key)) changed.push(key);
    this.values = after;
    for (const key of changed) this.wake(key);
  }

  subscribe(key: string, listener: () => void): () => void {
    let set = this.listeners.get(key);
    if (!set) this.listeners.set(key, (set = new Set()));
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0) this.listeners.delete(key);
    };
  }

  private wake(key: string): void {
    for (const listener of this.listeners.get(key) ?? []) listener();
  }
}

/** Reads one entry and renders again when that entry changes. Without a store: undefined. */
export function useKeyed<T>(store: KeyedStore<T> | null, key: string): T | undefined {
  const subscribe = useCallback((listener: () => void) => store?.subscribe(key, listener) ?? noop, [store, key]);
  const read = useCallback(() => store?.get(key), [store, key]);
  return useSyncExternalStore(subscribe, read, read);
}

function noop(): void {}

/** A context for an optional keyed store and the hook that reads from it. */
export function createKeyedContext<T>(): { Context: React.Context<KeyedStore<T> | null>; useEntry: (key: string) => T | undefined } {
  const Context = createContext<KeyedStore<T> | null>(null);
  return { Context, useEntry: (key) => useKeyed(useContext(Context), key) };
}
