'use client';
import { CalendarClock } from 'lucide-react';
import type { WorkflowSummary } from '@/engine/index.ts';
import { useT } from '../i18n/use-t.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { EmptyState, SkeletonRows } from '../ui/states.tsx';
import { TriggerCard } from './trigger-card.tsx';
import { useTriggers } from './use-triggers.ts';

/** Everything that starts a workflow by itself, with what can be done about it. */
export function TriggersDialog({ workflow, onClose }: { workflow: Pick<WorkflowSummary, 'id' | 'name'>; onClose: () => void }) {
  const t = useT();
  const { data, isPending, error, refetch } = useTriggers(workflow.id);
  return (
    <Dialog open onClose={onClose} size="md" title={t('triggers.titleOf', { name: workflow.name })} description={t('triggers.titleText')}>
      {isPending ? (
        <SkeletonRows rows={2} label={t('common.loading')} />
      ) : data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data.length === 0 ? (
        <EmptyState icon={<CalendarClock aria-hidden />} title={t('triggers.none')} className="!py-6">{t('triggers.noneText')}</EmptyState>
      ) : (
        <div className="space-y-3">{data.map((trigger) => <TriggerCard key={trigger.id} trigger={trigger} />)}</div>
      )}
    </Dialog>
  );
}
