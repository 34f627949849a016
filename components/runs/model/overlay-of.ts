import type { EdgeOverlay, NodeOverlay } from '@/components/canvas/overlay.ts';
import type { StepFrames } from '@/components/data/frame-store.ts';
import {
  edgeViews, isRunOver, iterationsByContainer, nodeViews, undoViews,
  type Definition, type Focus, type NodeView, type RunState, type ScopeState, type StepState, type StepStatus, type ViewPlan, type ViewStatus,
} from '@/engine/index.ts';
import { factOf, lastWords, stepDuration } from './facts.ts';
import { undoEdges } from './view-plan.ts';

export type OverlayInput = {
  definition: Definition;
  plan: ViewPlan;
  state: RunState;
  focus: Focus;
  /** Epoch ms: now for a live run, the instant of the last event for the past. */
  now: number;
  frames: Readonly<Record<string, StepFrames>>;
  /** False for a moment of the past. */
  live: boolean;
};

/** How many iterations stand how. */
export type IterationCounts = Readonly<Partial<Record<ViewStatus, number>>>;

/** What the canvas shows of a moment of a run: one entry for each node and edge. */
export function overlayOf(input: OverlayInput): { nodes: Map<string, NodeOverlay>; edges: Map<string, EdgeOverlay> } {
  const { definition, plan, state, focus, now } = input;
  const maximumAttempts = attemptsByNode(definition);
  const nodes = new Map<string, NodeOverlay>();
  const iterations = iterationsByContainer(state, focus);
  for (const view of nodeViews(plan, state, focus, now).values()) {
    const counts: Partial<Record<ViewStatus, number>> = {};
    for (const { status } of iterations.get(view.node) ?? []) counts[status] = (counts[status] ?? 0) + 1;
    const overlay = nodeOverlay(input, view, maximumAttempts.get(view.node), counts);
    nodes.set(view.node, input.live ? overlay : { ...overlay, now });
  }
  const edges = new Map<string, EdgeOverlay>([...edgeViews(plan, state, focus), ...undoOverlays(plan, state, focus, undoEdges(definition))]);
  return { nodes, edges };
}

export function attemptsByNode(definition: Definition): ReadonlyMap<string, number | undefined> {
  return new Map(definition.nodes.map((node) => [node.id, node.retry?.maximumAttempts]));
}

/** @param edges compensation edges by the node that is undone */
export function undoOverlays(plan: ViewPlan, state: RunState, focus: Focus, edges: ReadonlyMap<string, string>): Map<string, EdgeOverlay> {
  const overlays = new Map<string, EdgeOverlay>();
  if (edges.size === 0) return overlays;
  for (const [node, undo] of undoViews(plan, state, focus)) {
    const edge = edges.get(node);
    if (edge !== undefined) overlays.set(edge, undo === 'idle' ? 'open' : undo);
  }
  return overlays;
}

export function nodeOverlay({ plan, state, focus, frames }: Pick<OverlayInput, 'plan' | 'state' | 'focus' | 'frames'>, view: NodeView, maximumAttempts: number | undefined, iterations: IterationCounts): NodeOverlay {
  const { step, status } = view;
  if (step === null) return { status: 'pending' };
  const shown = shownStatus(status);
  const overlay: NodeOverlay = { status: shown };
  if (status === 'handled') overlay.handled = true;
  const paused = state.paused && !isRunOver(state.status) && (shown === 'waiting' || shown === 'retrying');
  if (paused) overlay.paused = true;
  if (step.attempt > 0) overlay.attempt = status === 'retrying' ? step.attempt - 1 : step.attempt;
  if (maximumAttempts !== undefined) overlay.maximumAttempts = maximumAttempts;
  if (step.cached) overlay.cached = true;
  switch (shown) {
    case 'running':
      overlay.since = step.attempts.at(-1)?.dueAt ?? step.openedAt;
      if (view.total === 1 || isLooked(plan, view, focus)) withWords(overlay, step, frames[step.path]);
      break;
    case 'waiting':
      overlay.since = step.openedAt;
      overlay.waitingFor = step.wait?.kind ?? null;
      overlay.waitingName = step.wait?.kind === 'signal' ? step.wait.name : step.wait?.kind === 'child' ? step.wait.workflow : null;
      overlay.dueAt = step.wait !== null && step.wait.kind !== 'child' ? step.wait.dueAt : null;
      break;
    case 'retrying':
      overlay.dueAt = step.dueAt;
      break;
    case 'completed':
    case 'compensated':
      overlay.fact = outcomeWords(plan, step);
      // What the engine computes itself takes no time worth telling.
      overlay.durationMs = step.attempts.length === 0 && step.container === null && step.wait === null ? null : stepDuration(step);
      break;
    case 'failed':
      overlay.fact = step.error?.message ?? '';
      break;
    default:
  }
  if (step.container !== null) withInside(overlay, plan, state, view, iterations);
  else if (view.total > 1) overlay.counts = plainCounts(view.counts);
  return overlay;
}

/** A scheduled task is about to run or does: the claim is not in the history. */
function shownStatus(status: ViewStatus): StepStatus {
  if (status === 'handled') return 'failed';
  return status === 'scheduled' ? 'running' : status;
}

function isLooked(plan: ViewPlan, view: NodeView, focus: Focus): boolean {
  const scope = plan.nodes.get(view.node)?.scope ?? '';
  return scope !== '' && focus[scope] !== undefined && focus[scope] !== null;
}

function withWords(overlay: NodeOverlay, step: StepState, said: StepFrames | undefined): void {
  if (said !== undefined && said.attempt === step.attempt && said.text !== '') overlay.words = lastWords(said.text);
}

function outcomeWords(plan: ViewPlan, step: StepState): string {
  const kind = plan.nodes.get(step.node)?.kind;
  if (kind === 'condition' || kind === 'switch') return step.branch === null ? '' : `→ ${step.branch}`;
  if (kind === 'approval') {
    const last = step.decisions.at(-1);
    return last === undefined ? (step.branch ?? '') : `${last.outcome} · ${last.by}`;
  }
  if (kind === 'start' || kind === 'wait' || step.container !== null) return '';
  return factOf(step.output);
}

/** What a container's inside does: its iterations, or the steps of its one scope. */
function withInside(overlay: NodeOverlay, plan: ViewPlan, state: RunState, view: NodeView, iterations: IterationCounts): void {
  const step = view.step!;
  let counts: Partial<Record<StepStatus, number>>;
  let total: number | null;
  if (step.container?.kind === 'map' || step.container?.kind === 'loop') {
    counts = plainCounts(iterations);
    total = view.total === 1 ? step.container.total : null;
  } else {
    counts = plainCounts(innerCounts(state, state.scopes.get(step.path)));
    total = plan.scopes.get(step.node)?.order.length ?? null;
  }
  const seen = Object.keys(counts);
  const onlyWell = seen.every((status) => status === 'completed');
  if (onlyWell) overlay.progress = { done: counts.completed ?? 0, total: view.total === 1 ? total : null };
  else overlay.counts = counts;
}

function innerCounts(state: RunState, scope: ScopeState | undefined): IterationCounts {
  const counts: Partial<Record<ViewStatus, number>> = {};
  for (const path of scope?.steps ?? []) {
    const inner = state.steps.get(path);
    if (inner === undefined || inner.undoOf !== null) continue;
    const status = inner.status === 'failed' && inner.handled !== null ? 'handled' : inner.status;
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

function plainCounts(counts: IterationCounts): Partial<Record<StepStatus | 'handled', number>> {
  const plain: Partial<Record<StepStatus | 'handled', number>> = {};
  for (const [status, count] of Object.entries(counts) as [ViewStatus, number][]) {
    const shown = status === 'handled' ? status : shownStatus(status);
    plain[shown] = (plain[shown] ?? 0) + count;
  }
  return plain;
}
