import { ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { Language } from '@/components/i18n/language.ts';
import { useT } from '@/components/i18n/use-t.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { StatusIcon } from '@/components/ui/status.tsx';
import { waitingIcon } from '@/components/ui/status-face.ts';
import { durationText } from '@/components/ui/time-text.ts';
import type { Segment } from '@/engine/index.ts';
import type { MomentRow } from '../model/rows-at.ts';
import type { TimeScale } from '../model/time-scale.ts';
import type { Moment } from '../model/use-moment.ts';
import { SegmentBar } from './segment-bar.tsx';

export type TimelineLineProps = {
  row: MomentRow;
  /** Its place among the rows. */
  index: number;
  label: string;
  /** What the label does not say; the label itself when it is unsaid. */
  title?: string | undefined;
  language: Language;
  top: number;
  scale: TimeScale;
  now: number;
  active: boolean;
  /** What is looked at: the row stands as it was then. */
  moment: Moment;
  /** It begins after that moment. */
  future: boolean;
  onPick: (index: number) => void;
  onToggle: (id: string, open: boolean) => void;
};

/** One row: its place in the tree at the left, its stretches at the right. While one scrolls, only those that come into sight are drawn. */
export const TimelineLine = memo(function TimelineLine({ row, index, label, title = label, language, top, scale, now, moment, active, future, onPick, onToggle }: TimelineLineProps) {
  const t = useT();
  // In the past the clock stands still.
  const seen = moment.live ? now : moment.at;
  const open = row.startAt !== null && row.endAt === null;
  const lasted = row.startAt === null ? '' : durationText(Math.max(0, (row.endAt ?? seen) - row.startAt), language);
  const wait = row.status === 'waiting' && row.kind === 'step' ? (moment.state.steps.get(row.path)?.wait?.kind ?? null) : null;
  const barTitle = (segment: Segment, until: number): string => `${t(`runs.segment-${segmentWord(segment)}`)} · ${durationText((segment.endAt ?? until) - segment.startAt, language)}`;
  return (
    // The tree around it has the focus and the keys (aria-activedescendant); a row only answers the pointer.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      tabIndex={-1}
      id={`row-${row.id}`}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={active}
      aria-expanded={row.hasChildren ? row.open : undefined}
      aria-label={`${label}, ${t(`status.${row.status}`)}${lasted ? `, ${lasted}` : ''}`}
      data-row={row.id}
      data-status={row.status}
      className={cx('absolute inset-x-0 flex h-[27px] cursor-pointer items-center border-b border-line/55', active ? 'bg-accent-soft' : 'hover:bg-hover', future && 'opacity-50')}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onPick(index)}
      onDoubleClick={row.hasChildren ? () => onToggle(row.id, !row.open) : undefined}
    >
      <div className="flex w-(--tree) shrink-0 items-center gap-1.5 pl-2 pr-3" style={{ paddingLeft: 6 + row.depth * 14 }}>
        <button type="button" tabIndex={-1} aria-hidden className={cx('grid size-4 shrink-0 place-items-center rounded-xs text-ink-3', row.hasChildren ? 'hover:text-ink' : 'invisible')} onClick={(event) => { event.stopPropagation(); onToggle(row.id, !row.open); }}>
          <ChevronRight className={cx('size-3.5 transition-transform duration-(--fast)', row.open && 'rotate-90')} aria-hidden />
        </button>
        <StatusIcon status={row.status === 'scheduled' ? 'running' : row.status} size="sm" decorative {...(row.status === 'waiting' ? { icon: waitingIcon(wait) } : {})} />
        <span className={cx('min-w-0 flex-1 truncate', (row.kind === 'pending' || row.status === 'skipped') && 'text-ink-3', row.kind === 'iteration' && 'text-ink-2')} title={title}>{label}</span>
        <span className={cx('tabular hidden shrink-0 font-mono text-xs sm:inline', open ? 'text-ink-2' : 'text-ink-3')}>{row.status === 'skipped' ? '' : lasted}</span>
      </div>
      <div className="relative h-full min-w-0 flex-1 overflow-hidden">
        {row.later.map((segment, at) => (
          <SegmentBar key={`later-${at}`} segment={segment} scale={scale} now={now} faint title={barTitle(segment, now)} />
        ))}
        {row.segments.map((segment, at) => (
          <SegmentBar key={at} segment={segment} scale={scale} now={seen} faint={false} title={barTitle(segment, seen)} />
        ))}
      </div>
    </div>
  );
});

function segmentWord(segment: Segment): 'queued' | 'running' | 'waiting' | 'retrying' | 'compensating' {
  return segment.kind;
}
