'use client';
import { useMemo } from 'react';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { Pill } from '@/components/ui/badge.tsx';
import { StatusIcon } from '@/components/ui/status.tsx';
import { clockText, durationText, instantText } from '@/components/ui/time-text.ts';
import { Countdown } from '@/components/ui/time.tsx';
import type { StepState } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { tasksToExplain } from '../model/step-errors.ts';
import { logsByTask } from '../model/step-logs.ts';
import { ErrorMeaning } from './error-note.tsx';
import { LogLines } from './log-lines.tsx';

/** Every try of a step: when, where, how it ended, what it logged, and what follows. */
export function Attempts({ step, now }: { step: StepState; now: number }) {
  const t = useT();
  const language = useLanguage();
  const { live } = useRunView();
  const kept = useMemo(() => logsByTask(live.events, step), [live.events, step]);
  const explained = tasksToExplain(step);
  if (step.attempts.length === 0) return <p className="text-ink-3">{t('runs.noAttempts')}</p>;
  return (
    <ol className="space-y-2" data-testid="attempts">
      {step.attempts.map((attempt, index) => {
        const last = index === step.attempts.length - 1;
        const heldBack = attempt.endedAt === null && attempt.dueAt > now;
        const status = attempt.error !== null ? 'failed' : attempt.endedAt === null ? (heldBack ? 'retrying' : 'running') : last && step.status !== 'failed' ? (step.outcome ?? 'completed') : 'cancelled';
        const from = attempt.startedAt ?? attempt.dueAt;
        const logs = kept.get(attempt.task);
        return (
          <li key={`${attempt.attempt}-${attempt.task}`} className="rounded-lg border border-line p-2.5">
            <div className="flex items-center gap-2">
              <StatusIcon status={status} size="sm" />
              <span className="font-medium">{t('runs.attempt', { number: attempt.attempt })}</span>
              <span className="flex-1" />
              {heldBack ? <Pill tone="warn">{t('runs.startsIn')} <Countdown to={attempt.dueAt} /></Pill> : <span className="tabular font-mono text-xs text-ink-3">{durationText(Math.max(0, (attempt.endedAt ?? now) - from), language)}</span>}
            </div>
            <dl className="mt-1.5 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs text-ink-2">
              <dt className="text-ink-3">{t('runs.scheduled')}</dt>
              <dd className="tabular" title={instantText(attempt.scheduledAt, language)}>{clockText(attempt.scheduledAt, language)}</dd>
              {attempt.startedAt !== null && (
                <>
                  <dt className="text-ink-3">{t('runs.started')}</dt>
                  <dd className="tabular">{clockText(attempt.startedAt, language)} <span className="text-ink-3">({t('runs.queuedFor', { time: durationText(Math.max(0, attempt.startedAt - attempt.dueAt), language) })})</span></dd>
                </>
              )}
              {attempt.worker !== null && (
                <>
                  <dt className="text-ink-3">{t('runs.worker')}</dt>
                  <dd className="break-all font-mono">{attempt.worker}</dd>
                </>
              )}
            </dl>
            {attempt.error !== null && <p className="mt-1.5 break-words text-bad">{attempt.error.message} <span className="font-mono text-xs text-ink-3">{attempt.error.type}</span></p>}
            {attempt.error !== null && explained.has(attempt.task) && <ErrorMeaning error={attempt.error} />}
            {!attempt.answered && <p className="mt-1 text-ink-2">{t('runs.noAnswer')}</p>}
            {logs !== undefined && <div className="mt-2"><p className="mb-1 text-xs text-ink-3">{t('runs.logs')}</p><LogLines logs={logs} /></div>}
          </li>
        );
      })}
    </ol>
  );
}
