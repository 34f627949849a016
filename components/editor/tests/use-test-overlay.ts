'use client';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { RunOverlay, type EdgeOverlay, type NodeOverlay } from '../../canvas/overlay.ts';
import { framesOf } from '../../data/frame-store.ts';
import { useRunDefinition } from '../../data/hooks.ts';
import { useLiveRun, useRunStream } from '../../data/use-run-stream.ts';
import { overlayOf } from '../../runs/model/overlay-of.ts';
import { viewPlanOf } from '../../runs/model/view-plan.ts';
import { catalogue, type Definition, type RunState } from '@/engine/index.ts';
import { definitionOf, useEditor, useEditorSetting, watchingOf, type EditorState } from '../store.ts';

const edgesDrawn = (state: EditorState) => state.history.definition.edges;
const PACE_MS = 90;
const NO_NODES: ReadonlyMap<string, NodeOverlay> = new Map();
const NO_EDGES: ReadonlyMap<string, EdgeOverlay> = new Map();

/** What the test run on the canvas says of the steps it runs itself. Null while there is none. */
export function useTestOverlay(): RunOverlay | null {
  const [overlay] = useState(() => new RunOverlay());
  const { store } = useEditorSetting();
  const id = useEditor(watchingOf);
  const drawnEdges = useEditor(edgesDrawn);
  useRunStream(id, { enabled: id !== null });
  const live = useLiveRun(id);
  const { data: definition } = useRunDefinition(id);
  const frames = useStore(framesOf(id ?? ''), (store) => store.byPath);

  useEffect(() => {
    if (id === null || live === undefined || live.seq === 0 || definition === undefined) return overlay.replace(NO_NODES, NO_EDGES);
    const timer = setTimeout(() => {
      const { nodes, edges } = overlayOf({ definition, plan: viewPlanOf(definition, catalogue), state: live.state, focus: {}, now: Math.max(Date.now(), live.state.at), frames, live: true });
      overlay.replace(ownNodes(nodes, live.state), edgesOf(edges, definition, definitionOf(store.getState())));
    }, overlay.nodes.get(definition.nodes[0]?.id ?? '') === undefined ? 0 : PACE_MS);
    return () => clearTimeout(timer);
  }, [overlay, store, id, live, definition, frames, drawnEdges]);
  // What lay there belongs to another run.
  useEffect(() => () => overlay.replace(NO_NODES, NO_EDGES), [overlay, id]);
  return id === null ? null : overlay;
}

/** Data that stands in for a step is no result of it: such a step is shown as it is drawn. */
export function ownNodes(nodes: ReadonlyMap<string, NodeOverlay>, state: RunState): Map<string, NodeOverlay> {
  const pinned = new Set(Object.keys(state.pinned ?? {}));
  return new Map([...nodes].filter(([id]) => !pinned.has(id)));
}

/** Edges by what they lead from and to: an id may have become another edge's. */
export function edgesOf(edges: ReadonlyMap<string, EdgeOverlay>, ran: Definition, drawn: Definition): Map<string, EdgeOverlay> {
  const now = new Map(drawn.edges.map((edge) => [`${edge.source} ${edge.branch ?? ''} ${edge.target} ${edge.kind ?? ''}`, edge.id]));
  return new Map(ran.edges.flatMap((edge): [string, EdgeOverlay][] => {
    const id = now.get(`${edge.source} ${edge.branch ?? ''} ${edge.target} ${edge.kind ?? ''}`);
    const state = edges.get(edge.id);
    return id === undefined || state === undefined ? [] : [[id, state]];
  }));
}
