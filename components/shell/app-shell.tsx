'use client';
import type { ReactNode } from 'react';
import { useTold } from '../approvals/use-told.ts';
import { useListStream } from '../data/use-list-stream.ts';
import { useT } from '../i18n/use-t.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { Rail } from './rail.tsx';

/** The frame of every page. The page brings its own `TopBar` and `Main`. */
export function AppShell({ children }: { children: ReactNode }) {
  const t = useT();
  useListStream(useTold());
  // Positioned, so that what only screen readers see is cut off at the edge of the window, too.
  return (
    <div className="relative flex h-dvh flex-col-reverse overflow-hidden sm:flex-row">
      <a href="#content" className="fixed left-2 top-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-1.5 font-medium text-accent-ink focus:translate-y-0">
        {t('shell.skip')}
      </a>
      <Rail />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <OfflineBanner />
        {children}
      </div>
    </div>
  );
}
