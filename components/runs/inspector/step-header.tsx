'use client';
import { ChevronLeft, ChevronRight, Undo2, X } from 'lucide-react';
import { FaceIcon } from '@/components/canvas/icon.tsx';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { StatusIcon } from '@/components/ui/status.tsx';
import { waitingIcon } from '@/components/ui/status-face.ts';
import { shapes, focusFilter, viewStatus, type StepState, type ViewStatus } from '@/engine/index.ts';
import { nodeName, useRunView } from '../model/run-view.ts';

/** Which step this is: its face, name and path; of a node with many steps, a way to the others. */
export function StepHeader({ node, step, now }: { node: string; step: StepState | null; now: number }) {
  const t = useT();
  const view = useRunView();
  const spec = shapes.get(view.plan.nodes.get(node)?.type ?? '');
  const status: ViewStatus = step === null ? 'pending' : viewStatus(step, now);
  const siblings = stepsOf(view.moment.state, node, view.focus, step);
  const at = step === null ? -1 : siblings.indexOf(step.path);
  const go = (by: number): void => {
    const path = siblings[at + by];
    if (path !== undefined) view.select({ node, path }, true);
  };
  return (
    <header className="flex items-center gap-2.5 px-4 pt-3.5">
      <span data-family={spec?.face.family ?? 'control'} className="grid size-[30px] shrink-0 place-items-center rounded-md bg-[color-mix(in_srgb,var(--family)_13%,transparent)] text-(--family)">
        {step?.undoOf ? <Undo2 className="size-[17px]" strokeWidth={1.7} aria-hidden /> : <FaceIcon name={spec?.face.icon ?? 'circle-help'} />}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="truncate text-md font-semibold" data-testid="inspector-title">{nodeName(view, node)}</h2>
        <p className="truncate font-mono text-xs text-ink-3" title={step?.path ?? node}>{step?.path ?? node}{step !== null && step.attempt > 0 ? ` · ${t('runs.attempt', { number: step.attempt })}` : ''}</p>
      </div>
      {siblings.length > 1 && (
        <div className="flex shrink-0 items-center">
          <IconButton label={t('runs.stepBefore')} size="sm" disabled={at <= 0} onClick={() => go(-1)}><ChevronLeft aria-hidden /></IconButton>
          <span className="tabular text-xs text-ink-3">{at + 1}/{siblings.length}</span>
          <IconButton label={t('runs.stepAfter')} size="sm" disabled={at >= siblings.length - 1} onClick={() => go(1)}><ChevronRight aria-hidden /></IconButton>
        </div>
      )}
      <StatusIcon status={status === 'scheduled' ? 'running' : status} {...(status === 'waiting' ? { icon: waitingIcon(step?.wait?.kind ?? null) } : {})} />
      <IconButton label={t('runs.backToRun')} size="sm" className="-mr-2" onClick={() => view.select(null)}><X aria-hidden /></IconButton>
    </header>
  );
}

/** All steps of a node, in order of opening; walking through them moves the focus along. */
function stepsOf(state: ReturnType<typeof useRunView>['moment']['state'], node: string, focus: ReturnType<typeof useRunView>['focus'], step: StepState | null): string[] {
  const paths: string[] = [];
  const inFocus = step === null ? focusFilter(state, focus) : () => true;
  for (const candidate of state.steps.values()) if (candidate.node === node && inFocus(candidate.scope)) paths.push(candidate.path);
  return paths;
}
