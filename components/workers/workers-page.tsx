'use client';
import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDeadLetters, useTaskQueues, useWorkers } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { Main, TopBar } from '../shell/page.tsx';
import { IconButton } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { SkeletonRows } from '../ui/states.tsx';
import { DeadLetterTable } from './dead-letter-table.tsx';
import { QueueTable } from './queue-table.tsx';
import { WorkerTable } from './worker-table.tsx';

export function WorkersPage() {
  const t = useT();
  const workers = useWorkers();
  const queues = useTaskQueues();
  const letters = useDeadLetters();
  const busy = workers.isFetching || queues.isFetching || letters.isFetching;
  return (
    <>
      <TopBar title={t('workers.title')}>
        <IconButton label={t('workers.refresh')} busy={busy} onClick={() => void Promise.all([workers.refetch(), queues.refetch(), letters.refetch()])}>
          <RotateCw aria-hidden />
        </IconButton>
      </TopBar>
      <Main>
        <div className="mx-auto max-w-[1180px] space-y-7 px-4 py-5 sm:px-8 sm:py-6">
          <Block title={t('workers.workers')} count={workers.data?.items.length}>
            <Loaded query={workers} rows={2}>
              {(page) => <WorkerTable workers={page.items} />}
            </Loaded>
          </Block>
          <Block title={t('workers.queues')} count={queues.data?.items.length}>
            <Loaded query={queues} rows={2}>
              {(page) => <QueueTable queues={page.items} />}
            </Loaded>
          </Block>
          <Block title={t('workers.deadLetters')} count={letters.data?.pages.flatMap((page) => page.items).length}>
            <Loaded query={letters} rows={2}>
              {(data) => <DeadLetterTable letters={data.pages.flatMap((page) => page.items)} />}
            </Loaded>
            <LoadMore list={letters} size="sm" className="border-t border-line p-3 text-center" />
          </Block>
        </div>
      </Main>
    </>
  );
}

function Block({ title, count, children }: { title: string; count: number | undefined; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 flex items-baseline gap-2 text-lg font-semibold">
        {title} {count !== undefined && <span className="tabular text-base font-normal text-ink-3">{count}</span>}
      </h2>
      <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-card [&_[role=rowgroup]:last-child>[role=row]:last-child]:border-b-0">{children}</div>
    </section>
  );
}

function Loaded<T>({ query, rows, children }: { query: { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown }; rows: number; children: (data: T) => ReactNode }) {
  const t = useT();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <SkeletonRows rows={rows} label={t('common.loading')} />;
}
