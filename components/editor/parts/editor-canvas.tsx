/* oxlint-disable react/preserve-manual-memoization, react-hooks/exhaustive-deps -- places under the pointer change sixty times a second: they live outside of React, and `tick` says when to look */
'use client';
import { useReactFlow, useStoreApi, type Connection, type FinalConnectionState, type NodeChange, type OnConnectEnd } from '@xyflow/react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type DragEvent, type MouseEvent as ReactMouseEvent } from 'react';
import { Canvas } from '../../canvas/canvas.tsx';
import type { CanvasActions } from '../../canvas/canvas-context.ts';
import { createFlowMapper, type FlowEdge, type FlowNode } from '../../canvas/flow.ts';
import { followView } from '../../canvas/follow-view.ts';
import { edgeFromConnection, type Point } from '../../canvas/from-flow.ts';
import { UNDO_SOURCE_HANDLE } from '../../canvas/handle-places.ts';
import type { KeyedStore } from '../../canvas/keyed-store.ts';
import { moving } from '../../canvas/motion.ts';
import { hand } from '../../canvas/hand.ts';
import type { NodeMarks } from '../../canvas/overlay.ts';
import { useCanvasWords } from '../../canvas/use-canvas-words.ts';
import { toggleCollapsed } from '../commands/collapse.ts';
import { connect, reconnect } from '../commands/connect.ts';
import { move } from '../commands/move.ts';
import { setNote } from '../commands/notes.ts';
import type { Outcome } from '../commands/outcome.ts';
import { reparent } from '../commands/reparent.ts';
import { resizeTo } from '../commands/resize.ts';
import { makeRoomFor } from '../layout/make-room.ts';
import { tellingOfCovered } from './tell-of-covered.ts';
import { canConnect } from '../document/can-connect.ts';
import { absolutePosition, nodeById, withInside } from '../document/graph.ts';
import { useKit } from '../kit.ts';
import { definitionOf, selectionOf, useEditor, watchingOf } from '../store.ts';
import { PaintTestResults, TestResults } from '../tests/test-results.tsx';
import { boxAt } from './box-at.ts';
import { carryFocus } from './focus-item.ts';
import { CanvasMenu, type MenuAt } from './canvas-menu.tsx';
import { ConnectionHint } from './connection-hint.tsx';
import { LiveNodes } from './live-nodes.ts';
import { placeOf } from './place-of.ts';
import { addFromPalette, PALETTE_MIME } from './place-new.ts';
import { refusalWords } from './refusal-words.ts';

const EXTRA_KEYS = ['Shift', 'Meta', 'Control'];
const NO_ACTIONS: CanvasActions = {};
const NOTHING: ReadonlySet<string> = new Set();

/** The canvas of the editor: gestures in, commands out. Between two commands only places under the pointer live here. */
export function EditorCanvas({ marks, still = false, children }: { marks: KeyedStore<NodeMarks>; /** A finger moves the canvas, not what stands on it. */ still?: boolean; children?: React.ReactNode }) {
  const kit = useKit();
  const { catalogue, store, readOnly } = kit;
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const definition = useEditor(definitionOf);
  const selection = useEditor(selectionOf);
  const focus = useEditor((state) => state.focus);
  const watching = useEditor(watchingOf);
  const [results] = useState(() => new TestResults());
  const { typeName } = useCanvasWords();
  const map = useMemo(() => createFlowMapper(catalogue, typeName), [catalogue, typeName]);
  const drawn = useMemo(() => map(definition), [map, definition]);
  const stage = useStoreApi<FlowNode, FlowEdge>();
  const [live] = useState(() => new LiveNodes());
  const [tick, setTick] = useState(0);
  const [dropTarget, setDropTarget] = useState<string | null>(null);
  const [menu, setMenu] = useState<MenuAt | null>(null);

  // `tick` stands for what changed in `live`.
  const nodes = useMemo(() => live.shown(drawn.nodes, selection, dropTarget), [live, drawn.nodes, selection, dropTarget, tick]);
  const shown = useRef(() => nodes);
  useLayoutEffect(() => {
    shown.current = () => live.shown(drawn.nodes, selection, dropTarget);
  }, [live, drawn.nodes, selection, dropTarget]);
  const edges = useMemo(() => drawn.edges.map((edge): FlowEdge => (selection.has(edge.id) || selection.has(edge.source) || selection.has(edge.target) ? { ...edge, selected: selection.has(edge.id), className: selection.has(edge.source) || selection.has(edge.target) ? 'hc-touches' : undefined } : edge)), [drawn.edges, selection]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    let selected: Set<string> | null = null;
    for (const change of changes) {
      if (change.type !== 'select') continue;
      selected ??= new Set(store.getState().history.selection);
      if (change.selected) selected.add(change.id);
      else selected.delete(change.id);
    }
    if (selected) store.getState().select(selected);
    if (!live.take(changes)) return;
    // Under the hand, straight to React Flow: rendering the editor around it for each move takes longer than the move.
    if (changes.every((change) => change.type === 'position' && change.dragging === true)) stage.getState().setNodes(shown.current());
    else setTick((before) => before + 1);
  }, [store, live, stage]);

  const onEdgesChange = useCallback((changes: { type: string; id?: string; selected?: boolean }[]) => {
    const selected = new Set(store.getState().history.selection);
    for (const change of changes) {
      if (change.type !== 'select' || change.id === undefined) continue;
      if (change.selected) selected.add(change.id);
      else selected.delete(change.id);
    }
    store.getState().select(selected);
  }, [store]);

  const settle = useCallback(() => {
    live.settle();
    setTick((before) => before + 1);
  }, [live]);

  const boxUnder = useCallback((screen: Point, except: ReadonlySet<string>, margin: number) => boxAt(stage.getState().nodeLookup, flow.screenToFlowPosition(screen, { snapToGrid: false }), except, margin), [flow, stage]);

  const carried = useRef<ReadonlySet<string>>(new Set());
  const carry = useCallback((carrying: boolean) => {
    store.getState().carry(carrying);
    stage.getState().domNode?.toggleAttribute('data-carrying', carrying);
    // What a test run says can wait a moment then.
    results.overlay.move('carry', carrying);
    hand.set('carry', carrying);
  }, [store, stage, results]);
  const onNodeDragStart = useCallback((_: unknown, __: FlowNode, dragged: FlowNode[]) => {
    carried.current = withInside(store.getState().history.definition, dragged.map((node) => node.id));
    carry(true);
  }, [store, carry]);
  // Not by React Flow's word: a second finger ends a drag without one.
  useEffect(() => {
    const letGo = (): void => carry(false);
    const ends = ['pointerup', 'pointercancel'] as const;
    for (const end of ends) window.addEventListener(end, letGo);
    return () => {
      for (const end of ends) window.removeEventListener(end, letGo);
      letGo();
    };
  }, [carry]);

  const onNodeDrag = useCallback((event: MouseEvent | TouchEvent) => {
    setDropTarget(boxUnder(pointOf(event), carried.current, 0));
  }, [boxUnder]);

  const onNodeDragStop = useCallback((event: MouseEvent | TouchEvent, _: FlowNode, dragged: FlowNode[]) => {
    const input = store.getState().history.definition;
    const ids = new Set(dragged.map((node) => node.id));
    const tops = dragged.filter((node) => !node.parentId || !ids.has(node.parentId));
    const over = boxUnder(pointOf(event), carried.current, 14);
    const places = new Map<string, Point>(tops.map((node) => [node.id, node.position]));
    const leaving = tops.filter((node) => (node.parentId ?? null) !== over);
    setDropTarget(null);
    const absolute = new Map(leaving.map((node) => {
      const box = node.parentId === undefined ? undefined : nodeById(input, node.parentId);
      const corner = box ? absolutePosition(input, box) : { x: 0, y: 0 };
      return [node.id, { x: node.position.x + corner.x, y: node.position.y + corner.y }] as const;
    }));
    tellingOfCovered(kit, () => store.getState().do('editor.cmdMove', (before) => {
      const roomy = ({ definition: after }: Outcome): Outcome => ({ definition: makeRoomFor(before, after, catalogue, places.keys()) });
      const moved = move(before, new Map([...places].filter(([id]) => !absolute.has(id))));
      if (absolute.size === 0) return roomy(moved);
      const out = reparent(moved.definition, catalogue, absolute.keys(), over, absolute);
      // A start that was dropped on a container stays outside, where it was dropped.
      return roomy(out.definition === moved.definition ? move(before, places) : out);
    }));
    settle();
  }, [store, boxUnder, catalogue, settle, kit]);

  const isValid = useCallback((connection: Connection | FlowEdge) => {
    const edge = edgeFromConnection({ source: connection.source, target: connection.target, sourceHandle: connection.sourceHandle ?? null, targetHandle: connection.targetHandle ?? null });
    const moving = 'id' in connection ? connection.id : undefined;
    return edge !== null && canConnect(store.getState().history.definition, catalogue, edge, moving).ok;
  }, [store, catalogue]);

  const tryConnect = useCallback((connection: Connection) => {
    const edge = edgeFromConnection(connection);
    if (!edge) return;
    const verdict = canConnect(store.getState().history.definition, catalogue, edge);
    if (!verdict.ok) return kit.tell(refusalWords(verdict.why, kit.t));
    store.getState().do('editor.cmdConnect', (input) => connect(input, catalogue, edge));
  }, [store, catalogue, kit]);

  const onConnectEnd = useCallback<OnConnectEnd>((event, state: FinalConnectionState) => {
    if (state.isValid || !state.fromNode || state.fromHandle?.type !== 'source') return;
    const point = pointOf(event);
    const source = state.fromNode.id;
    const branch = state.fromHandle.id ?? 'out';
    const target = document.elementFromPoint(point.x, point.y)?.closest<HTMLElement>('.react-flow__node')?.dataset['id'] ?? state.toNode?.id;
    if (target !== undefined && target !== source && nodeById(store.getState().history.definition, target)) {
      return tryConnect({ source, target, sourceHandle: branch, targetHandle: branch === UNDO_SOURCE_HANDLE ? 'undo' : 'in' });
    }
    // A press that hardly moved is a click on the handle, which asks for itself.
    if (target === source || moved(state, point, flow) < 24) return;
    store.getState().open({ kind: 'palette', purpose: { kind: 'after', node: source, branch, at: point } });
  }, [store, flow, tryConnect]);

  const onReconnect = useCallback((old: FlowEdge, connection: Connection) => {
    const edge = edgeFromConnection(connection);
    if (edge) store.getState().do('editor.cmdConnect', (input) => reconnect(input, catalogue, old.id, edge));
  }, [store, catalogue]);

  const actions = useMemo<CanvasActions>(() => ({
    toggleCollapsed: (id) => store.getState().do('editor.cmdCollapse', (input) => toggleCollapsed(input, catalogue, id)),
    quickAdd: (node, branch, at) => store.getState().open({ kind: 'palette', purpose: { kind: 'after', node, branch, at } }),
    addInside: (node) => {
      store.getState().select([node]);
      store.getState().open({ kind: 'palette', purpose: { kind: 'add', parent: node } });
    },
    insertOnEdge: (edge) => store.getState().open({ kind: 'palette', purpose: { kind: 'insert', edge } }),
    editNote: (id, text) => store.getState().do('editor.cmdNote', (input) => setNote(input, id, { text })),
    resize: (id, size) => {
      store.getState().do('editor.cmdResize', (input) => resizeTo(input, catalogue, id, size));
      settle();
    },
  }), [store, catalogue, settle]);

  useEffect(() => {
    if (!focus?.node) return;
    carryFocus(focus.node);
    const place = placeOf(focus.node, store.getState().history.definition, stage.getState().nodeLookup);
    if (!place) return;
    if (followView(flow.getViewport(), [place], stage.getState()) === null) return;
    const { x, y, width, height } = place;
    void flow.setCenter(x + width / 2, y + height / 2, { zoom: Math.max(0.6, flow.getZoom()), ...moving(160) });
  }, [focus, flow, store, stage]);

  const onDrop = useCallback((event: DragEvent) => {
    const type = event.dataTransfer.getData(PALETTE_MIME);
    if (!type) return;
    event.preventDefault();
    setDropTarget(null);
    const at = { x: event.clientX, y: event.clientY };
    addFromPalette(kit, type, { kind: 'add', at: { x: at.x - 98 * flow.getZoom(), y: at.y - 27 * flow.getZoom() }, ...withParent(boxUnder(at, NOTHING, 0)) });
  }, [kit, flow, boxUnder]);

  const openMenu = useCallback((event: ReactMouseEvent | MouseEvent, kind: MenuAt['kind'], id?: string) => {
    event.preventDefault();
    if (id !== undefined && !store.getState().history.selection.has(id)) store.getState().select([id]);
    setMenu({ x: event.clientX, y: event.clientY, kind });
  }, [store]);

  // React Flow hands these to every node and edge: another function would render all of them for each move of the pointer.
  const onPaneClick = useCallback((event: ReactMouseEvent) => {
    // The inside of a box lets clicks through, so that one can draw a selection in it; a click there means the box.
    const box = boxUnder(pointOf(event.nativeEvent), NOTHING, 0);
    store.getState().select(box === null ? [] : [box]);
    if (store.getState().panel?.kind === 'palette') store.getState().open(null);
  }, [store, boxUnder]);
  // What is selected has keys of its own: Enter opens it. The space bar adds to the selection.
  const onEnter = useCallback((id: string, key: string) => {
    const { selection: chosen } = store.getState().history;
    if (chosen.has(id)) return false;
    store.getState().select(key === ' ' ? [...chosen, id] : [id]);
    return true;
  }, [store]);
  const onPaneContextMenu = useCallback((event: ReactMouseEvent | MouseEvent) => openMenu(event, 'pane'), [openMenu]);
  const onNodeContextMenu = useCallback((event: ReactMouseEvent, node: FlowNode) => openMenu(event, node.type === 'note' ? 'note' : 'node', node.id), [openMenu]);
  const onEdgeContextMenu = useCallback((event: ReactMouseEvent, edge: FlowEdge) => openMenu(event, 'edge', edge.id), [openMenu]);
  const onSelectionContextMenu = useCallback((event: ReactMouseEvent) => openMenu(event, 'node'), [openMenu]);
  const onNodeDoubleClick = useCallback((_: ReactMouseEvent, node: FlowNode) => void (node.type !== 'note' && kit.openInspector()), [kit]);
  const onDragOver = useCallback((event: DragEvent) => {
    if (!event.dataTransfer.types.includes(PALETTE_MIME)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setDropTarget(boxUnder({ x: event.clientX, y: event.clientY }, NOTHING, 0));
  }, [boxUnder]);

  return (
    <Canvas
      editable={!readOnly}
      actions={readOnly ? NO_ACTIONS : actions}
      marks={marks}
      overlay={watching === null ? null : results.overlay}
      stale={watching === null ? null : results.stale}
      nodes={nodes}
      edges={edges}
      nodesDraggable={!readOnly && !still}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onNodeDragStart={onNodeDragStart}
      onNodeDrag={onNodeDrag}
      onNodeDragStop={onNodeDragStop}
      onConnect={tryConnect}
      onConnectEnd={onConnectEnd}
      onReconnect={onReconnect}
      edgesReconnectable={!readOnly}
      isValidConnection={isValid}
      onPaneClick={onPaneClick}
      onEnter={onEnter}
      onPaneContextMenu={onPaneContextMenu}
      onNodeContextMenu={onNodeContextMenu}
      onEdgeContextMenu={onEdgeContextMenu}
      onSelectionContextMenu={onSelectionContextMenu}
      onNodeDoubleClick={onNodeDoubleClick}
      onDragOver={onDragOver}
      onDrop={onDrop}
      multiSelectionKeyCode={EXTRA_KEYS}
      snapToGrid
      panOnScroll
      zoomActivationKeyCode={EXTRA_KEYS}
    >
      <ConnectionHint />
      {watching !== null && <PaintTestResults into={results} />}
      {children}
      {menu && <CanvasMenu at={menu} onClose={() => setMenu(null)} />}
    </Canvas>
  );
}

function withParent(parent: string | null): { parent?: string } {
  return parent === null ? {} : { parent };
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : undefined;
  const at = touch ?? (event as MouseEvent);
  return { x: at.clientX, y: at.clientY };
}

function moved(state: FinalConnectionState, point: Point, flow: ReturnType<typeof useReactFlow<FlowNode, FlowEdge>>): number {
  if (!state.from) return 0;
  const from = flow.flowToScreenPosition(state.from);
  return Math.hypot(from.x - point.x, from.y - point.y);
}
