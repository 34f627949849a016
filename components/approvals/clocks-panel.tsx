'use client';
import type { Approval } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { clocksOfApproval, hasClocks } from './clocks-of.ts';
import { Panel } from './panel.tsx';
import { Coming, Happened } from './request-clocks.tsx';

/** Reminders and escalation of one request: what happened, what comes next and when. */
export function ClocksPanel({ approval }: { approval: Approval }) {
  const t = useT();
  const clocks = clocksOfApproval(approval);
  const happened = (clocks.reminders?.given ?? 0) > 0 || clocks.escalation?.escalatedAt != null;
  const open = approval.status === 'open';
  if (!hasClocks(clocks) || (!open && !happened)) return null;
  return (
    <Panel title={t('approvals.clocks')}>
      <div className="space-y-2">
        <Happened clocks={clocks} className="text-ink-2" />
        {open && <Coming clocks={clocks} />}
      </div>
    </Panel>
  );
}
