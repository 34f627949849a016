'use client';
import dynamic from 'next/dynamic';
import { useT } from '@/components/i18n/use-t.tsx';
import { patiently } from '@/components/ui/patiently.ts';
import { SkeletonRows } from '@/components/ui/states.tsx';

/** The history: fetched when its tab is chosen. */
export const History = dynamic(async () => (await patiently(() => import('./history.tsx'))).History, { ssr: false, loading: () => <Rows /> });

function Rows() {
  const t = useT();
  return <SkeletonRows rows={6} label={t('common.loading')} height={36} />;
}
