'use client';
import { useMemo } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { StatusIcon } from '@/components/ui/status.tsx';
import type { AnyStatus } from '@/components/ui/status-face.ts';
import { wayBackOf, type StepState, type WayBackEntry, type WayBackStatus } from '@/engine/index.ts';
import { nodeName, useRunView } from '../model/run-view.ts';

/** A way of thousands is read from its beginning, where it is walked. */
const SHOWN = 200;

const FACE: Readonly<Record<WayBackStatus, AnyStatus>> = { armed: 'completed', next: 'pending', undoing: 'compensating', undone: 'compensated', stuck: 'failed', left: 'terminated' };

/** What a saga undoes, in the order in which it does: what would be undone while all goes well, and what became of it on the way back. */
export function WayBack({ step }: { step: StepState }) {
  const t = useT();
  const { moment } = useRunView();
  const entries = useMemo(() => wayBackOf(moment.state, step), [moment, step]);
  if (entries.length === 0) return <p className="text-ink-3">{t('runs.wayBackEmpty')}</p>;
  return (
    <section className="space-y-2">
      <p className="text-ink-2">{t(entries[0]!.status === 'armed' ? 'runs.wayBackArmed' : entries.some(({ status }) => status === 'left') ? 'runs.wayBackLeft' : 'runs.wayBackWalked')}</p>
      <ol className="space-y-1.5">
        {entries.slice(0, SHOWN).map((entry, at) => <Line key={`${entry.path} ${entry.undoPath ?? ''}`} entry={entry} number={at + 1} />)}
      </ol>
      {entries.length > SHOWN && <p className="text-ink-3">{t('runs.andMore', { count: entries.length - SHOWN })}</p>}
    </section>
  );
}

function Line({ entry, number }: { entry: WayBackEntry; number: number }) {
  const t = useT();
  const view = useRunView();
  const { path, node, undo, undoPath, status, answered } = entry;
  const undoName = nodeName(view, undo);
  return (
    <li className={cx('flex items-start gap-2.5 rounded-lg border p-2.5', status === 'stuck' ? 'border-bad/45 bg-bad-soft' : status === 'undoing' ? 'border-undo/45 bg-undo-soft' : 'border-line')} data-testid="way-back" data-status={status}>
      <span className="tabular w-4 shrink-0 pt-0.5 text-right text-xs text-ink-3">{number}</span>
      <StatusIcon status={FACE[status]} size="sm" decorative className="mt-0.5" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <button type="button" className="min-w-0 truncate font-medium hover:underline" title={path} onClick={() => view.select({ node, path }, true)}>{nodeName(view, node)}</button>
          <span className={cx('text-sm', status === 'stuck' ? 'text-bad' : status === 'left' ? 'text-warn' : status === 'armed' || status === 'next' ? 'text-ink-3' : 'text-undo')}>{t(`runs.wayBack-${status}`)}</span>
        </p>
        {path !== node && <p className="truncate font-mono text-xs text-ink-3" title={path}>{path}</p>}
        <p className="text-sm text-ink-2">
          {undoPath === null ? t('runs.wayBackBy', { undo: undoName }) : <button type="button" className="text-left hover:underline" onClick={() => view.select({ node: undo, path: undoPath }, true)}>{t('runs.wayBackBy', { undo: undoName })}</button>}
        </p>
        {!answered && <p className="text-sm text-warn">{t('runs.wayBackUnanswered')}</p>}
      </div>
    </li>
  );
}
