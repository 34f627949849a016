'use client';
import { Keyboard } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { isTyping } from '@/components/editor/keyboard/keys.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { patiently } from '@/components/ui/patiently.ts';

const RunKeys = lazy(async () => ({ default: (await patiently(() => import('./run-keys.tsx'))).RunKeys }));

/** The keys of the page: fetched when they are asked for. */
export function KeysButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping(event.target) && !document.querySelector('[role="dialog"]')) setOpen(true);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <>
      <IconButton label={t('runs.keys')} shortcut="?" size="sm" onClick={() => setOpen(true)}><Keyboard aria-hidden /></IconButton>
      {open && <Suspense><RunKeys onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
