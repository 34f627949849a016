'use client';
import { useMutation } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { api } from '@/components/data/api.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { Button, IconButton } from '@/components/ui/button.tsx';
import { ErrorNote } from '@/components/ui/error-state.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { Popover } from '@/components/ui/popover.tsx';
import { useRunView } from '../model/run-view.ts';

/** Folds the history through the core once more, on the server, and shows whether every decision is the same. */
export function ReplayProof({ compact = false }: { compact?: boolean }) {
  const t = useT();
  const { runId } = useRunView();
  const [open, setOpen] = useState(false);
  const replay = useMutation({ mutationFn: () => api.runs.replay(runId) });
  const proof = replay.data;
  const icon = proof && !proof.ok ? <ShieldAlert className="text-bad" aria-hidden /> : <ShieldCheck className={proof?.ok ? 'text-ok' : ''} aria-hidden />;
  const trigger = compact
    ? <IconButton label={t('runs.proveReplay')} size="sm" variant="default" busy={replay.isPending} data-testid="prove-replay">{icon}</IconButton>
    : <Button size="sm" icon={icon} busy={replay.isPending} data-testid="prove-replay">{t('runs.proveReplay')}</Button>;
  return (
    <Popover
      label={t('runs.proveReplay')}
      trigger={trigger}
      side="top"
      align="end"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (next) replay.mutate();
      }}
      className="w-[340px]"
    >
      <div data-testid="replay-result" aria-live="polite">
        {replay.isPending && <p className="text-ink-2">{t('runs.replaying')}</p>}
        {replay.error && <ErrorNote error={replay.error} />}
        {proof && !replay.isPending && (
          <div className="flex gap-2.5">
            {proof.ok ? <ShieldCheck className="mt-0.5 size-5 shrink-0 text-ok" aria-hidden /> : <ShieldAlert className="mt-0.5 size-5 shrink-0 text-bad" aria-hidden />}
            <div className="min-w-0 flex-1">
              <p className={proof.ok ? 'font-semibold text-ok' : 'font-semibold text-bad'}>{proof.ok ? t('runs.replayIdentical', { events: proof.events, decisions: proof.decisions }) : t('runs.replayDiverged', { seq: proof.divergence?.seq ?? 0 })}</p>
              <p className="mt-0.5 text-ink-2">{proof.ok ? t('runs.replayMeans') : proof.divergence?.message}</p>
              {proof.ok && <p className="mt-1.5 truncate font-mono text-xs text-ink-3" title={proof.hash}>{proof.hash}</p>}
              {proof.divergence && (
                <div className="mt-2 space-y-2">
                  <p className="text-xs text-ink-3">{t('runs.replayHistory')}</p>
                  <JsonView value={proof.divergence.expected} />
                  <p className="text-xs text-ink-3">{t('runs.replayDecides')}</p>
                  <JsonView value={proof.divergence.actual} />
                </div>
              )}
            </div>
          </div>
        )}
      </div>
    </Popover>
  );
}
