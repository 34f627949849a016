import { emptyState } from './empty-state.ts';
import type { AttemptState, RunState, ScopeState, StepState } from './state.ts';
import type { ViewNode, ViewPlan } from './views.ts';

/** States and plans made by hand, for tests of the selectors. */

export function aStep(path: string, changes: Partial<StepState> = {}): StepState {
  const slash = path.lastIndexOf('/');
  return {
    path, node: path.slice(slash + 1), scope: slash < 0 ? '' : path.slice(0, slash), status: 'completed', outcome: null, attempt: 1, openedSeq: 1, closedSeq: null,
    openedAt: 0, countedFrom: 0, closedAt: null, task: null, dueAt: null, wait: null, timer: null, output: null, branch: 'out', error: null, handled: null, skipped: null,
    cancelling: false, cached: false, pinned: false, attempts: [], records: [], undo: null, undoOf: null, cleanup: false, container: null, decisions: [], ...changes,
  };
}

export function anAttempt(attempt: number, changes: Partial<AttemptState> = {}): AttemptState {
  const scheduledAt = changes.scheduledAt ?? 0;
  return { attempt, task: attempt, scheduledAt, dueAt: scheduledAt, startedAt: null, endedAt: null, worker: null, error: null, answered: true, ...changes };
}

export function aScope(path: string, changes: Partial<ScopeState> = {}): ScopeState {
  const iteration = /^(.*)\[(\d+)\]$/.exec(path);
  const step = path === '' ? null : (iteration?.[1] ?? path);
  const name = step === null ? '' : step.slice(step.lastIndexOf('/') + 1);
  const slash = step === null ? -1 : step.lastIndexOf('/');
  return {
    path, plan: name, step, outer: step === null ? null : slash < 0 ? '' : step.slice(0, slash), index: iteration ? Number(iteration[2]) : null, previous: null,
    closed: 0, open: 0, closing: null, steps: [], log: null, forwarded: null, logged: false, compensation: null, over: false, ...changes,
  };
}

/** A running state of these steps; their scopes are made where none is given. */
export function aState(steps: readonly StepState[], scopes: readonly ScopeState[] = [], changes: Partial<RunState> = {}): RunState {
  const state = emptyState('run-1', { retain: true });
  state.status = 'running';
  for (const scope of scopes) state.scopes.set(scope.path, scope);
  if (!state.scopes.has('')) state.scopes.set('', aScope(''));
  for (const step of steps) {
    state.steps.set(step.path, step);
    const scope = state.scopes.get(step.scope) ?? aScope(step.scope);
    state.scopes.set(scope.path, scope);
    if (!scope.steps.includes(step.path)) scope.steps.push(step.path);
  }
  return Object.assign(state, changes);
}

/** A plan of nodes `{id: {scope, kind, to: {branch: target}, undo}}`, in topological order. */
export function aPlan(nodes: Record<string, { scope?: string; kind?: ViewNode['kind']; to?: Record<string, string>; undo?: string; name?: string }>): ViewPlan {
  const undos = new Set(Object.values(nodes).flatMap((node) => node.undo ?? []));
  const made = new Map<string, ViewNode>();
  const scopes = new Map<string, { id: string; order: string[]; cleanups: string[] }>([['', { id: '', order: [], cleanups: [] }]]);
  for (const [id, node] of Object.entries(nodes)) {
    const scope = node.scope ?? '';
    const branches = Object.keys(node.to ?? { out: '' });
    const outgoing = Object.entries(node.to ?? {}).map(([branch, target]) => ({ id: `${id}-${branch}-${target}`, source: id, branch, target }));
    made.set(id, { id, type: node.kind ?? 'http', kind: node.kind ?? 'task', name: node.name ?? '', scope, branches, outgoing, undo: node.undo ?? null, isUndo: undos.has(id) });
    const inside = scopes.get(scope) ?? { id: scope, order: [], cleanups: [] };
    scopes.set(scope, inside);
    if (!undos.has(id)) inside.order.push(id);
  }
  return { nodes: made, scopes };
}
