'use client';
import { useSyncExternalStore } from 'react';

const QUERY = '(max-width: 760px)';

function listen(changed: () => void): () => void {
  const media = window.matchMedia(QUERY);
  media.addEventListener('change', changed);
  return () => media.removeEventListener('change', changed);
}

/** Whether the window is too narrow for panels beside each other. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(listen, () => window.matchMedia(QUERY).matches, () => false);
}
