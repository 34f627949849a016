'use client';
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { LocateFixed } from 'lucide-react';
import { useEffect } from 'react';
import { useCanvasSetting } from './canvas-context.ts';
import type { FlowEdge, FlowNode } from './flow.ts';
import { followView } from './follow-view.ts';
import { moving } from './motion.ts';

const MOVE_MS = 180;
const sizeOf = (state: { width: number; height: number }): string => `${state.width}×${state.height}`;

/** Keeps one of the active steps in sight while `on`. Draws nothing. */
export function FollowActive({ on, nodes }: { on: boolean; nodes: readonly string[] }) {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const store = useStoreApi();
  // The dock or the inspector may have taken the place in which the step stood.
  const size = useStore(sizeOf);
  const wanted = nodes.join('\n');
  useEffect(() => {
    if (!on || wanted === '') return;
    const { width, height } = store.getState();
    const areas = wanted.split('\n').flatMap((id) => {
      const shown = shownNode((each) => flow.getNode(each), id);
      return shown === undefined ? [] : [flow.getNodesBounds([shown.id])];
    });
    const view = followView(flow.getViewport(), areas, { width, height });
    if (view) void flow.setViewport(view, moving(MOVE_MS));
  }, [on, wanted, size, flow, store]);
  return null;
}

/** A step in a folded container is followed where the container stands. */
export function shownNode<N extends { id: string; hidden?: boolean; parentId?: string }>(nodeOf: (id: string) => N | undefined, id: string): N | undefined {
  let node = nodeOf(id);
  while (node?.hidden) node = node.parentId === undefined ? undefined : nodeOf(node.parentId);
  return node;
}

/** Pressed while the canvas goes where the run is; moving the canvas by hand releases it. */
export function FollowToggle({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const { words } = useCanvasSetting();
  return (
    <div className="hc-zoom">
      <button type="button" className="hc-follow" aria-pressed={on} title={on ? words.following : words.followHint} data-testid="follow" onClick={() => onChange(!on)}>
        <LocateFixed size={14} aria-hidden />
        {words.follow}
      </button>
    </div>
  );
}
