'use client';
import { useEffect, useState } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { History } from './dock/later-history.tsx';
import { LiveBadge } from './dock/live-badge.tsx';
import { ReplayProof } from './dock/replay-proof.tsx';
import { Scrubber } from './dock/scrubber.tsx';
import { Timeline } from './dock/timeline.tsx';
import { RunInspector } from './inspector/run-inspector.tsx';
import { nodeName, useRunView } from './model/run-view.ts';
import { NowWords } from './top/now-words.tsx';

/** Under the canvas of a phone: what is selected, the timeline, the history, one at a time. */
export function PhoneSheet() {
  const t = useT();
  const view = useRunView();
  const { selection } = view;
  const [tab, setTab] = useState<'step' | 'timeline' | 'history'>('step');
  // A tap on the canvas asks for that step; a tap in the timeline stays in the timeline.
  const chosen = selection?.node ?? null;
  useEffect(() => setTab((now) => (chosen !== null && now === 'history' ? 'step' : now)), [chosen]);
  return (
    <section className="flex min-h-0 flex-1 flex-col rounded-t-xl border-t border-line bg-surface shadow-float" aria-label={t('runs.dock')}>
      <div className="flex h-11 shrink-0 items-center gap-2 px-3">
        <Scrubber compact />
        <LiveBadge />
        <ReplayProof compact />
      </div>
      <div className="flex shrink-0 items-center gap-2 border-b border-line px-3 pb-2">
        <Segmented label={t('runs.dock')} value={tab} onChange={setTab} options={[{ value: 'step', label: selection === null ? t('runs.thisRun') : <span className="max-w-28 truncate">{nodeName(view, selection.node)}</span> }, { value: 'timeline', label: t('runs.timeline') }, { value: 'history', label: t('runs.history') }]} />
        <span className="min-w-0 flex-1 truncate text-right text-xs text-ink-2"><NowWords /></span>
      </div>
      <div className="flex min-h-0 flex-1 flex-col">{tab === 'step' ? <RunInspector /> : tab === 'timeline' ? <Timeline collapseIdle={false} /> : <History />}</div>
    </section>
  );
}
