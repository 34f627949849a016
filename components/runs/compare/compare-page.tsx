'use client';
import { useQuery } from '@tanstack/react-query';
import { FileQuestion, GitCompare } from 'lucide-react';
import Link from 'next/link';
import { ApiError } from '@/components/data/api-error.ts';
import { api } from '@/components/data/api.ts';
import { useRun, useRunDefinition } from '@/components/data/hooks.ts';
import { keys } from '@/components/data/query-keys.ts';
import { useLiveRun, useRunStream } from '@/components/data/use-run-stream.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { shortId } from '@/components/run-list/run-words.tsx';
import { Main, TopBar } from '@/components/shell/page.tsx';
import { useUrlState } from '@/components/shell/use-url-state.ts';
import { Button } from '@/components/ui/button.tsx';
import { ErrorState } from '@/components/ui/error-state.tsx';
import { EmptyState, Skeleton, SkeletonRows } from '@/components/ui/states.tsx';
import type { BriefRun } from '@/engine/index.ts';
import { CompareView } from './compare-view.tsx';
import { RunChoice } from './run-choice.tsx';

/** Two runs on one canvas. With one of them in the address it is held against what it came from, or the run before. */
export function CompareRunsPage() {
  const t = useT();
  const [{ a: named, b, step }, setPlace] = useUrlState(['a', 'b', 'step']);
  const sideB = useSide(b);
  const other = useCounterpart(named === '' ? (sideB.run.data ?? null) : null);
  const a = named === '' ? (other.data ?? '') : named;
  const sideA = useSide(a);

  const choice = sideB.run.data === undefined ? null : <RunChoice run={sideB.run.data} value={a === '' ? null : a} onChange={(id) => setPlace({ a: id, step: '' })} />;
  const missing = b === '' && a === '';
  const failed = [sideA, sideB].find(({ error }) => error !== null);
  if (missing || failed !== undefined || (a === '' && (other.error !== null || other.data === null)) || (b === '' && a !== '') || (a === b && a !== '')) {
    return (
      <Frame>
        {failed !== undefined ? (
          <Failed id={failed.id} error={failed.error} onRetry={failed.retry} choice={failed === sideA ? choice : null} />
        ) : missing || b === '' ? (
          <EmptyState icon={<GitCompare aria-hidden />} title={t('compare.none')} actions={<AllRuns />}>{t('compare.noneText')}</EmptyState>
        ) : other.error !== null && a === '' ? (
          <ErrorState error={other.error} onRetry={() => void other.refetch()} actions={<AllRuns />} />
        ) : a === b ? (
          <EmptyState icon={<GitCompare aria-hidden />} title={t('compare.sameRun')} actions={choice}>{t('compare.sameRunText')}</EmptyState>
        ) : (
          <EmptyState icon={<GitCompare aria-hidden />} title={t('compare.noOther')} actions={choice}>{t('compare.noOtherText')}</EmptyState>
        )}
      </Frame>
    );
  }
  const loaded = ready(sideA, sideB);
  if (loaded === null) return <Loading />;
  return (
    <Frame fixed>
      <CompareView key={`${a} ${b}`} a={loaded.a} b={loaded.b} choice={choice} step={step === '' ? null : step} onStep={(path) => setPlace({ step: path ?? '' })} onSwap={() => setPlace({ a: b, b: a })} />
    </Frame>
  );
}

type SideState = ReturnType<typeof useSide>;

/** A run with its version and its history; it is followed while it goes on. */
function useSide(id: string) {
  const asked = id === '' ? null : id;
  const run = useRun(asked);
  const definition = useRunDefinition(asked);
  const connection = useRunStream(asked, { enabled: run.isSuccess });
  const live = useLiveRun(asked);
  // What is read of a run that is over is not all of it before the stream says so.
  const all = live !== undefined && live.seq > 0 && (connection === 'ended' || live.seq >= (run.data?.lastSeq ?? Infinity) || live.broken !== null);
  const error = run.data === undefined ? run.error : definition.data === undefined ? definition.error : null;
  return { id, run, definition: definition.data ?? null, live: all ? live : null, error, retry: () => void Promise.all([run.refetch(), definition.refetch()]) };
}

function ready(a: SideState, b: SideState) {
  if (a.run.data === undefined || b.run.data === undefined || a.definition === null || b.definition === null || a.live === null || b.live === null) return null;
  return { a: { run: a.run.data, definition: a.definition, live: a.live }, b: { run: b.run.data, definition: b.definition, live: b.live } };
}

/** What a run is compared with when nothing is said: what it was made from, or the run of the same workflow before it. Null when there is none. */
function useCounterpart(run: BriefRun | null) {
  return useQuery({
    queryKey: keys.runs.before(run?.id ?? ''),
    queryFn: async ({ signal }): Promise<string | null> => {
      const source = run!.forkedFrom ?? run!.resetFrom;
      if (source !== null) return source.runId;
      const workflow = run!.workflow.slug ?? run!.workflow.id;
      if (workflow === null) return null;
      const { items } = await api.runs.list({ workflow, startedBefore: run!.startedAt, limit: 2 }, signal);
      return items.find(({ id }) => id !== run!.id)?.id ?? null;
    },
    enabled: run !== null,
  });
}

function Frame({ fixed = false, children }: { fixed?: boolean; children: React.ReactNode }) {
  const t = useT();
  return (
    <>
      <TopBar crumb={<><Link href="/runs" className="hover:text-ink">{t('shell.runs')}</Link>{' /'}</>} title={t('compare.title')} />
      <Main fixed={fixed} {...(fixed ? { className: 'flex flex-col sm:flex-row' } : {})}>{children}</Main>
    </>
  );
}

function AllRuns() {
  const t = useT();
  return <Button asChild><Link href="/runs">{t('runs.allRuns')}</Link></Button>;
}

function Failed({ id, error, onRetry, choice }: { id: string; error: unknown; onRetry: () => void; choice: React.ReactNode }) {
  const t = useT();
  if (!(error instanceof ApiError && error.status === 404)) return <ErrorState error={error} onRetry={onRetry} actions={<AllRuns />} />;
  return <EmptyState icon={<FileQuestion aria-hidden />} title={t('runs.notFound')} actions={<>{choice}<AllRuns /></>}><code>{shortId(id)}</code> · {t('runs.notFoundNext')}</EmptyState>;
}

function Loading() {
  const t = useT();
  return (
    <Frame fixed>
      <div className="shrink-0 border-line bg-surface max-sm:border-b sm:w-[432px] sm:border-r"><SkeletonRows rows={5} label={t('compare.loading')} height={52} /></div>
      <div className="dots grid min-h-0 flex-1 place-items-center"><Skeleton className="h-14 w-[196px]" /></div>
    </Frame>
  );
}
