'use client';
import { CirclePause, FileQuestion } from 'lucide-react';
import Link from 'next/link';
import { ApiError } from '@/components/data/api-error.ts';
import { useControlRun } from '@/components/data/hooks.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Main, TopBar } from '@/components/shell/page.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ErrorState } from '@/components/ui/error-state.tsx';
import { EmptyState, Skeleton } from '@/components/ui/states.tsx';
import type { BriefRun } from '@/engine/index.ts';

/** The page while it is on its way: the same places, empty. */
export function RunSkeleton({ run }: { run: BriefRun | null }) {
  const t = useT();
  return (
    <>
      <TopBar crumb={<>{t('shell.workflows')} /</>} title={run?.workflow.name ?? <Skeleton className="inline-block h-4 w-40 align-middle" />}>
        <Skeleton className="h-5 w-24 rounded-full" />
        <Skeleton className="h-8 w-20" />
      </TopBar>
      <Main fixed className="flex">
        <div role="status" aria-label={t('runs.loading')} className="flex min-w-0 flex-1 flex-col">
          <div className="dots relative min-h-0 flex-1">
            {[[8, 40], [30, 24], [30, 56], [58, 40]].map(([left, top]) => (
              <div key={`${left}-${top}`} className="absolute w-[196px] rounded-lg border border-line bg-surface p-2.5" style={{ left: `${left}%`, top: `${top}%` }}>
                <div className="flex items-center gap-2"><Skeleton className="size-7" /><div className="flex-1 space-y-2"><Skeleton className="h-3 w-24" /><Skeleton className="h-2.5 w-16" /></div></div>
              </div>
            ))}
          </div>
          <div className="h-[318px] border-t border-line bg-surface">
            <div className="flex h-[46px] items-center gap-3 border-b border-line px-3"><Skeleton className="size-6" /><Skeleton className="h-2 flex-1" /><Skeleton className="h-6 w-24" /></div>
            {[0, 1, 2, 3, 4].map((row) => <div key={row} className="flex h-[27px] items-center gap-3 border-b border-line/55 px-3"><Skeleton className="size-4 rounded-full" /><Skeleton className="h-3 w-32" /><span className="flex-1" /><Skeleton className="h-3 w-1/3" /></div>)}
          </div>
        </div>
        <div className="hidden w-[364px] space-y-3 border-l border-line bg-surface p-4 lg:block"><Skeleton className="h-4 w-32" /><Skeleton className="h-20" /><Skeleton className="h-32" /></div>
      </Main>
    </>
  );
}

export function RunError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT();
  const missing = error instanceof ApiError && error.status === 404;
  const actions = <Button asChild><Link href="/runs">{t('runs.allRuns')}</Link></Button>;
  return (
    <>
      <TopBar crumb={<>{t('shell.runs')} /</>} title={missing ? t('runs.notFound') : t('shell.runs')} />
      <Main>
        {missing ? <EmptyState icon={<FileQuestion aria-hidden />} title={t('runs.notFound')} actions={actions}>{t('runs.notFoundNext')}</EmptyState> : <ErrorState error={error} onRetry={onRetry} actions={actions} />}
      </Main>
    </>
  );
}

/** Said over the canvas when the engine would not decide: nothing is lost, and nothing goes on until it is mended. */
export function ParkedNote({ runId, reason }: { runId: string; reason: string }) {
  const t = useT();
  const control = useControlRun();
  return (
    <div role="alert" className="flex items-start gap-2.5 border-b border-warn/40 bg-warn-soft px-4 py-2.5" data-testid="parked">
      <CirclePause className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 flex-1 break-words"><b className="font-semibold text-warn">{t('runs.parked')}</b> {t('runs.parkedMeans')} <span className="text-ink-2">{control.error?.message ?? reason}</span></p>
      <Button size="sm" disabled={control.isPending} onClick={() => control.mutate({ id: runId, verb: 'unpark' })}>{t('runs.unpark')}</Button>
    </div>
  );
}

/** Said when this page cannot fold the history: a newer server wrote it, or it is damaged. */
export function BrokenNote({ seq, message }: { seq: number; message: string }) {
  const t = useT();
  return (
    <div role="alert" className="flex items-start gap-2.5 border-b border-bad/40 bg-bad-soft px-4 py-2.5">
      <p className="min-w-0 flex-1 break-words"><b className="font-semibold text-bad">{t('runs.broken', { seq })}</b> {message}</p>
      <Button size="sm" onClick={() => window.location.reload()}>{t('common.reload')}</Button>
    </div>
  );
}
