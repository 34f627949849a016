'use client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { DefinitionCanvas } from '@/components/canvas/definition-canvas.tsx';
import { RunOverlay } from '@/components/canvas/overlay.ts';
import { framesOf } from '@/components/data/frame-store.ts';
import { shapes, isRunOver, nodeViews, type Definition } from '@/engine/index.ts';
import { activeNodes } from '../model/active-nodes.ts';
import { overlayOf } from '../model/overlay-of.ts';
import { useRunView } from '../model/run-view.ts';
import { IterationBar } from './iteration-bar.tsx';

const NO_FRAMES = {};
/** Overlays are made at most so often: a thousand tokens a second are not a thousand canvases a second. */
const PACE_MS = 90;

/** The version that ran, with the state of the run laid over it. The drawing itself never changes. */
export function RunCanvas({ definition }: { definition: Definition }) {
  const view = useRunView();
  const { runId, moment, plan, focus, selection, select } = view;
  const [overlay] = useState(() => new RunOverlay());
  // Where it opens; afterwards it follows the run, until one moves it.
  const [openAt] = useState(() => (selection === null ? activeNodes(moment.state) : [selection.node]));
  const [following, setFollowing] = useState(true);
  const goesOn = moment.live && !isRunOver(moment.state.status);
  const active = useMemo(() => (goesOn ? activeNodes(moment.state) : []), [goesOn, moment.state]);
  const frames = useStore(framesOf(runId), (store) => store.byPath);
  const said = moment.live ? frames : NO_FRAMES;

  const paintedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const paint = (): void => {
      paintedAt.current = performance.now();
      const { nodes, edges } = overlayOf({ definition, plan, state: moment.state, focus, now: moment.live ? Math.max(Date.now(), moment.at) : moment.at, frames: said, live: moment.live });
      overlay.replace(nodes, edges);
    };
    // Counted from the last painting: news that come quicker than this must not put it off for ever.
    const timer = setTimeout(paint, Math.max(0, paintedAt.current + PACE_MS - performance.now()));
    if (!moment.live) return () => clearTimeout(timer);
    // A retry that is held back begins without an event: look again when it is due.
    let due = Infinity;
    for (const step of moment.state.steps.values()) if (step.status === 'retrying' && step.dueAt !== null && step.dueAt > Date.now()) due = Math.min(due, step.dueAt);
    const wake = due === Infinity ? undefined : setTimeout(paint, due - Date.now() + 20);
    return () => {
      clearTimeout(timer);
      clearTimeout(wake);
    };
  }, [overlay, definition, plan, moment, focus, said]);

  const pick = useCallback(
    (node: string | null) => {
      if (node === null) return select(null);
      const step = nodeViews(plan, moment.state, focus).get(node)?.step ?? null;
      select({ node, path: step?.path ?? null });
    },
    [plan, moment, focus, select],
  );

  return (
    <div className="relative h-full" data-testid="run-canvas" data-seq={moment.seq} data-live={moment.live}>
      <DefinitionCanvas definition={definition} catalogue={shapes} overlay={overlay} openAt={openAt} follow={goesOn ? { on: following, nodes: active, onChange: setFollowing } : null} selected={selection?.node ?? null} onSelect={pick} />
      <IterationBar />
    </div>
  );
}
