'use client';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { inTime } from '../../canvas/in-time.ts';
import { inTurns } from '../../canvas/in-turns.ts';
import { KeyedStore } from '../../canvas/keyed-store.ts';
import { RunOverlay, type EdgeOverlay, type NodeOverlay } from '../../canvas/overlay.ts';
import { framesOf } from '../../data/frame-store.ts';
import { useRunDefinition } from '../../data/hooks.ts';
import { useLiveRun, useRunStream } from '../../data/use-run-stream.ts';
import { useLastRuns } from '../../inspector/model/use-last-run.ts';
import { LiveOverlay } from '../../runs/model/live-overlay.ts';
import { viewPlanOf } from '../../runs/model/view-plan.ts';
import { catalogue, isRunOver, type Definition, type RunState, type ViewPlan } from '@/engine/index.ts';
import { definitionOf, useEditor, useEditorSetting, watchingOf, type EditorState } from '../store.ts';
import { useStale, useStaleWords } from './use-stale.ts';

const edgesDrawn = (state: EditorState) => state.history.definition.edges;
const NO_FOCUS = {};
const NO_NODES: ReadonlyMap<string, NodeOverlay> = new Map();
const NO_EDGES: ReadonlyMap<string, EdgeOverlay> = new Map();

/** What lies over the canvas: what a test run says of the steps it runs itself, and which of it is stale. */
export class TestResults {
  readonly overlay = new RunOverlay();
  /** Why a node's result is stale, as a sentence. */
  readonly stale = new KeyedStore<string>();

  clear(): void {
    this.overlay.replace(NO_NODES, NO_EDGES);
    this.stale.replace(new Map());
  }
}

/** Follows the test run and lays it over the canvas. It draws nothing itself, so that the canvas is not drawn with every event. */
export function PaintTestResults({ into }: { into: TestResults }) {
  const { store } = useEditorSetting();
  const id = useEditor(watchingOf);
  const drawnEdges = useEditor(edgesDrawn);
  useRunStream(id, { enabled: id !== null });
  const live = useLiveRun(id);
  const { data: definition } = useRunDefinition(id);
  const plan = useMemo(() => (definition === undefined ? null : viewPlanOf(definition, catalogue)), [definition]);
  const frames = useStore(framesOf(id ?? ''), (each) => each.byPath);

  const paintedAt = useRef(Number.NEGATIVE_INFINITY);
  // What is known of the run stays while the drawing has the same edges: only what its events touch is told anew.
  const following = useRef<{ definition: Definition; plan: ViewPlan; drawnEdges: Definition['edges']; overlay: LiveOverlay } | null>(null);
  const turns = useMemo(() => inTurns((count) => into.overlay.wakeDue(count), () => into.overlay.moved), [into]);
  useEffect(() => {
    if (id === null || live === undefined || live.seq === 0 || definition === undefined || plan === null) return;
    let due: ReturnType<typeof setTimeout> | undefined;
    const paint = (): void => {
      paintedAt.current = performance.now();
      if (following.current?.definition !== definition || following.current.plan !== plan || following.current.drawnEdges !== drawnEdges) following.current = { definition, plan, drawnEdges, overlay: new LiveOverlay(definition, plan) };
      const { nodes, edges, whole } = following.current.overlay.follow({ state: live.state, events: live.events, focus: NO_FOCUS, now: Math.max(Date.now(), live.state.at), frames });
      into.overlay.hold(ownNodes(nodes, live.state), edgesOf(edges, definition, definitionOf(store.getState())), whole);
      turns();
      // A retry that is held back begins without an event: look again when it is due.
      const dueAt = following.current.overlay.nextDue(Date.now());
      if (dueAt !== null) due = setTimeout(paint, dueAt - Date.now() + 20);
    };
    // Its end is painted at once, as the bar above says it.
    const isOver = isRunOver(live.state.status);
    const giveUp = inTime(paintedAt.current, () => into.overlay.moved && !isOver, paint);
    return () => {
      giveUp();
      clearTimeout(due);
    };
  }, [into, store, turns, id, live, definition, plan, frames, drawnEdges]);

  const runs = useLastRuns();
  const run = runs.find((each) => each.id === id) ?? null;
  const stale = useStale(run, runs);
  const say = useStaleWords();
  useEffect(() => into.stale.replace(new Map([...stale].map(([node, reason]) => [node, say(reason, node)]))), [into, stale, say]);

  // What lay there belongs to another run.
  useEffect(() => () => {
    following.current = null;
    into.clear();
  }, [into, id]);
  return null;
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
