import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';

/**
 * Values by key, with listeners by key: a change of one entry wakes those who read that entry and nobody else,
 * whatever the number of nodes on the canvas.
 */
export class KeyedStore<T> {
  private values = new Map<string, T>();
  private readonly listeners = new Map<string, Set<() => void>>();
  /** Keys whose readers have not heard of their new value. */
  private readonly due = new Set<string>();

  get(key: string): T | undefined {
    return this.values.get(key);
  }

  set(key: string, value: T | undefined): void {
    if (Object.is(this.values.get(key), value)) return;
    if (value === undefined) this.values.delete(key);
    else this.values.set(key, value);
    this.wake(key);
  }

  /** Takes the whole state; only readers of keys whose value changed (by identity, or by `same`) are woken. */
  replace(next: ReadonlyMap<string, T>, same: (left: T, right: T) => boolean = Object.is): void {
    this.hold(next, same, true);
    this.wakeDue();
  }

  /**
   * Takes values without waking anybody yet: `wakeDue` does, all at once or a few at a time. Who reads meanwhile for another
   * reason reads what is new.
   * @param whole keys that `next` lacks are gone; otherwise they stay as they are
   */
  hold(next: ReadonlyMap<string, T>, same: (left: T, right: T) => boolean = Object.is, whole = false): void {
    for (const [key, value] of next) {
      const old = this.values.get(key);
      if (old !== undefined && same(old, value)) continue;
      this.values.set(key, value);
      this.owe(key);
    }
    if (!whole) return;
    for (const key of [...this.values.keys()]) {
      if (next.has(key)) continue;
      this.values.delete(key);
      this.owe(key);
    }
  }

  /** Wakes the readers of at most so many keys, those that have waited longest. @returns how many keys are left */
  wakeDue(count = Infinity): number {
    let left = count;
    for (const key of this.due) {
      if (left-- <= 0) break;
      this.due.delete(key);
      this.wake(key);
    }
    return this.due.size;
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

  /** What nobody reads is out of sight: it costs no turn. */
  private owe(key: string): void {
    if (this.listeners.has(key)) this.due.add(key);
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
