'use client';
import { Gauge, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { TaskQueue } from '@/engine/index.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { IconButton } from '../ui/button.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { LimitsDialog } from './limits-dialog.tsx';
import { limitsWords } from './limits-words.ts';

/** The task queues, with a word to those that nobody serves, and a way to limit each. */
export function QueueTable({ queues }: { queues: readonly TaskQueue[] }) {
  const t = useT();
  const language = useLanguage();
  const [limiting, setLimiting] = useState<TaskQueue | null>(null);
  const figure = (value: number, tone = '') => <span className={`tabular ${value === 0 ? 'text-ink-3' : tone}`}>{value}</span>;
  const button = (queue: TaskQueue) => (
    <IconButton size="sm" label={t('workers.limitsOf', { queue: queue.name })} onClick={() => setLimiting(queue)} data-testid="limits">
      <Gauge aria-hidden />
    </IconButton>
  );
  const columns: Column<TaskQueue>[] = [
    {
      id: 'name',
      header: t('workers.columnQueue'),
      width: 'minmax(0, 1fr)',
      cell: (queue) => (
        <div>
          <code className="font-medium">{queue.name}</code>
          {queue.external && <p className="text-sm text-ink-3">{t('workers.external')}</p>}
          {queue.limits !== null && <p className="flex items-center gap-1.5 text-sm text-ink-2"><Gauge className="size-3.5 shrink-0" aria-hidden />{limitsWords(queue.limits, language)}</p>}
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
    { id: 'limits', header: <span className="sr-only">{t('workflows.columnActions')}</span>, width: '40px', align: 'right', cell: button },
  ];
  return (
    <>
      {queues.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">{t('workers.noQueues')}</p>
      ) : (
        <DataTable
          label={t('workers.queues')}
          columns={columns}
          rows={queues}
          rowId={(queue) => `${queue.name} ${queue.external}`}
          compact={(queue) => (
            <div className="flex items-start gap-2">
              <div className="min-w-0 flex-1 space-y-1">
                {columns[0]!.cell(queue)}
                <dl className="flex flex-wrap gap-x-4 text-sm text-ink-3">
                  {columns.slice(1, -1).map((column) => (
                    <div key={column.id} className="flex gap-1.5">
                      <dt>{column.header}</dt>
                      <dd>{column.cell(queue)}</dd>
                    </div>
                  ))}
                </dl>
              </div>
              {button(queue)}
            </div>
          )}
        />
      )}
      {/* Also when the last queue has gone meanwhile: what was written stays until it is sent or put away. */}
      {limiting !== null && <LimitsDialog queue={limiting} onClose={() => setLimiting(null)} />}
    </>
  );
}
