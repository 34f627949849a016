'use client';
import type { LucideIcon } from 'lucide-react';
import { isRunOver, type RunListItem } from '@/engine/index.ts';
import { useT, type Translate } from '../i18n/use-t.tsx';
import { STATUS_FACE, waitingIcon, type AnyStatus } from '../ui/status-face.ts';
import { StatusPill } from '../ui/status.tsx';
import { Due } from '../ui/time.tsx';

/** Enough of an id to tell runs apart: what follows its last dash is random, its beginning is time. */
export function shortId(id: string): string {
  return id.length <= 10 ? id : id.slice(-8);
}

/** How a run looks: one that only waits shows for what. */
export function runFace(run: Pick<RunListItem, 'status' | 'waitingFor'>): { status: AnyStatus; icon?: LucideIcon } {
  const first = run.waitingFor[0];
  return run.status === 'running' && first ? { status: 'waiting', icon: waitingIcon(first.kind) } : { status: run.status };
}

export function RunStatusPill({ run }: { run: RunListItem }) {
  return <StatusPill {...runFace(run)} />;
}

/** Below the name of a run: what it waits for, or what went wrong. */
export function RunFact({ run }: { run: RunListItem }) {
  if (run.error && isRunOver(run.status)) return <span className={STATUS_FACE[run.status].tone === 'bad' ? 'text-bad' : 'text-ink-3'}>{run.error.message}</span>;
  return <RunWait run={run} />;
}

/** What an open run waits for, and until when; nothing when it waits for nothing. */
export function RunWait({ run }: { run: Pick<RunListItem, 'status' | 'waitingFor'> }) {
  const t = useT();
  const first = run.waitingFor[0];
  if (!first || isRunOver(run.status)) return null;
  return (
    <span className="text-wait">
      {waitWords(run, t)}
      {first.dueAt && <> · <Due at={first.dueAt} /></>}
    </span>
  );
}

/** "waits for Release and 2 more"; empty when it waits for nothing. */
export function waitWords(run: Pick<RunListItem, 'waitingFor'>, t: Translate): string {
  const first = run.waitingFor[0];
  if (!first) return '';
  const more = run.waitingFor.length - 1;
  return more > 0 ? t('list.waitsForMore', { name: first.name, more }) : t('list.waitsFor', { name: first.name });
}

const TRIGGERS = { api: 'list.triggerApi', ui: 'list.triggerUi', child: 'list.triggerChild', webhook: 'list.triggerWebhook', schedule: 'list.triggerSchedule', test: 'list.triggerTest' } as const;

export function TriggerName({ trigger }: { trigger: string }) {
  const t = useT();
  const key = TRIGGERS[trigger as keyof typeof TRIGGERS];
  return <>{key ? t(key) : trigger}</>;
}
