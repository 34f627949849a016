'use client';
import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useConnection } from '../data/connection.ts';
import { useT } from '../i18n/use-t.tsx';

/** Says that the page has lost the server; after a moment only, so that a hiccup is not news. */
export function OfflineBanner() {
  const t = useT();
  const state = useConnection();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (state === 'connected') return setShown(false);
    const timer = setTimeout(() => setShown(true), 1_200);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div role="status" aria-live="polite">
      {shown && (
        <p className="flex items-center justify-center gap-2 border-b border-wait/30 bg-wait-soft px-4 py-1.5 text-sm font-medium text-wait">
          <CloudOff className="size-4 shrink-0" aria-hidden />
          {state === 'offline' ? t('common.offline') : t('common.serverAway')}
        </p>
      )}
    </div>
  );
}
