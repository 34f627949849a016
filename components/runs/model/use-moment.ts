'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LiveRun } from '@/components/data/live-run.ts';
import type { RunState, RunTrace } from '@/engine/index.ts';
import { PastCursor } from './past-cursor.ts';

/** What the page shows: the run as it is, or as it was after an event. A new object for each change. */
export type Moment = {
  live: boolean;
  seq: number;
  /** Instant of the last event, epoch ms. */
  at: number;
  state: RunState;
  trace: RunTrace;
};

export type MomentView = { moment: Moment | null; /** While a long history is folded. */ folding: { done: number; total: number } | null };

/** A slice short enough that typing and scrolling stay smooth. */
const SLICE_MS = 10;

/**
 * The moment after event `at`, or the live one when `at` is null. A long history is folded in slices; until it is there
 * the moment before stays on the page.
 */
export function useMoment(live: LiveRun | undefined, at: number | null): MomentView {
  const cursor = useRef<{ events: LiveRun['events']; cursor: PastCursor } | null>(null);
  const [past, setPast] = useState<Moment | null>(null);
  const [folding, setFolding] = useState<MomentView['folding']>(null);
  const target = at === null || live === undefined ? null : Math.min(at, live.seq);
  const events = live?.events;
  const runId = live?.runId;

  useEffect(() => {
    if (target === null || events === undefined || runId === undefined) {
      setPast(null);
      setFolding(null);
      return;
    }
    if (cursor.current?.events !== events) cursor.current = { events, cursor: new PastCursor(runId, events) };
    const going = cursor.current.cursor;
    let timer: ReturnType<typeof setTimeout> | null = null;
    going.seek(target);
    const turn = (): void => {
      timer = null;
      if (!going.pump(SLICE_MS)) {
        setFolding(going.progress);
        timer = setTimeout(turn, 0);
        return;
      }
      const { state, trace } = going.moment;
      setFolding(null);
      setPast({ live: false, seq: state.seq, at: state.at, state, trace });
    };
    turn();
    return () => {
      if (timer !== null) clearTimeout(timer);
    };
  }, [target, events, runId]);

  const isLive = at === null;
  return useMemo(() => {
    if (live === undefined || live.seq === 0) return { moment: null, folding: null };
    if (!isLive && past !== null) return { moment: past, folding };
    return { moment: { live: isLive, seq: live.seq, at: live.state.at, state: live.state, trace: live.trace }, folding };
  }, [live, isLive, past, folding]);
}
