'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isRunOver, type RunListItem } from '@/engine/index.ts';
import { api } from '../data/api.ts';
import { keys } from '../data/query-keys.ts';
import { useT } from '../i18n/use-t.tsx';
import { useMe } from '../shell/use-me.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { describeError } from '../ui/error-state.tsx';
import { toast } from '../ui/toast.tsx';
import { shortId } from './run-words.tsx';
import { tellMany, type Told } from './tell-many.ts';

/** What can be done with several runs at once. Those that refuse are listed, each with its reason. */
export function BulkBar({ selected, onClear }: { selected: readonly RunListItem[]; onClear: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [me] = useMe();
  const [verb, setVerb] = useState<'cancel' | 'terminate' | null>(null);
  const [result, setResult] = useState<{ count: number; failed: Told[] } | null>(null);
  const open = selected.filter((run) => !isRunOver(run.status));

  async function tell(reason: string): Promise<void> {
    const control = { ...(reason ? { reason } : {}), ...(me ? { by: me } : {}) };
    const failed = await tellMany(open, (run) => api.runs.control(run.id, verb!, control));
    await client.invalidateQueries({ queryKey: keys.runs.lists });
    if (failed.length > 0) setResult({ count: open.length, failed });
    else toast.ok(t('list.bulkDone', { count: open.length }));
    onClear();
  }

  return (
    <>
      {selected.length > 0 && (
        <div role="toolbar" aria-label={t('common.selected', { count: selected.length })} className="sticky bottom-4 z-10 mx-auto mt-4 flex w-fit max-w-full animate-in flex-wrap items-center gap-2 rounded-xl border border-line bg-surface px-3 py-2 shadow-float">
          <span className="tabular px-1 font-medium">{t('common.selected', { count: selected.length })}</span>
          {open.length === 0 && <span className="text-ink-3">{t('list.noneOpen')}</span>}
          <Button size="sm" disabled={open.length === 0} onClick={() => setVerb('cancel')}>
            {t('list.cancel')}
          </Button>
          <Button size="sm" variant="danger" disabled={open.length === 0} onClick={() => setVerb('terminate')}>
            {t('list.terminate')}
          </Button>
          <Button size="sm" variant="ghost" onClick={onClear}>
            {t('list.clearSelection')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={verb !== null}
        onClose={() => setVerb(null)}
        danger
        withReason
        title={verb === 'terminate' ? t('list.terminateTitle', { count: open.length }) : t('list.cancelTitle', { count: open.length })}
        consequence={verb === 'terminate' ? t('list.terminateConsequence') : t('list.cancelConsequence')}
        confirmLabel={verb === 'terminate' ? t('list.terminateRuns', { count: open.length }) : t('list.cancelRuns', { count: open.length })}
        dismissLabel={t('common.back')}
        onConfirm={tell}
      />
      {result && (
        <Dialog open onClose={() => setResult(null)} title={t('list.bulkFailedTitle', { failed: result.failed.length, count: result.count })} footer={<Button onClick={() => setResult(null)}>{t('common.close')}</Button>}>
          <ul className="divide-y divide-line">
            {result.failed.map(({ run, error }) => {
              const face = describeError(error, t);
              return (
                <li key={run.id} className="py-2">
                  <p className="font-medium">
                    {run.workflow.name} <code className="text-ink-3">{shortId(run.id)}</code>
                  </p>
                  <p className="text-bad">{face.detail ?? face.title}</p>
                </li>
              );
            })}
          </ul>
        </Dialog>
      )}
    </>
  );
}
