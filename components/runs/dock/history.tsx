'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight, Download, History as HistoryIcon } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { SearchInput } from '@/components/ui/input.tsx';
import { JsonView } from '@/components/ui/json-view.tsx';
import { Select } from '@/components/ui/select.tsx';
import { clockText, instantText } from '@/components/ui/time-text.ts';
import type { RunEvent } from '@/engine/index.ts';
import { eventWords } from '../model/event-words.ts';
import { dataOf, filterHistory, gistOf, HISTORY_KINDS, historyFile, type HistoryKind } from '../model/history-filter.ts';
import { toneOf } from '../model/marks.ts';
import { useRunView } from '../model/run-view.ts';
import { MARK_COLOUR } from './scrubber.tsx';

const ROW = 29;

/** Every event of the run, as it stands in the store. */
export function History() {
  const t = useT();
  const { live, runId, moment, rewind, select } = useRunView();
  const scroller = useRef<HTMLDivElement>(null);
  const [kind, setKind] = useState<HistoryKind>('all');
  const [text, setText] = useState('');
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const wanted = useDeferredValue(text);
  // The array grows in place: `seq` tells that it did.
  const found = useMemo(() => filterHistory(live.events, kind, wanted), [live.events, live.seq, kind, wanted]); // eslint-disable-line react-hooks/exhaustive-deps
  const virtual = useVirtualizer({ count: found.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 16, getItemKey: (index) => found[index]! });

  function download(): void {
    const url = URL.createObjectURL(new Blob([historyFile(live.events)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `run-${runId}.json`;
    link.click();
    URL.revokeObjectURL(url);
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <SearchInput value={text} onChange={setText} label={t('runs.findEvent')} clearLabel={t('common.clear')} className="min-w-40 flex-1 sm:max-w-72" />
        <Select<HistoryKind> value={kind} onChange={setKind} label={t('runs.kindOfEvent')} options={HISTORY_KINDS.map((value) => ({ value, label: t(`runs.kind-${value}`) }))} className="w-40" />
        <span className="tabular text-xs text-ink-3" aria-live="polite">{t('runs.eventCount', { count: found.length })}</span>
        <span className="flex-1" />
        <IconButton label={t('runs.download')} size="sm" onClick={download}><Download aria-hidden /></IconButton>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" data-testid="history" role="list" aria-label={t('runs.history')}>
        {found.length === 0 && <p className="px-4 py-6 text-ink-3">{t('runs.noEvent')}</p>}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const event = live.events[found[item.index]!]!;
            return (
              <div key={item.key} ref={virtual.measureElement} data-index={item.index} role="listitem" className="absolute inset-x-0" style={{ transform: `translateY(${item.start}px)` }}>
                <EventLine
                  event={event}
                  open={open.has(event.seq)}
                  here={!moment.live && moment.seq === event.seq}
                  later={!moment.live && event.seq > moment.seq}
                  onToggle={() => setOpen((before) => flip(before, event.seq))}
                  onRewind={() => rewind(event.seq >= live.seq ? null : event.seq)}
                  onSelect={(path) => select({ node: path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, ''), path: path.replace(/\[\d+\]$/, '') }, true)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function flip(set: ReadonlySet<number>, value: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}

type EventLineProps = { event: RunEvent; open: boolean; here: boolean; later: boolean; onToggle: () => void; onRewind: () => void; onSelect: (path: string) => void };

function EventLine({ event, open, here, later, onToggle, onRewind, onSelect }: EventLineProps) {
  const t = useT();
  const language = useLanguage();
  const path = 'path' in event && typeof event.path === 'string' && event.path !== '' ? event.path : null;
  return (
    <div className={cx('border-b border-line/55', here && 'bg-accent-soft', later && 'opacity-50')} data-seq={event.seq} data-type={event.type}>
      <div className="group flex h-7 items-center gap-2 pl-2 pr-3 hover:bg-hover">
        <button type="button" aria-expanded={open} aria-label={t('common.details')} onClick={onToggle} className="flex min-w-0 flex-1 items-center gap-2 text-left">
          <ChevronRight className={cx('size-3.5 shrink-0 text-ink-3 transition-transform duration-(--fast)', open && 'rotate-90')} aria-hidden />
          <span className="tabular w-12 shrink-0 text-right font-mono text-xs text-ink-3">{event.seq}</span>
          <span className={cx('h-3 w-[3px] shrink-0 rounded-full', MARK_COLOUR[toneOf(event)])} aria-hidden />
          <time className="tabular hidden shrink-0 font-mono text-xs text-ink-3 sm:inline" dateTime={new Date(event.at).toISOString()} title={instantText(event.at, language)}>{clockText(event.at, language)}</time>
          <span className={cx('shrink-0 truncate font-mono text-sm', event.derived ? 'text-ink-2' : 'font-medium')}>{event.type}</span>
          {path !== null && <span className="min-w-0 shrink truncate font-mono text-xs text-ink-3">{path}{'attempt' in event && event.attempt > 1 ? ` #${event.attempt}` : ''}</span>}
          <span className="min-w-0 flex-1 truncate text-ink-2">{[eventWords(event, t), gistOf(event)].filter((words) => words !== '').join(' · ')}</span>
        </button>
        <IconButton label={t('runs.rewindHere')} size="sm" className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 [@media(pointer:coarse)]:opacity-100" onClick={onRewind}><HistoryIcon aria-hidden /></IconButton>
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
}
