'use client';
import { useT } from '@/components/i18n/use-t.tsx';
import { useNow } from '@/components/ui/clock.ts';
import { isRunOver } from '@/engine/index.ts';
import { useRunView } from '../model/run-view.ts';
import { RunPanel } from './run-panel.tsx';
import { StepHeader } from './step-header.tsx';
import { StepPanel } from './step-panel.tsx';

/** What is selected: a step, a node that has none yet, or nothing, which is the run. */
export function RunInspector() {
  const t = useT();
  const { selection, moment, plan } = useRunView();
  const ticking = useNow(moment.live && !isRunOver(moment.state.status));
  const now = moment.live ? Math.max(moment.at, ticking ?? 0) : moment.at;
  if (selection === null) return <RunPanel />;
  const step = selection.path === null ? undefined : moment.state.steps.get(selection.path);
  const node = plan.nodes.get(selection.node);
  return (
    <div className="h-full">
      {step !== undefined ? (
        <StepPanel key={step.path} step={step} now={now} />
      ) : (
        <div>
          <StepHeader node={selection.node} step={null} now={now} />
          <p className="px-4 py-3 text-ink-2">{node?.isUndo ? t('runs.notUndoneYet') : isRunOver(moment.state.status) ? t('runs.neverReached') : t('runs.notReachedYet')}</p>
        </div>
      )}
    </div>
  );
}
