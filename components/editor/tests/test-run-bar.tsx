'use client';
import { ExternalLink, RotateCw, TriangleAlert, X } from 'lucide-react';
import Link from 'next/link';
import { hand } from '../../canvas/hand.ts';
import { usePacedLiveRun } from '../../data/use-run-stream.ts';
import { useDesignT } from '../../i18n/use-design-t.ts';
import type { LastRun } from '../../inspector/model/last-run.ts';
import { useLastRuns } from '../../inspector/model/use-last-run.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { StatusIcon } from '../../ui/status.tsx';
import { Duration } from '../../ui/time.tsx';
import { isRunOver, partNode, type StaleReason } from '@/engine/index.ts';
import { nodeById } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { definitionOf, useEditor, watchingOf } from '../store.ts';
import { useStale } from './use-stale.ts';

const PACE_MS = 200;
const handIsDown = (): boolean => hand.isDown;

/** Whose results lie over the canvas: which part ran, how it went, and the way to the run itself. */
export function TestRunBar({ compact }: { compact: boolean }) {
  const t = useDesignT();
  const kit = useKit();
  const id = useEditor(watchingOf);
  const live = usePacedLiveRun(id, PACE_MS, handIsDown);
  const definition = useEditor(definitionOf);
  const runs = useLastRuns();
  const watched = runs.find((run) => run.id === id) ?? null;
  const stale = countOwn(useStale(watched, runs), watched);
  if (id === null || live === undefined || live.seq === 0) return null;
  const { state } = live;
  const { part } = state;
  const meant = part === null ? undefined : nodeById(definition, partNode(part));
  const name = part === null ? '' : (meant?.name || partNode(part));
  const over = isRunOver(state.status);
  const missed = over && part !== null && [...state.steps.values()].every((step) => step.node !== partNode(part) || step.status === 'skipped');
  const title = part === null ? t('editor.partAll') : t('only' in part ? 'editor.partOnly' : 'editor.partUpTo', { name });
  return (
    <section
      aria-label={t('editor.partBar')}
      data-testid="test-run"
      data-status={state.status}
      data-run={id}
      className={cx('absolute z-[6] flex h-[34px] min-w-0 animate-in items-center gap-2 rounded-xl border border-line bg-surface pl-2.5 pr-[3px] shadow-card', compact ? 'left-3.5 right-14 top-[54px]' : 'left-1/2 top-3.5 max-w-[44%] -translate-x-1/2')}
    >
      <StatusIcon status={state.status} size="sm" decorative />
      <p role="status" className="flex min-w-0 flex-1 items-baseline gap-1.5">
        <span className="truncate font-medium">{missed && state.status === 'completed' ? t('editor.partNotReached', { name }) : title}</span>
        <span className="shrink-0 text-sm text-ink-2">{t(`status.${state.status}`)}</span>
        {!compact && <Duration from={state.startedAt} to={over ? state.endedAt : null} className="shrink-0 text-sm text-ink-3" />}
      </p>
      {stale > 0 && (
        <span className="flex shrink-0 items-center gap-1 text-sm text-wait" title={t('editor.staleCount', { count: stale })} data-testid="test-stale">
          <TriangleAlert className="size-4" role="img" aria-label={t('editor.staleCount', { count: stale })} />
          {!compact && <span aria-hidden>{stale}</span>}
        </span>
      )}
      <span className="flex shrink-0">
        {part !== null && meant !== undefined && <IconButton size="sm" side="bottom" label={t('editor.partAgain')} onClick={() => kit.runPart(part)} data-testid="test-again"><RotateCw aria-hidden /></IconButton>}
        <Link href={`/runs/${id}`} aria-label={t('inspector.openRun')} title={t('inspector.openRun')} className="grid size-[26px] place-items-center rounded-[7px] text-ink-2 hover:bg-hover hover:text-ink"><ExternalLink className="size-4" aria-hidden /></Link>
        <IconButton size="sm" side="bottom" label={t('editor.cmdClearResults')} onClick={() => kit.state().watch(null)}><X aria-hidden /></IconButton>
      </span>
    </section>
  );
}

/** Stale results of steps that ran themselves and stand in the drawing. */
function countOwn(stale: ReadonlyMap<string, StaleReason>, run: LastRun | null): number {
  if (run === null || stale.size === 0) return 0;
  const own = new Set<string>();
  for (const step of run.state.steps.values()) if (!step.pinned && step.status !== 'skipped' && stale.has(step.node)) own.add(step.node);
  return own.size;
}
