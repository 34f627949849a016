'use client';
import { CircleAlert, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { useSentences } from '../i18n/use-chinese.ts';
import { useT } from '../i18n/use-t.tsx';
import type { ListOperation } from './batch-scope.ts';
import type { BatchProgress, Refused } from './run-batch.ts';
import { shortId } from './run-words.tsx';

/** Refusals of one code that are listed at once; thousands would drown what a person looks for. */
const LISTED = 200;

/** What became of a batch: how many took it, and each that did not, with its reason. */
export function BatchResult({ operation, progress }: { operation: ListOperation; progress: BatchProgress }) {
  const t = useT();
  const sentence = useSentences(progress.failed.length > 0);
  const byReason = new Map<string, Refused[]>();
  for (const refused of progress.failed) {
    const alike = byReason.get(refused.detail) ?? [];
    alike.push(refused);
    byReason.set(refused.detail, alike);
  }
  return (
    <div className="space-y-3" data-testid="batch-result">
      <p role="status" className="flex items-center gap-2"><CircleCheck className="size-4 shrink-0 text-ok" aria-hidden /> {t(`list.${operation}Done`, { count: progress.done })}</p>
      {[...byReason].map(([detail, refused]) => (
        <section key={detail} aria-label={sentence(detail)} className="rounded-md border border-line">
          <p className="flex gap-2 border-b border-line bg-sunken px-3 py-2">
            <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
            <span className="min-w-0 flex-1 break-words">{sentence(detail)}</span>
            <span className="tabular text-ink-3">{refused.length}</span>
          </p>
          <ul className="max-h-52 overflow-y-auto px-3 py-1" aria-label={t('list.refusedRuns')}>
            {refused.slice(0, LISTED).map(({ runId }) => (
              <li key={runId} className="py-1"><Link href={`/runs/${runId}`} className="font-mono text-xs text-accent hover:underline" title={runId}>{shortId(runId)}</Link></li>
            ))}
            {refused.length > LISTED && <li className="py-1 text-ink-3">{t('list.moreRefused', { count: refused.length - LISTED })}</li>}
          </ul>
        </section>
      ))}
    </div>
  );
}
