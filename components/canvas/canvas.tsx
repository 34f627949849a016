'use client';
import '@xyflow/react/dist/base.css';
import './canvas.css';
import { ReactFlow, useConnection, useReactFlow, useStoreApi, type ConnectionState, type ReactFlowInstance, type ReactFlowProps } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { CanvasSettingContext, DrawingUndoContext, type CanvasActions, type CanvasSetting } from './canvas-context.ts';
import { edgeChanges, nodeChanges, type ChangeOverlay } from './changes.ts';
import { DrawnLine } from './edges.tsx';
import type { FlowEdge, FlowNode } from './flow.ts';
import { Ground } from './ground.tsx';
import { UNDO_SOURCE_HANDLE } from './handle-places.ts';
import { hand } from './hand.ts';
import { MovingMark } from './moving-mark.tsx';
import { EDGE_TYPES, NODE_TYPES } from './node-types.ts';
import { edgeOverlays, nodeMarks, nodeOverlays, nodeStale, type NodeMarks, type RunOverlay } from './overlay.ts';
import type { KeyedStore } from './keyed-store.ts';
import { openingView } from './opening-view.ts';
import { GRID } from './sizes.ts';
import { trustToldSizes } from './told-sizes.ts';
import { useCanvasWords } from './use-canvas-words.ts';

export type CanvasProps = ReactFlowProps<FlowNode, FlowEdge> & {
  editable?: boolean;
  actions?: CanvasActions;
  overlay?: RunOverlay | null;
  marks?: KeyedStore<NodeMarks> | null;
  /** Why results are stale, by node. */
  stale?: KeyedStore<string> | null;
  /** What differs from another version. */
  changes?: ChangeOverlay | null;
  /** What is to be in sight when the canvas opens; its beginning when nothing is told. Read once. */
  openAt?: readonly string[];
  /** Enter or the space bar on a node that has the focus. @returns false when it is nothing to it */
  onEnter?: ((nodeId: string, key: string) => unknown) | undefined;
  children?: ReactNode;
};

const NO_ACTIONS: CanvasActions = {};
const NOTHING: readonly string[] = [];
const SNAP: [number, number] = [GRID / 3, GRID / 3];
const drawsUndo = (connection: ConnectionState): boolean => connection.inProgress && connection.fromHandle.id === UNDO_SOURCE_HANDLE;

/**
 * The canvas that editor, run page and versions share. It draws what it is given and keeps nothing:
 * nodes and edges come from `createFlowMapper`, what a run says from `overlay`, findings from `marks`.
 * Needs a `ReactFlowProvider` above it.
 */
export function Canvas({ editable = false, actions = NO_ACTIONS, overlay = null, marks = null, stale = null, changes = null, openAt = NOTHING, onEnter, children, ...flow }: CanvasProps) {
  const words = useCanvasWords();
  const setting = useMemo<CanvasSetting>(() => ({ editable, words, actions }), [editable, words, actions]);
  const drawingUndo = useConnection(drawsUndo);
  const store = useStoreApi();
  useState(() => trustToldSizes(store));
  const opened = useRef(false);
  const held = useCallback((is: boolean) => {
    hand.set('pan', is);
    overlay?.move('pan', is);
  }, [overlay]);
  const onKeyDown = useMemo(() => onEnter && ((event: KeyboardEvent<HTMLDivElement>) => {
    if ((event.key !== 'Enter' && event.key !== ' ') || !(event.target instanceof HTMLElement) || !event.target.classList.contains('react-flow__node')) return;
    // With another key it is a command, such as the one that runs the workflow.
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (onEnter(event.target.dataset['id']!, event.key) === false) return;
    event.preventDefault();
    event.stopPropagation();
  }), [onEnter]);
  const open = useCallback((instance: ReactFlowInstance<FlowNode, FlowEdge>) => {
    if (!opened.current) opened.current = openIn(instance, store.getState(), openAt);
  }, [store, openAt]);
  return (
    <CanvasSettingContext value={setting}>
      <nodeOverlays.Context value={overlay?.nodes ?? null}>
        <edgeOverlays.Context value={overlay?.edges ?? null}>
          <nodeMarks.Context value={marks}>
            <nodeStale.Context value={stale}>
            <nodeChanges.Context value={changes?.nodes ?? null}>
              <edgeChanges.Context value={changes?.edges ?? null}>
                <DrawingUndoContext value={drawingUndo}>
                <ReactFlow<FlowNode, FlowEdge>
                  className="hc-canvas"
                  nodeTypes={NODE_TYPES}
                  edgeTypes={EDGE_TYPES}
                  connectionLineComponent={DrawnLine}
                  minZoom={0.08}
                  maxZoom={2}
                  onInit={open}
                  snapGrid={SNAP}
                  onlyRenderVisibleElements={(flow.nodes?.length ?? 0) > 60}
                  nodesDraggable={editable}
                  nodesConnectable={editable}
                  edgesFocusable={false}
                  {...(onKeyDown ? { onKeyDown } : {})}
                  connectOnClick={false}
                  connectionRadius={24}
                  deleteKeyCode={null}
                  disableKeyboardA11y
                  zoomOnDoubleClick={false}
                  {...flow}
                >
                  <Opening open={open} />
                  <Ground />
                  <MovingMark onHeld={held} />
                  {children}
                </ReactFlow>
                </DrawingUndoContext>
              </edgeChanges.Context>
            </nodeChanges.Context>
            </nodeStale.Context>
          </nodeMarks.Context>
        </edgeOverlays.Context>
      </nodeOverlays.Context>
    </CanvasSettingContext>
  );
}

/**
 * Goes to where the canvas opens before anything on it is rendered: cards of another place would be laid out for nothing.
 * React Flow's `onInit` comes after that, and is there for a window whose size is not known sooner.
 */
function Opening({ open }: { open: (flow: ReactFlowInstance<FlowNode, FlowEdge>) => void }) {
  const flow = useReactFlow<FlowNode, FlowEdge>();
  useEffect(() => open(flow), [open, flow]);
  return null;
}

/** @returns whether there was anything to go to */
function openIn(flow: ReactFlowInstance<FlowNode, FlowEdge>, window: { width: number; height: number }, openAt: readonly string[]): boolean {
  const shown = flow.getNodes().filter((node) => !node.hidden);
  const wanted = shown.filter((node) => openAt.includes(node.id));
  const view = openingView(shown.length === 0 ? null : flow.getNodesBounds(shown), wanted.length === 0 ? null : flow.getNodesBounds(wanted), window);
  if (view) void flow.setViewport(view);
  return view !== null;
}
