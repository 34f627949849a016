'use client';
import { ChevronLeft, ChevronRight, Undo2, X } from 'lucide-react';
import { FaceIcon } from '@/components/canvas/icon.tsx';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { StatusIcon } from '@/components/ui/status.tsx';
import { waitingIcon } from '@/components/ui/status-face.ts';
import { shapes, viewStatus, type StepState, type ViewStatus } from '@/engine/index.ts';
import { placeOf } from '../dock/row-label.ts';
import { instancesOf } from '../model/instances-of.ts';
import { nodeName, useRunView } from '../model/run-view.ts';

/** Which step this is: its face, name and path; of a node with many steps, a way to the others. */
export function StepHeader({ node, step, now }: { node: string; step: StepState | null; now: number }) {
  const t = useT();
  const view = useRunView();
  const spec = shapes.get(view.plan.nodes.get(node)?.type ?? '');
  const status: ViewStatus = step === null ? 'pending' : viewStatus(step, now);
  const siblings = instancesOf(view.moment.state, node, step === null ? view.focus : {});
  const at = step === null ? -1 : siblings.indexOf(step.path);
  const place = step === null ? null : placeOf(view.plan, view.moment.state, step.scope, t);
  const attempt = step !== null && step.attempt > 0 ? t('runs.attempt', { number: step.attempt }) : '';
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
        <p className="truncate font-mono text-xs text-ink-3" title={step?.path ?? node}>{[step?.path ?? node, place === null ? attempt : ''].filter(Boolean).join(' · ')}</p>
        {place !== null && <p className="line-clamp-3 break-words text-xs text-ink-2" title={place} data-testid="step-place">{[place, attempt].filter(Boolean).join(' · ')}</p>}
      </div>
      {siblings.length > 1 && (
        <div className="flex shrink-0 items-center">
          <IconButton label={t('runs.stepBefore')} size="sm" disabled={at <= 0} onClick={() => go(-1)}><ChevronLeft aria-hidden /></IconButton>
          <span className="tabular text-xs text-ink-3">{at < 0 ? '–' : at + 1}/{siblings.length}</span>
          <IconButton label={t('runs.stepAfter')} size="sm" disabled={at >= siblings.length - 1} onClick={() => go(1)}><ChevronRight aria-hidden /></IconButton>
        </div>
      )}
      <StatusIcon status={status === 'scheduled' ? 'running' : status} {...(status === 'waiting' ? { icon: waitingIcon(step?.wait?.kind ?? null) } : {})} />
      <IconButton label={t('runs.backToRun')} size="sm" className="-mr-2" onClick={() => view.select(null)}><X aria-hidden /></IconButton>
    </header>
  );
}
