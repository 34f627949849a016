'use client';
import { useEffect, useMemo, useState } from 'react';
import { ChangeOverlay, type ChangeMark } from '@/components/canvas/changes.ts';
import { DefinitionCanvas } from '@/components/canvas/definition-canvas.tsx';
import { FollowActive } from '@/components/canvas/follow.tsx';
import { RunOverlay } from '@/components/canvas/overlay.ts';
import { shapes, isRunOver, type RunState, type ViewPlan } from '@/engine/index.ts';
import { focusOn } from '../model/focus-of.ts';
import { overlayOf } from '../model/overlay-of.ts';
import type { ComparedStep } from './compare-runs.ts';
import type { RunDrawing } from './run-marks.ts';

const NO_FRAMES = {};

/** Both versions as one drawing, with how one of the runs went laid over it, and what differs marked. */
export function CompareCanvas({ drawing, plan, marks, state, openAt, looked, asked, onPick }: { drawing: RunDrawing; plan: ViewPlan; marks: ReadonlyMap<string, ChangeMark>; state: RunState; openAt: string | null; looked: ComparedStep | null; asked: number; onPick: (node: string | null) => void }) {
  const [overlay] = useState(() => new RunOverlay());
  const [first] = useState(() => (openAt === null ? [] : [openAt]));
  const changes = useMemo(() => new ChangeOverlay(marks, drawing.edges), [marks, drawing]);
  const path = looked?.path ?? null;
  // Of many iterations the one that the step stands in is shown.
  const focus = useMemo(() => (path !== null && state.steps.has(path) ? focusOn(state, path, {}) : {}), [state, path]);
  useEffect(() => {
    const over = isRunOver(state.status);
    const { nodes, edges } = overlayOf({ definition: drawing.definition, plan, state, focus, now: over ? state.at : Math.max(Date.now(), state.at), frames: NO_FRAMES, live: !over });
    overlay.replace(nodes, edges);
  }, [overlay, drawing, plan, state, focus]);
  return (
    <DefinitionCanvas definition={drawing.definition} catalogue={shapes} overlay={overlay} changes={changes} openAt={first} selected={looked?.node ?? null} onSelect={onPick}>
      {looked !== null && asked > 0 && <FollowActive key={asked} on nodes={[looked.node]} />}
    </DefinitionCanvas>
  );
}
