'use client';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What the page knows of its way to the server. `offline` is told by the browser, `away` by calls that got no answer. */
export type ConnectionState = 'connected' | 'offline' | 'away';

const store = createStore<{ state: ConnectionState }>(() => ({ state: 'connected' }));

/** One place that hears of every call and every stream, so that one banner can speak for all of them. */
export const connection = {
  heard(): void {
    if (store.getState().state !== 'connected') store.setState({ state: 'connected' });
  },
  missed(): void {
    store.setState({ state: typeof navigator !== 'undefined' && !navigator.onLine ? 'offline' : 'away' });
  },
  lost(): void {
    store.setState({ state: 'offline' });
  },
};

export function useConnection(): ConnectionState {
  return useStore(store, (value) => value.state);
}
