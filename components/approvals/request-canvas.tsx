'use client';
import { useMemo, useState } from 'react';
import { DefinitionCanvas } from '@/components/canvas/definition-canvas.tsx';
import { RunOverlay } from '@/components/canvas/overlay.ts';
import type { LiveRun } from '@/components/data/live-run.ts';
import { PaintRun } from '@/components/runs/canvas/paint-run.tsx';
import { focusOn } from '@/components/runs/model/focus-of.ts';
import { shapes, type Approval, type Definition, type ViewPlan } from '@/engine/index.ts';
import { inSightOf, unfoldedTo } from './asking-view.ts';

const nothingMore = (): void => {};

/** The run on its canvas, as it is now, opened at the step that asks with the ways on from it. */
export function RequestCanvas({ approval, definition, plan, live }: { approval: Pick<Approval, 'node' | 'path'>; definition: Definition; plan: ViewPlan; live: LiveRun }) {
  const drawn = useMemo(() => unfoldedTo(definition, approval.node), [definition, approval.node]);
  const [overlay] = useState(() => new RunOverlay());
  // In a loop or map the iteration that asks is the one to look at.
  const there = live.state.steps.has(approval.path);
  const [found, setFound] = useState(() => ({ there, focus: focusOn(live.state, approval.path, {}) }));
  // A long past comes page by page: at first the step may be missing in it.
  if (there && !found.there) setFound({ there, focus: focusOn(live.state, approval.path, {}) });
  const [openAt] = useState(() => inSightOf(plan, approval.node));
  return (
    <>
      <PaintRun overlay={overlay} definition={definition} plan={plan} focus={found.focus} live={live} past={null} onPainted={nothingMore} />
      <DefinitionCanvas definition={drawn} catalogue={shapes} overlay={overlay} openAt={openAt} selected={approval.node} inset />
    </>
  );
}
