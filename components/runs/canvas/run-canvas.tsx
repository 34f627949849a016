'use client';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { DefinitionCanvas } from '@/components/canvas/definition-canvas.tsx';
import { patiently } from '@/components/ui/patiently.ts';
import { shapes, isRunOver, nodeViews, type Definition } from '@/engine/index.ts';
import { activeNodes } from '../model/active-nodes.ts';
import { useRunView } from '../model/run-view.ts';

// Most runs repeat nothing.
const IterationBar = lazy(async () => ({ default: (await patiently(() => import('./iteration-bar.tsx'))).IterationBar }));

const NOTHING: readonly string[] = [];
const LOOPS: ReadonlySet<string> = new Set(['map', 'loop']);

/** The version that ran, with the state of the run laid over it. The drawing itself never changes. */
export function RunCanvas({ definition }: { definition: Definition }) {
  const view = useRunView();
  const { overlay, moment, selection, select } = view;
  // Where it opens; afterwards it follows the run, until one moves it.
  const [openAt] = useState(() => (selection === null ? activeNodes(moment.state) : [selection.node]));
  const [following, setFollowing] = useState(true);
  const goesOn = moment.live && !isRunOver(moment.state.status);
  const follow = useMemo(() => (goesOn ? { on: following, nodes: following ? activeNodes(moment.state) : NOTHING, onChange: setFollowing } : null), [goesOn, following, following ? moment.state : null]); // eslint-disable-line react-hooks/exhaustive-deps -- what is not followed need not be known

  // Read when a step is picked: a handler that changed with every event would render every card with it.
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  const pick = useCallback(
    (node: string | null) => {
      if (node === null) return select(null);
      const { plan, moment, focus } = latest.current;
      const step = nodeViews(plan, moment.state, focus).get(node)?.step ?? null;
      select({ node, path: step?.path ?? null });
    },
    [select],
  );

  const repeats = definition.nodes.some(({ type }) => LOOPS.has(shapes.get(type)?.kind ?? 'task'));
  return (
    <div className="relative h-full" data-testid="run-canvas" data-seq={moment.seq} data-live={moment.live}>
      <DefinitionCanvas definition={definition} catalogue={shapes} overlay={overlay} openAt={openAt} follow={follow} selected={selection?.node ?? null} onSelect={pick} />
      {repeats && <Suspense><IterationBar /></Suspense>}
    </div>
  );
}
