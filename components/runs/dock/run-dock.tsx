'use client';
import { ChevronDown, ChevronUp, Keyboard, Minimize2 } from 'lucide-react';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { Segmented } from '@/components/ui/segmented.tsx';
import { isBoolean, useStored } from '@/components/ui/use-stored.ts';
import { History } from './later-history.tsx';
import { LiveBadge } from './live-badge.tsx';
import { ReplayProof } from './replay-proof.tsx';
import { Scrubber } from './scrubber.tsx';
import { Timeline } from './timeline.tsx';

export type DockTab = 'timeline' | 'history';
export const isDockTab = (value: unknown): value is DockTab => value === 'timeline' || value === 'history';

/** The row of the scrubber, and under it the timeline or the history. */
export function RunDock({ open, onToggle, tab, onTab, onKeys }: { open: boolean; onToggle: () => void; tab: DockTab; onTab: (tab: DockTab) => void; onKeys: () => void }) {
  const t = useT();
  const [collapseIdle, setCollapseIdle] = useStored('run.collapse-idle', false, isBoolean);
  return (
    <section aria-label={t('runs.dock')} className="flex h-full min-h-0 flex-col bg-surface">
      <div className={cx('flex h-[46px] shrink-0 items-center gap-3 px-3', open && 'border-b border-line')}>
        <Scrubber />
        <LiveBadge />
        <ReplayProof />
        <span className="h-5 w-px bg-line" aria-hidden />
        <Segmented<DockTab> label={t('runs.dock')} value={tab} onChange={(next) => { onTab(next); if (!open) onToggle(); }} options={[{ value: 'timeline', label: t('runs.timeline') }, { value: 'history', label: t('runs.history') }]} />
        {tab === 'timeline' && open && (
          <IconButton label={collapseIdle ? t('runs.showIdle') : t('runs.hideIdle')} size="sm" aria-pressed={collapseIdle} className={collapseIdle ? 'bg-accent-soft text-accent' : ''} onClick={() => setCollapseIdle(!collapseIdle)}>
            <Minimize2 className="rotate-45" aria-hidden />
          </IconButton>
        )}
        <IconButton label={t('runs.keys')} shortcut="?" size="sm" onClick={onKeys}><Keyboard aria-hidden /></IconButton>
        <IconButton label={open ? t('runs.closeDock') : t('runs.openDock')} size="sm" onClick={onToggle}>{open ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}</IconButton>
      </div>
      {open && (tab === 'timeline' ? <Timeline collapseIdle={collapseIdle} /> : <History />)}
    </section>
  );
}
