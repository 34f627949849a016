'use client';
import { lazy, Suspense } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { useNow } from '@/components/ui/clock.ts';
import { patiently } from '@/components/ui/patiently.ts';
import { Skeleton } from '@/components/ui/states.tsx';
import { isRunOver } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { RunPanel } from './run-panel.tsx';
import { StepHeader } from './step-header.tsx';

// With forms and tabs in it: fetched when the first step is chosen. Its header, which is the same, is there at once.
const StepPanel = lazy(async () => ({ default: (await patiently(() => import('./step-panel.tsx'))).StepPanel }));

/** What is selected: a step, a node that has none yet, or nothing, which is the run. */
export function RunInspector() {
  const t = useT();
  const { selection, moment, plan } = useRunView();
  const ticking = useNow(moment.live && !isRunOver(moment.state.status));
  const now = moment.live ? Math.max(moment.at, ticking ?? 0) : moment.at;
  if (selection === null) return <RunPanel now={now} />;
  const step = selection.path === null ? undefined : moment.state.steps.get(selection.path);
  const node = plan.nodes.get(selection.node);
  return (
    <div className="h-full">
      {step !== undefined ? (
        <Suspense fallback={<><StepHeader node={selection.node} step={step} now={now} /><div role="status" aria-label={t('common.loading')} className="space-y-3 px-4 py-3.5"><Skeleton className="h-4 w-48" /><Skeleton className="h-8 w-full" /><Skeleton className="h-24 w-full" /></div></>}>
          <StepPanel key={step.path} step={step} now={now} />
        </Suspense>
      ) : (
        <div>
          <StepHeader node={selection.node} step={null} now={now} />
          <p className="px-4 py-3 text-ink-2">{node?.isUndo ? t('runs.notUndoneYet') : isRunOver(moment.state.status) ? t('runs.neverReached') : t('runs.notReachedYet')}</p>
        </div>
      )}
    </div>
  );
}
