'use client';
import { ChevronLeft, ChevronRight, ChevronsRight, Pause, Play } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useT } from '@/components/i18n/use-t.tsx';
import { IconButton } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/class-names.ts';
import { columnsOf, groupEnds, nextTrouble, snap, stepBack, stepOn, type Tone } from '../model/marks.ts';
import { useRunView } from '../model/run-view.ts';

const COLUMNS = 120;
/** A whole run plays in about this long, but no step is too quick to be seen or too slow to wait for. */
const PLAY_MS = 9_000;

export const MARK_COLOUR: Readonly<Record<Tone, string>> = { idle: 'bg-line-strong', run: 'bg-run', ok: 'bg-ok', wait: 'bg-wait', undo: 'bg-undo', warn: 'bg-warn', bad: 'bg-bad' };

/** Goes through the history: by dragging, step by step, or by itself. Every place is a moment that the run was in. */
export function Scrubber({ compact = false }: { compact?: boolean }) {
  const t = useT();
  const { live, moment, folding, rewind } = useRunView();
  const track = useRef<HTMLDivElement>(null);
  const [playing, setPlaying] = useState(false);
  const total = live.seq;
  // The array grows in place: its length is what tells that it changed.
  const ends = useMemo(() => groupEnds(live.events), [live.events, total]); // eslint-disable-line react-hooks/exhaustive-deps
  const columns = useMemo(() => columnsOf(live.events, COLUMNS), [live.events, total]); // eslint-disable-line react-hooks/exhaustive-deps
  const place = total === 0 ? 1 : moment.live ? 1 : moment.seq / total;

  const go = (seq: number): void => rewind(seq >= total ? null : Math.max(seq, ends[0] ?? 0));
  const goBy = (target: number | undefined): void => {
    if (target !== undefined) go(target);
  };

  useEffect(() => {
    if (!playing) return;
    const pace = Math.min(500, Math.max(70, PLAY_MS / Math.max(1, ends.length)));
    const timer = setTimeout(() => {
      const next = stepOn(ends, moment.live ? 0 : moment.seq);
      if (next === undefined || next >= total) {
        setPlaying(false);
        rewind(null);
      } else rewind(next);
    }, pace);
    return () => clearTimeout(timer);
  }, [playing, moment, ends, total, rewind]);

  function fromPointer(event: PointerEvent<HTMLDivElement>): void {
    const box = track.current!.getBoundingClientRect();
    const where = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    go(where > 0.992 ? total : snap(ends, Math.round(where * total)));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const now = moment.live ? total : moment.seq;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => goBy(stepBack(ends, now)),
      ArrowDown: () => goBy(stepBack(ends, now)),
      ArrowRight: () => goBy(stepOn(ends, now)),
      ArrowUp: () => goBy(stepOn(ends, now)),
      PageDown: () => go(snap(ends, now - Math.ceil(total / 10))),
      PageUp: () => go(snap(ends, now + Math.ceil(total / 10))),
      Home: () => go(ends[0] ?? 0),
      End: () => rewind(null),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    setPlaying(false);
    move();
  }

  const seq = moment.live ? total : moment.seq;
  const trouble = nextTrouble(live.events, moment.live ? 0 : moment.seq);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <div className="flex items-center">
        <IconButton label={playing ? t('runs.stopPlaying') : t('runs.play')} size="sm" variant="default" onClick={() => { if (!playing && moment.live) rewind(ends[0] ?? null); setPlaying(!playing); }}>
          {playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        </IconButton>
        {!compact && (
          <>
            <IconButton label={t('runs.stepBack')} size="sm" className="ml-1" disabled={stepBack(ends, seq) === undefined} onClick={() => { setPlaying(false); goBy(stepBack(ends, seq)); }}>
              <ChevronLeft aria-hidden />
            </IconButton>
            <IconButton label={t('runs.stepOn')} size="sm" disabled={moment.live} onClick={() => { setPlaying(false); goBy(stepOn(ends, seq)); }}>
              <ChevronRight aria-hidden />
            </IconButton>
            <IconButton label={t('runs.nextTrouble')} size="sm" disabled={trouble === undefined} onClick={() => { setPlaying(false); goBy(trouble); }}>
              <ChevronsRight aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      <span className="tabular shrink-0 whitespace-nowrap font-mono text-xs text-ink-3" data-testid="scrubber-position" data-seq={seq} data-total={total}>
        {folding ? t('runs.folding', { done: folding.done, total: folding.total }) : compact ? `${seq} / ${total}` : t('runs.eventOf', { seq, total })}
      </span>
      <div
        ref={track}
        role="slider"
        tabIndex={0}
        aria-label={t('runs.rewind')}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={seq}
        aria-valuetext={moment.live ? t('runs.nowLive') : t('runs.eventOf', { seq, total })}
        data-testid="scrubber"
        className="relative h-7 min-w-16 flex-1 cursor-pointer touch-none rounded-sm"
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setPlaying(false);
          fromPointer(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) fromPointer(event);
        }}
      >
        <div className="absolute inset-x-0 top-[13px] h-[2px] rounded-full bg-line-strong" aria-hidden />
        {columns.map((mark) => (
          <span key={mark.seq} aria-hidden className={cx('absolute top-2 h-3 w-[3px] -translate-x-1/2 rounded-full', MARK_COLOUR[mark.tone], mark.at > place && 'opacity-35')} style={{ left: `${mark.at * 100}%` }} />
        ))}
        <span aria-hidden className={cx('absolute top-[5px] size-[18px] -translate-x-1/2 rounded-full border-[5px] bg-surface shadow-card', moment.live ? 'border-accent' : 'border-ink-2')} style={{ left: `${place * 100}%` }} />
      </div>
    </div>
  );
}
