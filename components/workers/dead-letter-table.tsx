'use client';
import { Archive, MailX, RotateCcw } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { DeadLetter } from '@/engine/index.ts';
import { useDismissDeadLetter, useRetryDeadLetter } from '../data/hooks.ts';
import { useT } from '../i18n/use-t.tsx';
import { shortId } from '../run-list/run-words.tsx';
import { useMe } from '../shell/use-me.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';

/** Attempts that cost three workers, each with a way to try its step again, and one to put it away. */
export function DeadLetterTable({ letters }: { letters: readonly DeadLetter[] }) {
  const t = useT();
  const retry = useRetryDeadLetter();
  const [me] = useMe();
  const dismiss = useDismissDeadLetter();
  const [asked, setAsked] = useState<{ letter: DeadLetter; what: 'retry' | 'dismiss' } | null>(null);
  const button = (letter: DeadLetter) => (
    <span className="flex justify-end gap-1">
      <Button size="sm" icon={<RotateCcw aria-hidden />} onClick={() => setAsked({ letter, what: 'retry' })}>
        {t('workers.retry')}
      </Button>
      <IconButton size="sm" label={t('workers.dismissOf', { step: letter.path })} onClick={() => setAsked({ letter, what: 'dismiss' })} data-testid="dismiss">
        <Archive aria-hidden />
      </IconButton>
    </span>
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
    { id: 'retry', header: <span className="sr-only">{t('workflows.columnActions')}</span>, width: '124px', align: 'right', cell: button },
  ];
  return (
    <>
      {letters.length === 0 ? (
        <EmptyState icon={<MailX aria-hidden />} title={t('workers.noDead')} className="!py-9">
          {t('workers.noDeadText')}
        </EmptyState>
      ) : (
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
      )}
      {/* Also when the last letter has gone meanwhile: what was written stays until it is sent or put away. */}
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={t(asked?.what === 'dismiss' ? 'workers.dismissTitle' : 'workers.retryTitle', { step: asked?.letter.path ?? '' })}
        consequence={t(asked?.what === 'dismiss' ? 'workers.dismissConsequence' : 'workers.retryConsequence')}
        confirmLabel={t(asked?.what === 'dismiss' ? 'workers.dismiss' : 'workers.retry')}
        withReason
        {...(asked?.what === 'dismiss' ? { reasonHint: t('workers.dismissReason') } : {})}
        onConfirm={async (reason) => {
          const { letter, what } = asked!;
          const said = { id: letter.id, ...(reason === '' ? {} : { reason }), ...(me === '' ? {} : { by: me }) };
          await (what === 'dismiss' ? dismiss : retry).mutateAsync(said);
          toast.ok(t(what === 'dismiss' ? 'workers.dismissed' : 'workers.retried'));
        }}
      />
    </>
  );
}
