'use client';
import type { Approval } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { Pill } from '../ui/badge.tsx';
import { useNow } from '../ui/clock.ts';
import { Due } from '../ui/time.tsx';
import { outcomeLabel, outcomeTone } from './outcomes.ts';

/** When an open request is due, or how a closed one ended. Nothing for an open one without a due time. */
export function DuePill({ approval }: { approval: Approval }) {
  const t = useT();
  const now = useNow(approval.status === 'open' && approval.dueAt !== null);
  if (approval.status === 'decided') {
    const tone = outcomeTone(approval.outcome ?? '');
    return <Pill tone={tone === 'accent' ? 'accent' : tone}>{outcomeLabel(approval.outcome ?? '', t)}</Pill>;
  }
  if (approval.status !== 'open') return <Pill>{t(approval.status === 'timed_out' ? 'approvals.timedOut' : 'approvals.withdrawn')}</Pill>;
  if (approval.dueAt === null || now === null) return null;
  return (
    <Pill tone={Date.parse(approval.dueAt) <= now ? 'bad' : 'wait'}>
      <Due at={approval.dueAt} />
    </Pill>
  );
}
