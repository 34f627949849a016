'use client';
import { List, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { isRunOver, type RunListItem } from '@/engine/index.ts';
import { useRuns } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { Main, TopBar } from '../shell/page.tsx';
import { useDebounced } from '../shell/use-debounced.ts';
import { useUrlState } from '../shell/use-url-state.ts';
import { Button } from '../ui/button.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { EmptyState, SkeletonRows } from '../ui/states.tsx';
import { Duration, Time } from '../ui/time.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FILTER_NAMES, NO_FILTER, sameFilter, toQuery } from './run-filter.ts';
import { RunFact, RunStatusPill, shortId, TriggerName } from './run-words.tsx';

export function RunsPage() {
  const t = useT();
  const router = useRouter();
  const [filter, setFilter] = useUrlState(FILTER_NAMES);
  const settled = useDebounced(filter);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => setNow(Date.now()), [settled.since]);
  const query = useMemo(() => toQuery(settled, now), [settled, now]);
  const list = useRuns(query);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const selected = rows.filter((run) => ids.has(run.id));
  // Ticks that a filter has taken out of sight must not be meant by surprise.
  useEffect(() => {
    setIds(new Set());
    setAll(false);
  }, [query]);
  const columns = useColumns();
  const filtered = !sameFilter(filter, NO_FILTER);

  return (
    <>
      <TopBar title={t('list.title')} />
      <Main>
        <div className="mx-auto max-w-[1180px] px-4 py-5 sm:px-8 sm:py-6">
          <FilterBar filter={filter} onChange={setFilter} />
          <div className="mt-3 overflow-hidden rounded-xl border border-line bg-surface shadow-card [&_[role=rowgroup]:last-child>[role=row]:last-child]:border-b-0">
            {list.isPending ? (
              <SkeletonRows rows={10} label={t('common.loading')} />
            ) : list.error && rows.length === 0 ? (
              <ErrorState error={list.error} onRetry={() => void list.refetch()} />
            ) : rows.length === 0 ? (
              filtered ? (
                <EmptyState icon={<SearchX aria-hidden />} title={t('list.nothingFound')} actions={<Button onClick={() => setFilter(NO_FILTER)}>{t('list.clearFilters')}</Button>}>
                  {t('list.nothingFoundText')}
                </EmptyState>
              ) : (
                <EmptyState
                  icon={<List aria-hidden />}
                  title={t('list.emptyTitle')}
                  actions={
                    <Button asChild variant="primary">
                      <Link href="/workflows">{t('shell.goToWorkflows')}</Link>
                    </Button>
                  }
                >
                  {t('list.emptyText')}
                </EmptyState>
              )
            ) : (
              <DataTable label={t('list.title')} columns={columns} rows={rows} rowId={(run) => run.id} onOpen={(run) => router.push(`/runs/${run.id}`)} selection={{ ids: all ? new Set(rows.map((run) => run.id)) : ids, onChange: (next) => { setAll(false); setIds(next); }, labelOf: (run) => t('list.selectRun', { id: shortId(run.id) }) }} compact={(run) => <CompactRun run={run} />} />
            )}
          </div>
          <LoadMore list={list} className="mt-4 text-center" />
          <BulkBar selected={selected} query={query} offersAll={list.hasNextPage && rows.length > 0 && selected.length === rows.length} all={all} onAll={setAll} onClear={() => { setIds(new Set()); setAll(false); }} />
        </div>
      </Main>
    </>
  );
}

function RunVersion({ run }: { run: RunListItem }) {
  const t = useT();
  return (
    <span className="tabular text-ink-2">
      {run.version === null ? t('list.draft') : t('list.version', { version: run.version })}
      {run.forkedFrom !== null && <ForkNote label={t('list.fork')} runId={run.forkedFrom.runId} />}
      {run.resetFrom !== null && <ForkNote label={t('list.reset')} runId={run.resetFrom.runId} />}
      {run.generation > 1 && <span className="text-ink-3"> · {t('list.retryNumber', { number: run.generation - 1 })}</span>}
    </span>
  );
}

function ForkNote({ label, runId }: { label: string; runId: string }) {
  return (
    <span className="text-ink-3">
      {' · '}
      <Link href={`/runs/${runId}`} className="underline underline-offset-2 hover:text-ink">{label}</Link>
    </span>
  );
}

function RunTitle({ run }: { run: RunListItem }) {
  return (
    <>
      <Link href={`/runs/${run.id}`} className="font-medium hover:underline">
        {run.workflow.name}
      </Link>{' '}
      <code className="text-ink-3">{shortId(run.id)}</code>
      {run.key && <span className="ml-1.5 text-ink-2">{run.key}</span>}
    </>
  );
}

function useColumns(): Column<RunListItem>[] {
  const t = useT();
  return [
    { id: 'status', header: t('list.status'), width: '128px', cell: (run) => <RunStatusPill run={run} /> },
    {
      id: 'run',
      header: t('list.columnRun'),
      width: 'minmax(0, 1fr)',
      cell: (run) => (
        <div>
          <p className="truncate">
            <RunTitle run={run} />
          </p>
          <p className="truncate text-sm empty:hidden">
            <RunFact run={run} />
          </p>
        </div>
      ),
    },
    { id: 'version', header: t('list.columnVersion'), width: '110px', cell: (run) => <RunVersion run={run} /> },
    {
      id: 'trigger',
      header: t('list.columnTrigger'),
      width: '110px',
      from: 'lg',
      cell: (run) =>
        run.parent ? (
          <Link href={`/runs/${run.parent.runId}`} className="text-ink-2 hover:underline">
            <TriggerName trigger={run.trigger} />
          </Link>
        ) : (
          <span className="text-ink-2">
            <TriggerName trigger={run.trigger} />
          </span>
        ),
    },
    { id: 'started', header: t('list.started'), width: '110px', cell: (run) => <Time at={run.startedAt} className="text-ink-2" /> },
    { id: 'duration', header: t('list.columnDuration'), width: '96px', align: 'right', cell: (run) => <Duration from={run.startedAt} to={isRunOver(run.status) ? (run.endedAt ?? run.startedAt) : null} className="text-ink-2" /> },
  ];
}

function CompactRun({ run }: { run: RunListItem }) {
  return (
    <div className="min-w-0">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 truncate">
          <RunTitle run={run} />
        </p>
        <RunStatusPill run={run} />
      </div>
      <p className="truncate text-sm empty:hidden">
        <RunFact run={run} />
      </p>
      <p className="mt-0.5 flex gap-3 text-sm text-ink-3">
        <Time at={run.startedAt} />
        <Duration from={run.startedAt} to={isRunOver(run.status) ? (run.endedAt ?? run.startedAt) : null} />
        <RunVersion run={run} />
      </p>
    </div>
  );
}
