'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { runFace, shortId } from '@/components/run-list/run-words.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { StatusPill } from '@/components/ui/status.tsx';
import { Duration, Time } from '@/components/ui/time.tsx';
import type { BriefRun, RunState } from '@/engine/index.ts';
import { LETTER } from './compare-runs.ts';
import { TimeDifference } from './step-details.tsx';

/** From when it began itself: a fork has the past of its source. Null while it goes on. */
export function tookOf(run: BriefRun, { endedAt }: RunState): number | null {
  return endedAt === null ? null : Math.max(0, endedAt - Date.parse(run.startedAt));
}

/** One of the two: which it is, how it ended, how long it took. */
export function RunCard({ letter, run, state, against, children }: { letter: 'a' | 'b'; run: BriefRun; state: RunState; /** What the other one took, ms, that this one's time is held against. */ against: number | null; children?: ReactNode }) {
  const t = useT();
  return (
    <div className={cx('flex items-start gap-2.5 py-2.5 pl-4 pr-16', letter === 'b' && 'border-t border-line')} data-testid={`side-${letter}`}>
      <span className={cx('mt-0.5 grid size-5 shrink-0 place-items-center rounded-sm text-xs font-semibold', letter === 'a' ? 'bg-bad-soft text-bad' : 'bg-ok-soft text-ok')} aria-hidden>{LETTER[letter]}</span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={`/runs/${run.id}`} className="min-w-0 truncate font-medium hover:underline" title={run.id}><span className="sr-only">{letter === 'a' ? t('compare.runA') : t('compare.runB')} </span>{run.workflow.name} <code className="text-ink-2">{run.key ?? shortId(run.id)}</code></Link>
          <StatusPill {...runFace({ status: state.status, waitingFor: run.waitingFor })} />
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-2.5 text-sm text-ink-2">
          <span>{run.version === null ? t('compare.draft') : t('compare.version', { number: run.version })}</span>
          <Time at={run.startedAt} />
          <span><Duration from={run.startedAt} to={state.endedAt} /> {against !== null && <TimeDifference a={against} b={tookOf(run, state)} />}</span>
        </p>
        {children && <div className="mt-1.5 flex">{children}</div>}
      </div>
    </div>
  );
}
