'use client';
import { CalendarClock, CirclePause, CirclePlay, Play, TriangleAlert, Webhook } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { Trigger } from '@/engine/index.ts';
import { scheduleWords } from '../canvas/schedule-words.ts';
import { writtenSpan } from '../canvas/use-canvas-words.ts';
import { useSentences } from '../i18n/use-chinese.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { newId } from '../data/new-id.ts';
import { shortId } from '../run-list/run-words.tsx';
import { useMe } from '../shell/use-me.ts';
import { Pill } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';
import { HookSettings } from './hook-settings.tsx';
import { NextTimes } from './next-times.tsx';
import { problemTitle } from './problem-title.ts';
import { useChangeTrigger, useFireTrigger } from './use-triggers.ts';

/** One trigger of the latest version: when it comes next, what came last, and what can be done with it. */
export function TriggerCard({ trigger, readOnly = false }: { trigger: Trigger; readOnly?: boolean }) {
  const t = useT();
  const language = useLanguage();
  const { schedule, webhook, paused, lastProblem } = trigger;
  return (
    <section className="space-y-3 rounded-lg border border-line bg-surface p-3" aria-label={trigger.name} data-testid="trigger" data-node={trigger.node} data-paused={paused !== null || undefined}>
      <div className="flex items-start gap-2.5">
        <span className="grid size-7 shrink-0 place-items-center rounded-md bg-accent-soft text-accent [&_svg]:size-4">{schedule === null ? <Webhook aria-hidden /> : <CalendarClock aria-hidden />}</span>
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{trigger.name}</p>
          <p className="truncate text-sm text-ink-2">{schedule === null ? t('triggers.webhook') : scheduleWords(schedule, language, writtenSpan(language))}</p>
        </div>
        {paused !== null && <Pill tone="wait">{t('triggers.paused')}</Pill>}
      </div>
      {paused !== null && (
        <p className="text-sm text-ink-2">
          {paused.by === null ? t('triggers.paused') : t('triggers.pausedBy', { by: paused.by })} · <Time at={paused.at} />
          {paused.reason !== null && <span className="block text-ink-3">{paused.reason}</span>}
        </p>
      )}
      {schedule !== null && paused === null && <NextTimes next={trigger.next} timezone={schedule.timezone} />}
      <LastTime trigger={trigger} />
      {lastProblem !== null && <Problem problem={lastProblem} />}
      {!readOnly && <Controls trigger={trigger} />}
      {webhook !== null && <HookSettings trigger={trigger} webhook={webhook} readOnly={readOnly} />}
    </section>
  );
}

function LastTime({ trigger: { lastRun, lastAt } }: { trigger: Trigger }) {
  const t = useT();
  if (lastAt === null) return <p className="text-sm text-ink-3">{t('triggers.neverRun')}</p>;
  return (
    <p className="text-sm text-ink-2">
      {t('triggers.lastRun')} {lastRun !== null && <><Link href={`/runs/${lastRun}`} className="font-medium text-accent hover:underline"><code>{shortId(lastRun)}</code></Link> · </>}<Time at={lastAt} />
      {lastRun === null && <span className="text-ink-3"> · {t('triggers.lastRunGone')}</span>}
    </p>
  );
}

function Problem({ problem }: { problem: NonNullable<Trigger['lastProblem']> }) {
  const t = useT();
  const sentence = useSentences(true);
  return (
    <div className="flex gap-2 rounded-md bg-warn-soft px-2.5 py-2 text-sm" data-testid="trigger-problem" data-code={problem.code}>
      <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
      <p className="min-w-0 break-words"><b className="font-medium text-warn">{t(problemTitle(problem))}</b> · <Time at={problem.at} /><br />{sentence(problem.message)}</p>
    </div>
  );
}

function Controls({ trigger }: { trigger: Trigger }) {
  const t = useT();
  const [me] = useMe();
  const change = useChangeTrigger();
  const fire = useFireTrigger();
  const [asks, setAsks] = useState(false);
  const started = ({ runId }: { runId: string }): void => toast.ok(t('triggers.fired'), { label: t('common.open'), onSelect: () => window.location.assign(`/runs/${runId}`) });
  return (
    <div className="flex flex-wrap gap-2">
      {trigger.paused === null ? (
        <Button size="sm" icon={<CirclePause aria-hidden />} onClick={() => setAsks(true)}>{t('triggers.pause')}</Button>
      ) : (
        <Button size="sm" icon={<CirclePlay aria-hidden />} busy={change.isPending} onClick={() => change.mutate({ what: 'resume', id: trigger.id }, { onError: (error) => toast.error(error) })}>{t('triggers.resume')}</Button>
      )}
      {trigger.kind === 'schedule' && <Button size="sm" icon={<Play aria-hidden />} busy={fire.isPending} onClick={() => fire.mutate({ id: trigger.id, said: newId() }, { onSuccess: started, onError: (error) => toast.error(error) })}>{t('triggers.fire')}</Button>}
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t('triggers.pauseTitle', { name: trigger.name })}
        consequence={t('triggers.pauseConsequence')}
        confirmLabel={t('triggers.pause')}
        withReason
        reasonHint={t('triggers.pauseReason')}
        onConfirm={(reason) => change.mutateAsync({ what: 'pause', id: trigger.id, said: { ...(reason === '' ? {} : { reason }), ...(me === '' ? {} : { by: me }) } })}
      />
    </div>
  );
}
