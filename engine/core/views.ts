import type { PlanEdge, PlanNode, PlanScope } from '../definition/plan.ts';
import type { WaitFor } from './events.ts';
import { stepPath } from './paths.ts';
import { stepAt, stepsSeen } from './scopes.ts';
import type { RunState, ScopeState, StepState } from './state.ts';
import { isRunOver, isStepClosed, type StepStatus } from './status.ts';
import { wayBackStatuses, type WayBackStatus } from './way-back.ts';

/**
 * Pure selectors over a retained state, for the pages and the API. They read the state and keep nothing of it, so they
 * may be called on any state of the past. A plan is enough; where it lacks a node, the step is still told.
 */

export type ViewNode = Pick<PlanNode, 'id' | 'type' | 'kind' | 'name' | 'scope' | 'branches' | 'outgoing' | 'undo' | 'isUndo'>;

/** What the selectors need of a plan; a `Plan` is one. */
export type ViewPlan = {
  readonly nodes: ReadonlyMap<string, ViewNode>;
  readonly scopes: ReadonlyMap<string, Pick<PlanScope, 'id' | 'order' | 'cleanups'>>;
};

/** A status as it is shown: an error that was handled, and the way back, have a look of their own. */
export type ViewStatus = StepStatus | 'handled';

/** Which iteration of each container (by node id) is looked into; absent or null = all of them together. */
export type Focus = Readonly<Record<string, number | null | undefined>>;

/**
 * @param now epoch ms. A retry counts as tried again from its due time on: the history tells of it only when it ends.
 */
export function viewStatus(step: Pick<StepState, 'status' | 'handled' | 'undoOf' | 'dueAt'>, now = -Infinity): ViewStatus {
  if (step.status === 'retrying' && step.dueAt !== null && step.dueAt <= now) return step.undoOf === null ? 'scheduled' : 'compensating';
  if (step.status === 'failed') return step.handled === null ? 'failed' : 'handled';
  if (step.undoOf !== null) {
    if (step.status === 'completed') return 'compensated';
    if (step.status === 'scheduled' || step.status === 'running') return 'compensating';
  }
  return step.status;
}

/** Scope instances by the path of the container step that holds them, in order of iteration. */
export function scopesByStep(state: RunState): Map<string, ScopeState[]> {
  const byStep = new Map<string, ScopeState[]>();
  for (const scope of state.scopes.values()) {
    if (scope.step === null) continue;
    const list = byStep.get(scope.step);
    if (list === undefined) byStep.set(scope.step, [scope]);
    else list.push(scope);
  }
  // Only iterations are many, and all of them have an index.
  for (const list of byStep.values()) list.sort((a, b) => Number(a.index) - Number(b.index));
  return byStep;
}

/**
 * All steps in the order in which they are shown: those of a scope in order of opening, a container directly followed
 * by what stands in it, iteration by iteration.
 */
export function listSteps(state: RunState): StepState[] {
  const inside = scopesByStep(state);
  const steps: StepState[] = [];
  const walk = (scope: ScopeState): void => {
    for (const step of stepsSeen(state, scope)) {
      steps.push(step);
      for (const child of inside.get(step.path) ?? []) walk(child);
    }
  };
  const root = state.scopes.get('');
  if (root !== undefined) walk(root);
  return steps;
}

/** Steps by status, all of them; statuses that no step has are left out. */
export function countSteps(state: RunState): Partial<Record<StepStatus, number>> {
  const counts: Partial<Record<StepStatus, number>> = {};
  for (const step of state.steps.values()) counts[step.status] = (counts[step.status] ?? 0) + 1;
  return counts;
}

/** Nodes of a scope instance that have no step yet and may still get one, in topological order. */
export function pendingNodes(plan: ViewPlan, state: RunState, scope: ScopeState): string[] {
  if (scope.over || scope.closing !== null || isRunOver(state.status)) return [];
  const order = plan.scopes.get(scope.plan)?.order ?? [];
  return order.filter((node) => !state.steps.has(stepPath(scope.path, node)));
}

export type NodeView = {
  node: string;
  /** Of several steps: what is most worth seeing. */
  status: ViewStatus;
  /** The step that the status is taken from; null while there is none. */
  step: StepState | null;
  total: number;
  counts: Partial<Record<ViewStatus, number>>;
};

/** What is going on comes before what is over, and what went wrong before what went well. */
export const VIEW_RANK: Readonly<Record<ViewStatus, number>> = {
  compensating: 12, retrying: 11, running: 10, scheduled: 9, waiting: 8, failed: 7, cancelled: 6, handled: 5, compensated: 4, completed: 3, skipped: 2, pending: 1,
};

/** One view for each node of the plan, over all its steps within the focus. */
export function nodeViews(plan: ViewPlan, state: RunState, focus: Focus = {}, now: number = state.at): Map<string, NodeView> {
  const views = new Map<string, NodeView>();
  for (const id of plan.nodes.keys()) views.set(id, { node: id, status: 'pending', step: null, total: 0, counts: {} });
  const inFocus = focusFilter(state, focus);
  for (const step of state.steps.values()) {
    if (!inFocus(step.scope)) continue;
    const view = views.get(step.node);
    if (view === undefined) continue;
    const status = viewStatus(step, now);
    view.total += 1;
    view.counts[status] = (view.counts[status] ?? 0) + 1;
    const better = view.step === null || VIEW_RANK[status] > VIEW_RANK[view.status] || (status === view.status && step.openedSeq > view.step.openedSeq);
    if (better) {
      view.status = status;
      view.step = step;
    }
  }
  return views;
}

/** Tells whether a scope instance lies within the focus: each container above it is unfocused or at its index. */
export function focusFilter(state: RunState, focus: Focus): (scope: string) => boolean {
  const known = new Map<string, boolean>([['', true]]);
  const check = (path: string): boolean => {
    const cached = known.get(path);
    if (cached !== undefined) return cached;
    const scope = state.scopes.get(path);
    let inside = true;
    if (scope !== undefined && scope.step !== null) {
      const wanted = focus[scope.plan];
      if (wanted !== undefined && wanted !== null && scope.index !== null && scope.index !== wanted) inside = false;
      else inside = check(stepAt(state, scope.step).scope);
    }
    known.set(path, inside);
    return inside;
  };
  return check;
}

/** `running` and `waiting` are taken edges into a step that does so now. */
export type EdgeState = 'open' | 'taken' | 'dead' | 'running' | 'waiting';

export const EDGE_RANK: Readonly<Record<EdgeState, number>> = { running: 4, waiting: 3, taken: 2, open: 1, dead: 0 };

/** State of each flow edge of the plan by its id, over all instances within the focus. */
export function edgeViews(plan: ViewPlan, state: RunState, focus: Focus = {}): Map<string, EdgeState> {
  const edges = new Map<string, EdgeState>();
  const seen = new Set<string>();
  const inFocus = focusFilter(state, focus);
  for (const step of state.steps.values()) {
    const node = plan.nodes.get(step.node);
    if (node === undefined || node.outgoing.length === 0 || !inFocus(step.scope)) continue;
    for (const edge of node.outgoing) {
      const now = edgeState(state, step, edge);
      const before = seen.has(edge.id) ? edges.get(edge.id) : undefined;
      seen.add(edge.id);
      edges.set(edge.id, before === undefined || EDGE_RANK[now] > EDGE_RANK[before] ? now : before);
    }
  }
  for (const node of plan.nodes.values()) for (const edge of node.outgoing) if (!edges.has(edge.id)) edges.set(edge.id, 'open');
  return edges;
}

/** What one step makes of one of its edges. */
export function edgeState(state: RunState, source: StepState, edge: PlanEdge): EdgeState {
  // Undefined: the source is still open. Null: it left by no branch, and all its edges are dead.
  const branch = isStepClosed(source.status) ? source.branch : undefined;
  if (branch === undefined) return 'open';
  if (branch !== edge.branch) return 'dead';
  const target = state.steps.get(stepPath(source.scope, edge.target));
  if (target === undefined || isStepClosed(target.status)) return 'taken';
  return target.status === 'waiting' ? 'waiting' : 'running';
}

/** The way back along undo edges, by the node that is undone; `idle`: there is nothing to undo. */
export type UndoState = 'idle' | WayBackStatus;

const UNDO_RANK: Readonly<Record<UndoState, number>> = { undoing: 6, stuck: 5, left: 4, undone: 3, next: 2, armed: 1, idle: 0 };

export function undoViews(plan: ViewPlan, state: RunState, focus: Focus = {}): Map<string, UndoState> {
  const views = new Map<string, UndoState>();
  for (const node of plan.nodes.values()) if (node.undo !== null) views.set(node.id, 'idle');
  const inFocus = focusFilter(state, focus);
  const put = (path: string, now: UndoState): void => {
    const step = state.steps.get(path);
    const before = step === undefined ? undefined : views.get(step.node);
    if (step !== undefined && before !== undefined && inFocus(step.scope) && UNDO_RANK[now] > UNDO_RANK[before]) views.set(step.node, now);
  };
  for (const step of state.steps.values()) if (step.status === 'compensated') put(step.path, 'undone');
  for (const scope of state.scopes.values()) {
    // Of thousands of scopes few are sagas.
    if (scope.log !== null) for (const [path, status] of wayBackStatuses(state, scope)) put(path, status);
  }
  for (const path of state.openCompensations) put(path, 'stuck');
  return views;
}

export type ProgressSegment = { node: string; name: string; status: ViewStatus };

/** The top level as a strip: one segment for each node that runs forward, in topological order; skipped ones left out. */
export function progressStrip(plan: ViewPlan, state: RunState): ProgressSegment[] {
  const strip: ProgressSegment[] = [];
  for (const id of plan.scopes.get('')?.order ?? []) {
    const node = plan.nodes.get(id);
    if (node === undefined || node.kind === 'start' || node.kind === 'end') continue;
    const step = state.steps.get(id);
    if (step?.status === 'skipped') continue;
    strip.push({ node: id, name: node.name === '' ? id : node.name, status: step === undefined ? 'pending' : viewStatus(step) });
  }
  return strip;
}

export type WaitView = { path: string; node: string; since: number; wait: WaitFor };

/** What an open run waits for, oldest first. */
export function listWaits(state: RunState): WaitView[] {
  const waits: WaitView[] = [];
  for (const step of state.steps.values()) {
    if (step.status === 'waiting' && step.wait !== null) waits.push({ path: step.path, node: step.node, since: step.openedAt, wait: step.wait });
  }
  return waits.sort((a, b) => a.since - b.since || (a.path < b.path ? -1 : 1));
}

/** One iteration within the focus, for the picker: how it stands. */
export type IterationView = { scope: string; index: number; status: ViewStatus };

/** The nodes of the containers that have iterations within the focus. */
export function repeatingContainers(state: RunState, focus: Focus = {}): Set<string> {
  return new Set(iterationsIn(state, focus).map((scope) => scope.plan));
}

/** Of every container that repeats, by its node, in order of iteration; in one walk, for there may be hundreds of them. */
export function iterationsByContainer(state: RunState, focus: Focus = {}): Map<string, IterationView[]> {
  const found = new Map<string, IterationView[]>();
  for (const scope of iterationsIn(state, focus)) {
    const iteration: IterationView = { scope: scope.path, index: scope.index!, status: scopeStatus(state, scope) };
    const same = found.get(scope.plan);
    if (same === undefined) found.set(scope.plan, [iteration]);
    else same.push(iteration);
  }
  for (const iterations of found.values()) iterations.sort((a, b) => a.index - b.index);
  return found;
}

/**
 * The iterations of one container, in order, without saying how they stand: that takes a look at every step of each
 * (`scopeStatus`), and there may be thousands. Several share an index where an outer container is not looked into; one of them is given.
 */
export function iterationScopes(state: RunState, focus: Focus, container: string): ScopeState[] {
  const byIndex = new Map<number, ScopeState>();
  for (const scope of iterationsIn(state, focus)) if (scope.plan === container) byIndex.set(scope.index!, scope);
  return [...byIndex.values()].sort((a, b) => a.index! - b.index!);
}

/** Which of a container's own iterations is looked into does not matter here, only where the container stands. */
function iterationsIn(state: RunState, focus: Focus): ScopeState[] {
  const inFocus = focusFilter(state, focus);
  return [...state.scopes.values()].filter((scope) => scope.index !== null && scope.step !== null && inFocus(stepAt(state, scope.step).scope));
}

/** How an iteration stands: what is most worth seeing in it while it is open, its outcome when it is over. */
export function scopeStatus(state: RunState, scope: ScopeState): ViewStatus {
  const container = scope.step === null ? undefined : state.steps.get(scope.step);
  if (container?.container?.errors.some((entry) => entry.index === scope.index)) return 'failed';
  let status: ViewStatus = 'pending';
  for (const step of stepsSeen(state, scope)) {
    const now = viewStatus(step);
    if (scope.over && !isStepClosed(step.status)) continue;
    if (now !== 'skipped' && VIEW_RANK[now] > VIEW_RANK[status]) status = now;
  }
  if (!scope.over) return isStepClosed(status === 'handled' ? 'failed' : status) || status === 'pending' ? 'running' : status;
  if (scope.closing !== null) return scope.closing.cause === 'failure' ? 'failed' : 'cancelled';
  return status === 'pending' || status === 'handled' ? 'completed' : status;
}
