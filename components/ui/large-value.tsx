'use client';
import { Download, FileJson2 } from 'lucide-react';
import { createContext, useContext } from 'react';
import type { RefShape } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { bytesText } from './bytes-text.ts';

/** The run whose values are shown; null where there is none to ask for them. */
export const RunOfValues = createContext<string | null>(null);

/** Stands where a large value would: what it is, and a way to have it. It is never loaded to be drawn. */
export function LargeValueNote({ value }: { value: RefShape }) {
  const t = useT();
  const runId = useContext(RunOfValues);
  const href = runId === null ? null : `/api/v1/runs/${encodeURIComponent(runId)}/values/${value.hash}`;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5 font-sans text-ink-2" data-testid="large-value">
      <FileJson2 className="size-3.5 shrink-0 text-ink-3" aria-hidden />
      <span>{t('common.largeValue', { size: bytesText(value.bytes) })}</span>
      <span className="text-ink-3">{t(`common.large-${value.type}`, { count: value.length })}</span>
      {href !== null && (
        <>
          <a href={href} target="_blank" rel="noreferrer" className="text-accent hover:underline">{t('common.open')}</a>
          <a href={href} download={`${value.hash.slice(0, 12)}.json`} aria-label={t('common.downloadValue')} title={t('common.downloadValue')} className="text-accent hover:underline"><Download className="size-3.5" aria-hidden /></a>
        </>
      )}
    </span>
  );
}
