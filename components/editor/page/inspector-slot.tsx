'use client';
import { lazy, Suspense } from 'react';
import { useT } from '../../i18n/use-t.tsx';
import { patiently } from '../../ui/patiently.ts';
import { Skeleton } from '../../ui/states.tsx';

// It brings the code editor with it: the canvas need not wait for that.
const Inspector = lazy(async () => ({ default: (await patiently(() => import('../../inspector/inspector.tsx'))).Inspector }));

export function InspectorSlot() {
  const t = useT();
  return (
    <Suspense
      fallback={
        <div role="status" aria-label={t('common.loading')} className="space-y-4 p-4">
          <Skeleton className="h-8 w-48" /><Skeleton className="h-8 w-full" /><Skeleton className="h-24 w-full" />
        </div>
      }
    >
      <Inspector />
    </Suspense>
  );
}
