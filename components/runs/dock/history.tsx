'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Download } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { SearchInput } from '@/components/ui/input.tsx';
import { Select } from '@/components/ui/select.tsx';
import { filterHistory, HISTORY_KINDS, historyFile, type HistoryKind } from '../model/history-filter.ts';
import { useRunView } from '../model/run-view.ts';
import { EventLine } from './event-line.tsx';

/** Of a line that is shut, its border included: it need not be measured. */
const ROW = 29;

/** Every event of the run, as it stands in the store. */
export function History() {
  const t = useT();
  const { live, runId, moment, rewind, select } = useRunView();
  const scroller = useRef<HTMLDivElement>(null);
  const [kind, setKind] = useState<HistoryKind>('all');
  const [text, setText] = useState('');
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  /** Lines that were ever open: what is measured once is measured again when it is shut. */
  const [measured, setMeasured] = useState<ReadonlySet<number>>(new Set());
  const wanted = useDeferredValue(text);
  // The array grows in place: `seq` tells that it did.
  const found = useMemo(() => filterHistory(live.events, kind, wanted), [live.events, live.seq, kind, wanted]); // eslint-disable-line react-hooks/exhaustive-deps
  const virtual = useVirtualizer({ count: found.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 10, getItemKey: (index) => found[index]! });

  const toggle = useCallback((seq: number) => {
    setMeasured((before) => new Set(before).add(seq));
    setOpen((before) => flip(before, seq));
  }, []);
  const last = live.seq;
  const goTo = useCallback((seq: number) => rewind(seq >= last ? null : seq), [rewind, last]);
  const choose = useCallback((path: string) => select({ node: path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]$/, ''), path: path.replace(/\[\d+\]$/, '') }, true), [select]);

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
              <div key={item.key} ref={measured.has(event.seq) ? virtual.measureElement : null} data-index={item.index} role="listitem" className="absolute inset-x-0" style={{ transform: `translateY(${item.start}px)` }}>
                <EventLine
                  event={event}
                  open={open.has(event.seq)}
                  here={!moment.live && moment.seq === event.seq}
                  later={!moment.live && event.seq > moment.seq}
                  onToggle={toggle}
                  onRewind={goTo}
                  onSelect={choose}
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
