'use client';
import { Cpu } from 'lucide-react';
import type { Worker } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { shortId } from '../run-list/run-words.tsx';
import { Pill, Tag } from '../ui/badge.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { CopyButton } from '../ui/json-view.tsx';
import { EmptyState } from '../ui/states.tsx';
import { bytesText } from '../ui/time-text.ts';
import { Time } from '../ui/time.tsx';

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

/** The processes that execute steps, and how much of what they may do at once they do. */
export function WorkerTable({ workers }: { workers: readonly Worker[] }) {
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
