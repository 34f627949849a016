'use client';
import { Keyboard } from 'lucide-react';
import { useCallback, useEffect, useState, type ComponentType } from 'react';
import { isTyping } from '@/components/editor/keyboard/keys.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';

/** The keys of the page: fetched when they are asked for, and tried anew the next time where they could not be. */
export function KeysButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [Keys, setKeys] = useState<ComponentType<{ onClose: () => void }> | null>(null);
  const show = useCallback(() => {
    setOpen(true);
    import('./run-keys.tsx').then(({ RunKeys }) => setKeys(() => RunKeys), () => setOpen(false));
  }, []);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping(event.target) && !document.querySelector('[role="dialog"]')) show();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [show]);
  return (
    <>
      <IconButton label={t('runs.keys')} shortcut="?" size="sm" onClick={show}><Keyboard aria-hidden /></IconButton>
      {open && Keys !== null && <Keys onClose={() => setOpen(false)} />}
    </>
  );
}
