import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { inTime } from '@/components/canvas/in-time.ts';
import { inTurns } from '@/components/canvas/in-turns.ts';
import type { RunOverlay } from '@/components/canvas/overlay.ts';
import { framesOf } from '@/components/data/frame-store.ts';
import type { LiveRun } from '@/components/data/live-run.ts';
import type { Definition, Focus, ViewPlan } from '@/engine/index.ts';
import { LiveOverlay } from '../model/live-overlay.ts';
import { overlayOf } from '../model/overlay-of.ts';
import type { Moment } from '../model/use-moment.ts';

const NO_FRAMES = {};

type PaintProps = {
  overlay: RunOverlay;
  definition: Definition;
  plan: ViewPlan;
  focus: Focus;
  /** The run as it is now; null while a moment of its past is looked at. */
  live: LiveRun | null;
  past: Moment | null;
  /** Called when all that is new of `live` is painted, or the hand holds that up; at once when its status is another. */
  onPainted: (live: LiveRun) => void;
};

/** Lays the run over its canvas, a few steps at a time when many change at once. It draws nothing itself. */
export function PaintRun({ overlay, definition, plan, focus, live, past, onPainted }: PaintProps) {
  const frames = useStore(framesOf(live?.runId ?? ''), (store) => store.byPath);
  const said = live === null ? NO_FRAMES : frames;
  const paintedAt = useRef(Number.NEGATIVE_INFINITY);
  const toldStatus = useRef<string | null>(null);
  // What is known of the run stays while it is live: only what its events touch is told anew.
  const following = useRef<{ definition: Definition; plan: ViewPlan; overlay: LiveOverlay } | null>(null);
  const turns = useMemo(() => inTurns((count) => overlay.wakeDue(count), () => overlay.moved), [overlay]);

  useEffect(() => {
    if (live === null) return;
    let due: ReturnType<typeof setTimeout> | undefined;
    const paint = (): void => {
      const first = paintedAt.current === Number.NEGATIVE_INFINITY;
      paintedAt.current = performance.now();
      if (following.current?.definition !== definition || following.current.plan !== plan) following.current = { definition, plan, overlay: new LiveOverlay(definition, plan) };
      const { nodes, edges, whole } = following.current.overlay.follow({ state: live.state, events: live.events, focus, now: Math.max(Date.now(), live.state.at), frames: said });
      overlay.hold(nodes, edges, whole);
      if (first) overlay.wakeDue();
      turns(() => onPainted(live));
      // What the run has come to waits for nothing.
      if (toldStatus.current !== null && toldStatus.current !== live.state.status) onPainted(live);
      toldStatus.current = live.state.status;
      // A retry that is held back begins without an event: look again when it is due.
      const dueAt = following.current.overlay.nextDue(Date.now());
      if (dueAt !== null) due = setTimeout(paint, dueAt - Date.now() + 20);
    };
    // What the run has come to is painted at once.
    const isNews = toldStatus.current !== null && toldStatus.current !== live.state.status;
    const giveUp = inTime(paintedAt.current, () => overlay.moved && !isNews, paint);
    return () => {
      giveUp();
      clearTimeout(due);
    };
  }, [overlay, turns, definition, plan, live, focus, said, onPainted]);

  useEffect(() => {
    if (past === null) return;
    following.current = null;
    const { nodes, edges } = overlayOf({ definition, plan, state: past.state, focus, now: past.at, frames: NO_FRAMES, live: false });
    overlay.replace(nodes, edges);
  }, [overlay, definition, plan, past, focus]);
  return null;
}
