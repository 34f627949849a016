'use client';
import { ChevronRight, History as HistoryIcon } from 'lucide-react';
import { memo } from 'react';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { JsonView } from '@/components/ui/json-view.tsx';
import { clockText, instantText } from '@/components/ui/time-text.ts';
import type { RunEvent } from '@/engine/index.ts';
import { eventWords } from '../model/event-words.ts';
import { dataOf, gistOf } from '../model/history-filter.ts';
import { toneOf } from '../model/marks.ts';
import { MARK_COLOUR } from './scrubber.tsx';

export type EventLineProps = { event: RunEvent; open: boolean; here: boolean; later: boolean; onToggle: (seq: number) => void; onRewind: (seq: number) => void; onSelect: (path: string) => void };

/** One event of the history. Dozens come into sight with each turn of the wheel: what does not change is not drawn again, and no line brings a tooltip of its own. */
export const EventLine = memo(function EventLine({ event, open, here, later, onToggle, onRewind, onSelect }: EventLineProps) {
  const t = useT();
  const language = useLanguage();
  const path = 'path' in event && typeof event.path === 'string' && event.path !== '' ? event.path : null;
  return (
    <div className={cx('border-b border-line/55', here && 'bg-accent-soft', later && 'opacity-50')} data-seq={event.seq} data-type={event.type}>
      <div className="group flex h-[28px] items-center gap-2 pl-2 pr-3 hover:bg-hover">
        <button type="button" aria-expanded={open} aria-label={t('common.details')} onClick={() => onToggle(event.seq)} className="flex min-w-0 flex-1 items-center gap-2 text-left">
          <ChevronRight className={cx('size-3.5 shrink-0 text-ink-3 transition-transform duration-(--fast)', open && 'rotate-90')} aria-hidden />
          <span className="tabular w-12 shrink-0 text-right font-mono text-xs text-ink-3">{event.seq}</span>
          <span className={cx('h-3 w-[3px] shrink-0 rounded-full', MARK_COLOUR[toneOf(event)])} aria-hidden />
          <time className="tabular hidden shrink-0 font-mono text-xs text-ink-3 sm:inline" dateTime={new Date(event.at).toISOString()} title={instantText(event.at, language)}>{clockText(event.at, language)}</time>
          <span className={cx('shrink-0 truncate font-mono text-sm', event.derived ? 'text-ink-2' : 'font-medium')}>{event.type}</span>
          {path !== null && <span className="min-w-0 shrink truncate font-mono text-xs text-ink-3">{path}{'attempt' in event && event.attempt > 1 ? ` #${event.attempt}` : ''}</span>}
          <span className="min-w-0 flex-1 truncate text-ink-2">{[eventWords(event, t), gistOf(event)].filter((words) => words !== '').join(' · ')}</span>
        </button>
        <button
          type="button"
          aria-label={t('runs.rewindHere')}
          title={t('runs.rewindHere')}
          className="inline-grid size-[26px] shrink-0 place-items-center rounded-[7px] text-ink-2 opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 [@media(pointer:coarse)]:opacity-100"
          onClick={() => onRewind(event.seq)}
        >
          <HistoryIcon className="size-4" aria-hidden />
        </button>
      </div>
      {open && (
        <div className="space-y-2 px-3 pb-3 pl-10">
          <div className="flex flex-wrap items-center gap-2 text-xs text-ink-3">
            <span>{event.derived ? t('runs.derived') : t('runs.input')}</span>
            {!event.derived && <code className="break-all text-ink-2">{event.id}</code>}
            {path !== null && <button type="button" className="text-accent hover:underline" onClick={() => onSelect(path)}>{t('runs.showStep')}</button>}
          </div>
          <JsonView value={dataOf(event)} />
        </div>
      )}
    </div>
  );
});
