'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useLanguage, useT } from '@/components/i18n/use-t.tsx';
import { useNow } from '@/components/ui/clock.ts';
import { isRunOver, timelineRows, type TimelineOptions } from '@/engine/index.ts';
import { rowsAt, rowsNow } from '../model/rows-at.ts';
import { busyStretches, panned, timeScale, zoomed } from '../model/time-scale.ts';
import { useRunView } from '../model/run-view.ts';
import { iterationTitle, rowLabel } from './row-label.ts';
import { TimelineAxis } from './timeline-axis.tsx';
import { TimelineLine } from './timeline-line.tsx';

const ROW = 27;
/** Up to so many children a row shows them unasked; behind more it stays shut. */
const OPEN_UP_TO = 24;
const SMALL_RUN = 160;

/** Where all the time went: a tree of steps, and for each what it did when. */
export function Timeline({ collapseIdle }: { collapseIdle: boolean }) {
  const t = useT();
  const language = useLanguage();
  const { live, plan, moment, selection, select } = useRunView();
  const scroller = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [active, setActive] = useState<string | null>(null);
  const [zoom, setZoom] = useState<{ startAt: number; endAt: number } | null>(null);
  const state = live.state;
  const over = isRunOver(state.status);
  const ticking = useNow(!over);
  const now = over ? (state.endedAt ?? state.at) : Math.max(state.at, ticking ?? state.at);
  const small = state.steps.size <= SMALL_RUN;

  const isOpen = useCallback<TimelineOptions['isOpen']>(
    ({ id, kind, children, holds }) => toggled.get(id) ?? (holds !== 'attempts' && children <= OPEN_UP_TO && (small || kind === 'step')),
    [toggled, small],
  );
  // `state` is a new object for each batch of events; the clock moves open bars without building the rows again.
  const rows = useMemo(() => timelineRows(plan, state, { isOpen, trace: live.trace, now: Date.now() }), [plan, state, isOpen, live.trace]);
  // Rewound, the rows stay where they are and say what was true then: open in the same places, so that they can be told of each other.
  const shown = useMemo(() => {
    if (moment.live) return rowsNow(rows);
    const open = new Set(rows.flatMap((row) => (row.open ? [row.id] : [])));
    return rowsAt(rows, timelineRows(plan, moment.state, { isOpen: ({ id }) => open.has(id), trace: moment.trace, now: moment.at }), moment.state);
  }, [rows, plan, moment]);
  const busy = useMemo(() => (collapseIdle ? busyStretches(rows.flatMap((row) => row.segments), now) : null), [rows, collapseIdle, now]);
  const whole = { startAt: state.startedAt, endAt: Math.max(now, state.startedAt + 1) };
  const scale = useMemo(() => timeScale(zoom?.startAt ?? whole.startAt, zoom?.endAt ?? whole.endAt, busy), [zoom, whole.startAt, whole.endAt, busy]);

  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 12 });

  const toggle = useCallback((id: string, open: boolean) => setToggled((before) => new Map(before).set(id, open)), []);
  const pick = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      setActive(row.id);
      virtual.scrollToIndex(index);
      select({ node: row.node, path: row.kind === 'pending' ? null : row.path }, true);
    },
    [rows, select, virtual],
  );

  const activeIndex = active === null ? -1 : rows.findIndex((row) => row.id === active);
  // What is selected on the canvas is brought into sight here.
  const selectedPath = selection?.path ?? null;
  useEffect(() => {
    if (selectedPath === null || rows[activeIndex]?.path === selectedPath) return;
    const index = rows.findIndex((row) => row.kind === 'step' && row.path === selectedPath);
    if (index < 0) return;
    setActive(rows[index]!.id);
    virtual.scrollToIndex(index);
    // Only when another step is selected: new rows must not move what is being read.
  }, [selectedPath]); // eslint-disable-line react-hooks/exhaustive-deps

  /** Zooms round what is in sight of the row that is chosen, else round the middle. */
  function zoomBy(by: number): void {
    const { startAt, endAt } = rows[activeIndex] ?? { startAt: null, endAt: null };
    const [from, to] = [startAt ?? scale.startAt, startAt === null ? scale.endAt : (endAt ?? now)];
    const seen = from <= scale.endAt && to >= scale.startAt;
    setZoom(zoomed(scale, by, seen ? (Math.max(from, scale.startAt) + Math.min(to, scale.endAt)) / 2 : (from + to) / 2, whole));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[activeIndex];
    const along = (share: number) => () => zoom && setZoom(panned(scale, share, whole));
    const moves: Record<string, () => void> = {
      ArrowDown: () => pick(Math.min(rows.length - 1, activeIndex + 1)),
      ArrowUp: () => pick(Math.max(0, activeIndex - 1)),
      Home: () => pick(0),
      End: () => pick(rows.length - 1),
      ArrowRight: () => (row?.hasChildren && !row.open ? toggle(row.id, true) : pick(activeIndex + 1)),
      ArrowLeft: () => {
        if (row?.hasChildren && row.open) return toggle(row.id, false);
        for (let at = activeIndex - 1; at >= 0; at--) if (rows[at]!.depth < (row?.depth ?? 0)) return pick(at);
      },
      Escape: () => (zoom ? setZoom(null) : select(null)),
      '+': () => zoomBy(0.5),
      '=': () => zoomBy(0.5),
      '-': () => zoomBy(2),
      '0': () => setZoom(null),
      'Shift+ArrowLeft': along(-0.25),
      'Shift+ArrowRight': along(0.25),
    };
    const move = moves[event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  if (rows.length === 0) return <p className="px-4 py-6 text-ink-3">{t('runs.nothingYet')}</p>;
  return (
    <div className="flex min-h-0 flex-1 flex-col [--tree:148px] sm:[--tree:270px]">
      <TimelineAxis scale={scale} origin={state.startedAt} zoomed={zoom !== null} onZoom={setZoom} />
      <div
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label={t('runs.timeline')}
        aria-describedby="timeline-keys"
        aria-activedescendant={active === null ? undefined : `row-${active}`}
        data-testid="timeline"
        className="relative min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-offset-[-2px]"
        onKeyDown={onKeyDown}
      >
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          <div className="pointer-events-none absolute inset-y-0 left-(--tree) right-0 border-l border-line" aria-hidden>
            {scale.pieces.filter((piece) => piece.idle).map((piece) => (
              <span key={piece.startAt} className="absolute inset-y-0 border-x border-dashed border-line-strong bg-sunken" style={{ left: `${piece.left * 100}%`, width: `${piece.width * 100}%` }} />
            ))}
          </div>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index]!;
            return (
              <TimelineLine
                key={row.id}
                row={row}
                index={item.index}
                label={rowLabel(row, plan, state, t)}
                title={row.kind === 'iteration' ? iterationTitle(plan, state, row.path, row.index ?? 0, t) : undefined}
                language={language}
                top={item.start}
                scale={scale}
                now={now}
                moment={moment}
                active={row.id === active}
                future={!moment.live && row.startAt === null}
                onPick={pick}
                onToggle={toggle}
              />
            );
          })}
          {!moment.live && (
            <div className="pointer-events-none absolute inset-y-0 left-(--tree) right-0" aria-hidden>
              <span className="absolute inset-y-0 w-px bg-accent" style={{ left: `${scale.place(moment.at) * 100}%` }} />
              <span className="absolute inset-y-0 right-0 bg-surface/55" style={{ left: `${scale.place(moment.at) * 100}%` }} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
