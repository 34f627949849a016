'use client';
import { createContext, useContext } from 'react';
import type { RunOverlay } from '@/components/canvas/overlay.ts';
import type { LiveRun } from '@/components/data/live-run.ts';
import type { StreamState } from '@/components/data/event-stream.ts';
import type { Definition, Focus, BriefRun, ViewPlan } from '@/engine/index.ts';
import type { Moment } from './use-moment.ts';

/** What is looked at: a node, and one step of it when it has one. */
export type Selection = { node: string; path: string | null };

/** What every part of the page of a run reads. */
export type RunView = {
  runId: string;
  /** What the API says of the run; older than the stream by a moment. */
  run: BriefRun;
  live: LiveRun;
  connection: StreamState;
  moment: Moment;
  /** What the moment says of nodes and edges; it is a little ahead of `moment` while much happens. */
  overlay: RunOverlay;
  folding: { done: number; total: number } | null;
  /** Null while the version is loading, or when it is gone. */
  definition: Definition | null;
  plan: ViewPlan;
  focus: Focus;
  look: (container: string, index: number | null) => void;
  selection: Selection | null;
  /** `follow` also looks into the iterations that the step stands in. */
  select: (selection: Selection | null, follow?: boolean) => void;
  /** Goes to the moment after an event; null is live. */
  rewind: (seq: number | null) => void;
};

export const RunViewContext = createContext<RunView | null>(null);

export function useRunView(): RunView {
  const view = useContext(RunViewContext);
  if (view === null) throw new Error('A part of the run page was rendered outside of it.');
  return view;
}

/** The name of a node as people know it. */
export function nodeName(view: Pick<RunView, 'plan'>, node: string): string {
  const name = view.plan.nodes.get(node)?.name;
  return name === undefined || name === '' ? node : name;
}
