'use client';
import { useRef, useState, type PointerEvent } from 'react';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { durationText, exactDurationText } from '@/components/ui/time-text.ts';
import { useIsPhone } from '../use-is-phone.ts';
import { ticksOf, type TimeScale } from '../model/time-scale.ts';

/** Labels of more characters need the room of two. */
const WIDE = 14;

/** The axis. Drawing along it zooms into that stretch; a button shows the whole again. */
export function TimelineAxis({ scale, origin, zoomed, onZoom }: { scale: TimeScale; origin: number; zoomed: boolean; onZoom: (range: { startAt: number; endAt: number } | null) => void }) {
  const t = useT();
  const language = useLanguage();
  const phone = useIsPhone();
  const bar = useRef<HTMLDivElement>(null);
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null);

  const placeOf = (event: PointerEvent): number => {
    const box = bar.current!.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  // As exactly as its neighbours ask for: in a short stretch of a long run they are fractions of a second apart.
  const shown = (at: number): string => `+${exactDurationText(at - origin, Math.max(1, (scale.endAt - scale.startAt) / 20), language)}`;
  const all = ticksOf(scale, origin, phone ? 3 : 7).filter((tick) => tick.place < (phone ? 0.82 : 0.94));
  const toMs = Math.min(scale.endAt - scale.startAt, ...all.slice(1).map((tick, index) => tick.at - all[index]!.at));
  const labelled = all.map((tick) => ({ ...tick, label: tick.offsetMs === 0 ? '0' : `+${exactDurationText(tick.offsetMs, toMs, language)}` }));
  const ticks = labelled.some(({ label }) => label.length > WIDE) ? labelled.filter((_, index) => index % 2 === 0) : labelled;
  return (
    <div className="flex h-[22px] shrink-0 border-b border-line text-2xs text-ink-3">
      <span id="timeline-keys" hidden>{t('runs.zoomKeys')}</span>
      <span role="status" data-testid="timeline-span" className="sr-only">{zoomed && `${shown(scale.startAt)} – ${shown(scale.endAt)}`}</span>
      <div className="flex w-(--tree) shrink-0 items-center justify-end px-3">
        {zoomed && (
          <button type="button" className="rounded-xs text-accent hover:underline" onClick={() => onZoom(null)}>
            {t('runs.showWhole')}
          </button>
        )}
      </div>
      <div
        ref={bar}
        className="relative min-w-0 flex-1 cursor-crosshair touch-none select-none overflow-hidden border-l border-line"
        title={`${t('runs.brush')} · ${t('runs.zoomKeys')}`}
        data-testid="timeline-axis"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const from = placeOf(event);
          setBrush({ from, to: from });
        }}
        onPointerMove={(event) => brush && setBrush({ ...brush, to: placeOf(event) })}
        onPointerUp={() => {
          if (brush && Math.abs(brush.to - brush.from) > 0.01) {
            const [left, right] = [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)];
            onZoom({ startAt: scale.instant(left), endAt: Math.max(scale.instant(right), scale.instant(left) + 1) });
          }
          setBrush(null);
        }}
        onDoubleClick={() => onZoom(null)}
      >
        {ticks.map((tick) => (
          <span key={tick.at} className="tabular absolute top-0 h-full border-l border-line pl-1 leading-[22px]" style={{ left: `${tick.place * 100}%` }}>
            {tick.label}
          </span>
        ))}
        {scale.pieces.filter((piece) => piece.idle).map((piece) => (
          <span key={piece.startAt} className="absolute inset-y-0 grid place-items-center overflow-hidden border-x border-dashed border-line-strong bg-sunken" style={{ left: `${piece.left * 100}%`, width: `${piece.width * 100}%` }} title={t('runs.idleFor', { time: durationText(piece.endAt - piece.startAt, language) })}>
            …
          </span>
        ))}
        {brush && <span className="absolute inset-y-0 bg-accent/20" style={{ left: `${Math.min(brush.from, brush.to) * 100}%`, width: `${Math.abs(brush.to - brush.from) * 100}%` }} />}
      </div>
    </div>
  );
}
