'use client';
import { isRunOver, type RunListItem } from '@/engine/index.ts';
import { useLanguage, useT } from '../i18n/use-t.tsx';
import { useNow } from '../ui/clock.ts';
import { STATUS_FACE, waitingIcon } from '../ui/status-face.ts';
import { StatusPill } from '../ui/status.tsx';
import { distanceText } from '../ui/time-text.ts';

/** Enough of an id to tell runs apart: what follows its last dash is random, its beginning is time. */
export function shortId(id: string): string {
  return id.length <= 10 ? id : id.slice(-8);
}

/** The status of a run. One that only waits shows for what. */
export function RunStatusPill({ run }: { run: RunListItem }) {
  const first = run.waitingFor[0];
  if (run.status === 'running' && first) return <StatusPill status="waiting" icon={waitingIcon(first.kind)} />;
  return <StatusPill status={run.status} />;
}

/** Below the name of a run: what it waits for, or what went wrong. */
export function RunFact({ run }: { run: RunListItem }) {
  const t = useT();
  const first = run.waitingFor[0];
  if (run.error && isRunOver(run.status)) return <span className={STATUS_FACE[run.status].tone === 'bad' ? 'text-bad' : 'text-ink-3'}>{run.error.message}</span>;
  if (!first || isRunOver(run.status)) return null;
  const more = run.waitingFor.length - 1;
  return (
    <span className="text-wait">
      {more > 0 ? t('list.waitsForMore', { name: first.name, more }) : t('list.waitsFor', { name: first.name })}
      {first.dueAt && <Due at={first.dueAt} />}
    </span>
  );
}

function Due({ at }: { at: string }) {
  const t = useT();
  const language = useLanguage();
  const now = useNow();
  const distance = now === null ? null : distanceText(Date.parse(at), now, language);
  if (distance === null) return null;
  return <span className="tabular"> · {t(distance.past ? 'approvals.overdue' : 'approvals.due', { time: distance.text })}</span>;
}

const TRIGGERS = { api: 'list.triggerApi', ui: 'list.triggerUi', child: 'list.triggerChild', webhook: 'list.triggerWebhook', schedule: 'list.triggerSchedule', test: 'list.triggerTest' } as const;

export function TriggerName({ trigger }: { trigger: string }) {
  const t = useT();
  const key = TRIGGERS[trigger as keyof typeof TRIGGERS];
  return <>{key ? t(key) : trigger}</>;
}
