'use client';
import { TriangleAlert } from 'lucide-react';
import type { TaskQueue } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';

/** The task queues, with a word to those that nobody serves. */
export function QueueTable({ queues }: { queues: readonly TaskQueue[] }) {
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
          {queue.external && <p className="text-sm text-ink-3">{t('workers.external')}</p>}
          {queue.workers === 0 && !queue.external && (
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
      rowId={(queue) => `${queue.name} ${queue.external}`}
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
