'use client';
import { lazy, Suspense, useEffect } from 'react';
import { isTyping } from '@/components/editor/keyboard/keys.ts';
import { patiently } from '@/components/ui/patiently.ts';

const RunKeys = lazy(async () => ({ default: (await patiently(() => import('./run-keys.tsx'))).RunKeys }));

/** The sheet with the keys of the page: `?` asks for it however the page is laid out, and it is fetched then. */
export function KeySheet({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping(event.target) && !document.querySelector('[role="dialog"]')) onOpen(true);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [onOpen]);
  return open && <Suspense><RunKeys onClose={() => onOpen(false)} /></Suspense>;
}
