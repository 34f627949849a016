'use client';
import { Cpu, MailX, RotateCcw, RotateCw, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { DeadLetter, TaskQueue, Worker } from '@/engine/index.ts';
import { useDeadLetters, useRetryDeadLetter, useTaskQueues, useWorkers } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { shortId } from '../run-list/run-words.tsx';
import { Main, TopBar } from '../shell/page.tsx';
import { Pill, Tag } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { CopyButton } from '../ui/json-view.tsx';
import { EmptyState, SkeletonRows } from '../ui/states.tsx';
import { bytesText } from '../ui/time-text.ts';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';

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
            {letters.hasNextPage && (
              <div className="border-t border-line p-3 text-center">
                <Button size="sm" busy={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
                  {t('common.loadMore')}
                </Button>
              </div>
            )}
          </Block>
        </div>
      </Main>
    </>
  );
}

function Block({ title, count, children }: { title: string; count: number | undefined; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-2 flex items-baseline gap-2 text-lg font-semibold">
        {title} {count !== undefined && <span className="tabular text-base font-normal text-ink-3">{count}</span>}
      </h2>
      <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-card [&_[role=rowgroup]:last-child>[role=row]:last-child]:border-b-0">{children}</div>
    </section>
  );
}

function Loaded<T>({ query, rows, children }: { query: { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown }; rows: number; children: (data: T) => React.ReactNode }) {
  const t = useT();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <SkeletonRows rows={rows} label={t('common.loading')} />;
}

const WORKER_COMMAND = 'npm run worker';
const WORKER_TONE = { up: 'ok', draining: 'wait', lost: 'bad' } as const;

function WorkerStatus({ worker }: { worker: Worker }) {
  const t = useT();
  return (
    <Pill tone={WORKER_TONE[worker.status]} title={t(`workers.${worker.status}Hint`)} icon={<span className="size-1.5 rounded-full bg-current" aria-hidden />}>
      {t(`workers.${worker.status}`)}
    </Pill>
  );
}

/** How much of what it may do at once a worker does. */
function Busy({ worker }: { worker: Worker }) {
  const t = useT();
  const share = worker.concurrency === 0 ? 0 : Math.min(1, worker.running / worker.concurrency);
  return (
    <div>
      <p className="tabular">{t('workers.busyOf', { running: worker.running, concurrency: worker.concurrency })}</p>
      <div className="mt-1 h-1 w-full max-w-24 overflow-hidden rounded-full bg-line" aria-hidden>
        <div className="h-full rounded-full bg-run transition-[width] duration-(--fast)" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

function WorkerTable({ workers }: { workers: readonly Worker[] }) {
  const t = useT();
  if (workers.length === 0) {
    return (
      <EmptyState icon={<Cpu aria-hidden />} title={t('workers.noWorkersTitle')}>
        <p>{t('workers.noWorkersText')}</p>
        <p className="mt-3 flex items-center justify-center gap-2">
          <code className="rounded-md border border-line bg-sunken px-2.5 py-1.5 text-ink">{WORKER_COMMAND}</code>
          <CopyButton text={() => WORKER_COMMAND} />
        </p>
      </EmptyState>
    );
  }
  const columns: Column<Worker>[] = [
    { id: 'status', header: t('workers.columnStatus'), width: '96px', cell: (worker) => <WorkerStatus worker={worker} /> },
    {
      id: 'worker',
      header: t('workers.columnWorker'),
      width: 'minmax(0, 1fr)',
      cell: (worker) => (
        <div>
          <p className="truncate font-medium">{worker.host}</p>
          <p className="truncate text-sm text-ink-3">
            {t('workers.pid')} {String(worker.pid)} · <code>{shortId(worker.id)}</code>
          </p>
        </div>
      ),
    },
    { id: 'queues', header: t('workers.columnQueues'), width: 'minmax(0, 0.7fr)', cell: (worker) => <span className="flex flex-wrap gap-1">{worker.queues.map((queue) => <Tag key={queue}>{queue}</Tag>)}</span> },
    { id: 'busy', header: t('workers.columnBusy'), width: '110px', cell: (worker) => <Busy worker={worker} /> },
    { id: 'memory', header: t('workers.columnMemory'), width: '80px', from: 'lg', cell: (worker) => <span className="tabular text-ink-2">{bytesText(worker.rssBytes)}</span> },
    { id: 'started', header: t('workers.columnStarted'), width: '100px', from: 'lg', cell: (worker) => <Time at={worker.startedAt} className="text-ink-2" /> },
    { id: 'seen', header: t('workers.columnSeen'), width: '100px', cell: (worker) => <Time at={worker.lastSeenAt} className="text-ink-2" /> },
  ];
  return (
    <DataTable
      label={t('workers.workers')}
      columns={columns}
      rows={workers}
      rowId={(worker) => worker.id}
      compact={(worker) => (
        <div className="space-y-1.5">
          <div className="flex items-center gap-2">
            <p className="min-w-0 flex-1 truncate font-medium">
              {worker.host} <span className="font-normal text-ink-3">{worker.pid}</span>
            </p>
            <WorkerStatus worker={worker} />
          </div>
          <div className="flex items-end gap-4">
            <Busy worker={worker} />
            <span className="flex flex-wrap gap-1">{worker.queues.map((queue) => <Tag key={queue}>{queue}</Tag>)}</span>
          </div>
        </div>
      )}
    />
  );
}

function QueueTable({ queues }: { queues: readonly TaskQueue[] }) {
  const t = useT();
  if (queues.length === 0) return <p className="px-4 py-6 text-center text-ink-3">{t('workers.noQueues')}</p>;
  const figure = (value: number, tone = '') => <span className={`tabular ${value === 0 ? 'text-ink-3' : tone}`}>{value}</span>;
  const columns: Column<TaskQueue>[] = [
    {
      id: 'name',
      header: t('workers.columnQueue'),
      width: 'minmax(0, 1fr)',
      cell: (queue) => (
        <div>
          <code className="font-medium">{queue.name}</code>
          {queue.workers === 0 && (
            <p className="flex items-center gap-1.5 text-sm text-wait">
              <TriangleAlert className="size-3.5 shrink-0" aria-hidden />
              {t('workers.nobodyServes')}
            </p>
          )}
        </div>
      ),
    },
    { id: 'waiting', header: t('workers.columnWaiting'), width: 'minmax(56px, 84px)', align: 'right', cell: (queue) => figure(queue.waiting) },
    { id: 'delayed', header: t('workers.columnDelayed'), width: 'minmax(56px, 84px)', align: 'right', from: 'sm', cell: (queue) => figure(queue.delayed) },
    { id: 'running', header: t('workers.columnRunning'), width: 'minmax(56px, 84px)', align: 'right', cell: (queue) => figure(queue.running, 'text-run') },
    { id: 'workers', header: t('workers.columnWorkers'), width: 'minmax(56px, 84px)', align: 'right', cell: (queue) => figure(queue.workers) },
  ];
  return (
    <DataTable
      label={t('workers.queues')}
      columns={columns}
      rows={queues}
      rowId={(queue) => queue.name}
      compact={(queue) => (
        <div className="space-y-1">
          {columns[0]!.cell(queue)}
          <dl className="flex flex-wrap gap-x-4 text-sm text-ink-3">
            {columns.slice(1).map((column) => (
              <div key={column.id} className="flex gap-1.5">
                <dt>{column.header}</dt>
                <dd>{column.cell(queue)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    />
  );
}

function DeadLetterTable({ letters }: { letters: readonly DeadLetter[] }) {
  const t = useT();
  const retry = useRetryDeadLetter();
  const [asked, setAsked] = useState<DeadLetter | null>(null);
  if (letters.length === 0) {
    return (
      <EmptyState icon={<MailX aria-hidden />} title={t('workers.noDead')} className="!py-9">
        {t('workers.noDeadText')}
      </EmptyState>
    );
  }
  const button = (letter: DeadLetter) => (
    <Button size="sm" icon={<RotateCcw aria-hidden />} onClick={() => setAsked(letter)}>
      {t('workers.retry')}
    </Button>
  );
  const step = (letter: DeadLetter) => (
    <div className="min-w-0">
      <Link href={`/runs/${letter.runId}?step=${encodeURIComponent(letter.path)}`} className="block truncate font-medium hover:underline">
        {letter.path}
      </Link>
      <p className="truncate text-sm text-ink-3">
        {letter.workflow} · <code>{shortId(letter.runId)}</code> · {t('workers.attempt', { attempt: letter.attempt })}
      </p>
    </div>
  );
  const columns: Column<DeadLetter>[] = [
    { id: 'step', header: t('workers.columnStep'), width: 'minmax(0, 1fr)', cell: step },
    { id: 'error', header: t('workers.columnError'), width: 'minmax(0, 1.2fr)', cell: (letter) => <p className="line-clamp-2 text-bad">{letter.error.message}</p> },
    { id: 'at', header: t('workers.columnAt'), width: '100px', cell: (letter) => <Time at={letter.at} className="text-ink-2" /> },
    { id: 'retry', header: <span className="sr-only">{t('workflows.columnActions')}</span>, width: '84px', align: 'right', cell: button },
  ];
  return (
    <>
      <DataTable
        label={t('workers.deadLetters')}
        columns={columns}
        rows={letters}
        rowId={(letter) => letter.id}
        compact={(letter) => (
          <div className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              {step(letter)}
              <p className="mt-1 line-clamp-2 text-bad">{letter.error.message}</p>
            </div>
            {button(letter)}
          </div>
        )}
      />
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={t('workers.retryTitle', { step: asked?.path ?? '' })}
        consequence={t('workers.retryConsequence')}
        confirmLabel={t('workers.retry')}
        onConfirm={async () => {
          await retry.mutateAsync(asked!.id);
          toast.ok(t('workers.retried'));
        }}
      />
    </>
  );
}
