'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { api } from '../data/api.ts';
import { useBatchPreview } from '../data/hooks.ts';
import { newId } from '../data/new-id.ts';
import { keys } from '../data/query-keys.ts';
import { useT } from '../i18n/use-t.tsx';
import { useMe } from '../shell/use-me.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-state.tsx';
import { Field, Textarea } from '../ui/input.tsx';
import { Skeleton } from '../ui/states.tsx';
import { toast } from '../ui/toast.tsx';
import { BatchResult } from './batch-result.tsx';
import { filtersOf, takes, type BatchScope, type ListOperation } from './batch-scope.ts';
import { BatchRun, type BatchProgress } from './run-batch.ts';

type Stage = 'ask' | 'tell' | 'told';

/** Asks, tells page by page, and says what became of it. Closing it stops after the page that is under way. */
export function BatchDialog({ operation, scope: given, onClose }: { operation: ListOperation; scope: BatchScope; onClose: (told: boolean) => void }) {
  const t = useT();
  const id = useId();
  const client = useQueryClient();
  const [me] = useMe();
  // The list goes on changing behind the dialog; what was asked about stays what it was.
  const [scope] = useState(given);
  const [filters] = useState(() => filtersOf(scope, operation));
  const preview = useBatchPreview(operation, scope.kind === 'all' ? (filters[0] ?? null) : null);
  const meant = scope.kind === 'selection' ? scope.runs.filter((run) => takes(operation, run)).length : (preview.data?.count ?? null);
  const leftAlone = scope.kind === 'selection' ? scope.runs.length - (meant ?? 0) : 0;
  const [reason, setReason] = useState('');
  const [stage, setStage] = useState<Stage>('ask');
  const [progress, setProgress] = useState<BatchProgress>({ done: 0, failed: [], over: false });
  const [error, setError] = useState<unknown>(null);
  const batch = useRef<BatchRun | null>(null);
  useEffect(() => () => batch.current?.stop(), []);

  async function go(): Promise<void> {
    batch.current ??= new BatchRun(newId(), filters, { operation, ...(reason.trim() ? { reason: reason.trim() } : {}), ...(me ? { by: me } : {}) }, api.runs.batch, setProgress);
    setStage('tell');
    setError(null);
    try {
      await batch.current.go();
      const { done, failed, over } = batch.current.progress;
      void client.invalidateQueries({ queryKey: keys.runs.lists });
      if (!over || failed.length > 0) return setStage('told');
      toast.ok(t(`list.${operation}Done`, { count: done }));
      onClose(true);
    } catch (caught) {
      setError(caught);
      setStage('told');
    }
  }

  const seen = progress.done + progress.failed.length;
  const title = meant === null || meant === 0 ? t(`list.${operation}AllTitle`) : t(`list.${operation}Title`, { count: meant });
  const count = meant ?? 0;
  return (
    <Dialog
      open
      size={stage === 'told' ? 'md' : 'sm'}
      onClose={() => {
        batch.current?.stop();
        onClose(stage !== 'ask');
      }}
      title={stage === 'ask' ? title : stage === 'tell' ? t('list.telling') : error !== null ? t('list.interrupted', { count: seen }) : progress.over ? t('list.toldTitle', { failed: progress.failed.length, count: seen }) : t('list.stopped', { count: seen })}
      {...(stage === 'ask' ? { description: t(`list.${operation}Consequence`) } : {})}
      footer={
        stage === 'ask' ? (
          <>
            <Button onClick={() => onClose(false)}>{t('common.back')}</Button>
            <Button variant={operation === 'cancel' || operation === 'terminate' ? 'danger-solid' : 'primary'} disabled={meant === 0 || (meant === null && preview.error === null)} onClick={() => void go()} data-testid="confirm">
              {t(`list.${operation}Runs`, { count })}
            </Button>
          </>
        ) : stage === 'tell' ? (
          <Button onClick={() => batch.current?.stop()}>{t('list.stop')}</Button>
        ) : (
          <>
            {(error !== null || !progress.over) && <Button variant="primary" onClick={() => void go()}>{t('list.goOn')}</Button>}
            <Button onClick={() => onClose(true)}>{t('common.close')}</Button>
          </>
        )
      }
    >
      {stage === 'ask' && (
        <form className="space-y-3" onSubmit={(event) => { event.preventDefault(); if (meant !== 0 && meant !== null) void go(); }}>
          {scope.kind === 'all' && (
            <div className="rounded-md border border-line bg-sunken px-3 py-2.5">
              {preview.error ? <ErrorNote error={preview.error} /> : preview.data === undefined ? <Skeleton className="h-4 w-44" /> : preview.data.count === 0 ? <p>{t('list.matchNone')}</p> : <p><span className="tabular font-medium">{preview.data.more ? t('list.matchMore', { count: preview.data.count }) : t('list.match', { count: preview.data.count })}</span> <span className="text-ink-2">{t('list.matchMeans')}</span></p>}
            </div>
          )}
          {leftAlone > 0 && <p className="text-ink-2">{t('list.leftAlone', { count: leftAlone })}</p>}
          <Field id={id} label={t('common.reason')} hint={`${t('common.optional')} · ${t('list.reasonHint')}`}>
            <Textarea id={id} rows={2} maxLength={2_000} value={reason} onChange={(event) => setReason(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && event.currentTarget.form?.requestSubmit()} />
          </Field>
        </form>
      )}
      {stage === 'tell' && <Progress seen={seen} of={meant} label={t('list.telling')} />}
      {stage === 'told' && (
        <div className="space-y-3">
          {error !== null && <ErrorNote error={error} />}
          {seen > 0 && <BatchResult operation={operation} progress={progress} />}
        </div>
      )}
    </Dialog>
  );
}

/** How many of how many; without a known end it says how many. */
function Progress({ seen, of, label }: { seen: number; of: number | null; label: string }) {
  const t = useT();
  const share = of === null || of === 0 ? null : Math.min(1, seen / of);
  return (
    <div className="space-y-2 pb-1">
      <div role="progressbar" aria-label={label} aria-valuemin={0} {...(of === null ? {} : { 'aria-valuemax': of, 'aria-valuenow': Math.min(seen, of) })} className="h-1.5 overflow-hidden rounded-full bg-sunken">
        <div className={share === null ? 'h-full w-1/3 animate-pulse-soft rounded-full bg-accent' : 'h-full rounded-full bg-accent transition-[width] duration-(--fast)'} style={share === null ? undefined : { width: `${share * 100}%` }} />
      </div>
      <p role="status" className="tabular text-ink-2">{of === null ? t('list.toldSoFar', { count: seen }) : t('list.toldOf', { done: seen, count: of })}</p>
    </div>
  );
}
