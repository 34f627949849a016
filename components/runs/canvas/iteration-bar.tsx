'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { Popover } from '@/components/ui/popover.tsx';
import { StatusIcon } from '@/components/ui/status.tsx';
import { iterationScopes, repeatingContainers, scopeStatus, type RunState, type ViewStatus } from '@/engine/index.ts';
import { iterationTitle, rowLabel } from '../dock/row-label.ts';
import { nodeName, useRunView } from '../model/run-view.ts';
import { pickersFor } from './pickers-for.ts';

/** Over the canvas: for each container that repeats, which of its iterations is looked into. */
export function IterationBar() {
  const { plan, moment, focus } = useRunView();
  const containers = useMemo(() => {
    const repeating = repeatingContainers(moment.state, focus);
    return [...plan.nodes.keys()].flatMap((node) => (repeating.has(node) ? [{ node }] : []));
  }, [plan, moment, focus]);
  const t = useT();
  if (containers.length === 0) return null;
  const { shown, rest } = pickersFor(containers, focus);
  return (
    <div className="absolute left-3.5 top-3.5 z-10 flex max-w-[calc(100%-28px)] flex-wrap gap-2" data-testid="iteration-bar">
      {shown.map(({ node }) => <IterationPicker key={node} node={node} />)}
      {rest.length > 0 && (
        <Popover
          label={t('runs.moreContainers', { count: rest.length })}
          className="max-h-[60dvh] w-fit max-w-[calc(100vw-24px)] space-y-2 overflow-y-auto p-2"
          trigger={
            <button type="button" className="inline-flex h-[34px] items-center gap-1.5 rounded-xl border border-line bg-surface px-2.5 text-sm font-medium shadow-card hover:border-line-strong" data-testid="more-containers">
              {t('runs.moreContainers', { count: rest.length })}
              <ChevronDown className="size-3.5 text-ink-3" aria-hidden />
            </button>
          }
        >
          {rest.map(({ node }) => <IterationPicker key={node} node={node} />)}
        </Popover>
      )}
    </div>
  );
}

type Iteration = ReturnType<typeof iterationScopes>[number];

// A drawing may have hundreds of containers: only what is shown is looked into.
function IterationPicker({ node }: { node: string }) {
  const t = useT();
  const view = useRunView();
  const { look: lookInto, moment, focus } = view;
  const [open, setOpen] = useState(false);
  const index = view.focus[node] ?? null;
  const iterations = useMemo(() => iterationScopes(moment.state, focus, node), [moment, focus, node]);
  const at = index === null ? -1 : iterations.findIndex((iteration) => iteration.index === index);
  const label = (iteration: Iteration): string => rowLabel({ kind: 'iteration', node, path: iteration.path.replace(/\[\d+\]$/, ''), index: iteration.index, record: null }, view.plan, view.moment.state, t);
  const title = (iteration: Iteration): string => iterationTitle(view.plan, view.moment.state, iteration.path.replace(/\[\d+\]$/, ''), iteration.index ?? 0, t);
  const chosen = iterations[at];
  const pick = (next: number | null): void => {
    lookInto(node, next);
    setOpen(false);
  };
  // Read when one is pressed: for an iteration more the buttons are not rendered.
  const latest = useRef({ iterations, at });
  useEffect(() => void (latest.current = { iterations, at }));
  const step = useCallback((by: -1 | 1) => {
    const next = latest.current.iterations[latest.current.at + by];
    if (next !== undefined) lookInto(node, next.index);
  }, [lookInto, node]);
  return (
    <div className="flex h-[34px] items-center rounded-xl border border-line bg-surface p-[3px] pl-2.5 shadow-card" data-container={node}>
      <span className="max-w-32 truncate text-sm text-ink-2">{nodeName(view, node)}</span>
      <Popover
        label={t('runs.iterations')}
        open={open}
        onOpenChange={setOpen}
        className="w-[260px] p-1"
        trigger={
          <button type="button" title={chosen && title(chosen)} className="ml-1 inline-flex h-[26px] items-center gap-1.5 rounded-[7px] px-2 text-sm font-medium hover:bg-hover">
            {chosen ? <StatusIcon status={look(moment.state, chosen)} size="sm" /> : null}
            <span className="max-w-36 truncate">{chosen ? label(chosen) : t('runs.allIterations', { count: iterations.length })}</span>
            <ChevronDown className="size-3.5 text-ink-3" aria-hidden />
          </button>
        }
      >
        <IterationList state={moment.state} iterations={iterations} chosen={index} label={title} onPick={pick} />
      </Popover>
      <Steps before={at > 0} after={at < iterations.length - 1} onStep={step} />
    </div>
  );
}

const Steps = memo(function Steps({ before, after, onStep }: { before: boolean; after: boolean; onStep: (by: -1 | 1) => void }) {
  const t = useT();
  return (
    <>
      <IconButton label={t('runs.iterationBefore')} size="sm" disabled={!before} onClick={() => onStep(-1)}><ChevronLeft aria-hidden /></IconButton>
      <IconButton label={t('runs.iterationAfter')} size="sm" disabled={!after} onClick={() => onStep(1)}><ChevronRight aria-hidden /></IconButton>
    </>
  );
});

function look(state: RunState, iteration: Iteration): ViewStatus {
  const status = scopeStatus(state, iteration);
  return status === 'scheduled' ? 'running' : status;
}

function IterationList({ state, iterations, chosen, label, onPick }: { state: RunState; iterations: readonly Iteration[]; chosen: number | null; label: (iteration: Iteration) => string; onPick: (index: number | null) => void }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: iterations.length, getScrollElement: () => scroller.current, estimateSize: () => 28, overscan: 8 });
  return (
    <>
      <button type="button" className={cx('flex h-7 w-full items-center rounded-sm px-2 text-left hover:bg-accent-soft', chosen === null && 'font-semibold')} onClick={() => onPick(null)}>{t('runs.allIterations', { count: iterations.length })}</button>
      <div ref={scroller} className="max-h-64 overflow-y-auto">
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const iteration = iterations[item.index]!;
            return (
              <button key={iteration.index} type="button" className={cx('absolute inset-x-0 flex h-7 items-center gap-2 rounded-sm px-2 text-left hover:bg-accent-soft', chosen === iteration.index && 'font-semibold')} style={{ transform: `translateY(${item.start}px)` }} onClick={() => onPick(iteration.index)}>
                <StatusIcon status={look(state, iteration)} size="sm" />
                <span className="truncate" title={label(iteration)}>{label(iteration)}</span>
              </button>
            );
          })}
        </div>
      </div>
    </>
  );
}
