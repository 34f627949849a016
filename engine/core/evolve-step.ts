import type { Json } from '../definition/json.ts';
import type { ContainerKind, Origin, RunEvent, StepError } from './events.ts';
import { applyApprovalEvent } from './evolve-approval.ts';
import { iterationPath } from './paths.ts';
import { present } from './present.ts';
import { containerOf, createScope, dropScope, nearestSaga, outerOf, scopeAt, scopesUnder, stepAt, withoutEntries } from './scopes.ts';
import type { ContainerState, RunState, ScopeState, StepState } from './state.ts';
import type { StepStatus } from './status.ts';
import { nextClock } from './request-clock.ts';
import { writeVars } from './variables.ts';

export type StepEvent = Extract<
  RunEvent,
  { type: `step.${'completed' | 'scheduled' | 'retrying' | 'waiting' | 'opened' | 'failed' | 'skipped' | 'cancelling' | 'cancelled'}` | `attempt.${string}` | 'agent.recorded' | `approval.${string}` | 'child.closed' | `iteration.${string}` }
>;

export function applyStepEvent(state: RunState, event: StepEvent): void {
  switch (event.type) {
    case 'step.scheduled': {
      const step = openStep(state, event.path, event, event.data);
      step.status = 'scheduled';
      step.attempt = event.attempt;
      openAttempt(step, event.attempt, event.seq, event.at, event.at);
      return;
    }
    case 'step.retrying': {
      const step = stepAt(state, event.path);
      step.status = 'retrying';
      step.attempt = event.attempt;
      step.error = event.data.error;
      step.dueAt = event.data.dueAt;
      openAttempt(step, event.attempt, event.seq, event.at, event.data.dueAt);
      return;
    }
    case 'step.waiting': {
      const step = openStep(state, event.path, event, event.data);
      const wait = event.data.wait;
      step.status = 'waiting';
      step.wait = wait;
      state.waiting.add(step.path);
      if (wait.kind === 'approval') state.asked += 1;
      if (wait.kind === 'approval' ? nextClock(wait) !== null : wait.kind !== 'child' && wait.dueAt !== null) step.timer = event.seq;
      if (wait.kind === 'signal') {
        const waiters = state.signalWaiters.get(wait.name);
        if (waiters === undefined) state.signalWaiters.set(wait.name, [step.path]);
        else waiters.push(step.path);
      }
      return;
    }
    case 'step.opened': {
      const step = openStep(state, event.path, event, event.data);
      openContainer(state, step, event.data);
      return;
    }
    case 'step.completed': {
      if (!event.derived) {
        const step = stepAt(state, event.path);
        endAttempt(step, event.at, event.data, null, true);
        step.cached = event.data.cached ?? false;
        closeStep(state, step, 'completed', event.seq, event.at, event.data.output, 'out');
        return;
      }
      const data = event.data;
      const step = state.steps.get(event.path) ?? openStep(state, event.path, event, data);
      if (data.undo !== undefined) step.undo = data.undo;
      step.pinned = data.pinned ?? false;
      if (data.errors !== undefined) step.error = iterationErrors(data.errors);
      if (data.vars !== undefined) writeVars(state, event.seq, data.vars);
      if (data.searchAttributes !== undefined) state.searchAttributes = { ...state.searchAttributes, ...data.searchAttributes };
      if (data.memo !== undefined) state.memo = { ...state.memo, ...data.memo };
      // One that outlives the run is nobody's concern any more.
      if (data.child !== undefined && data.child.parentClose !== 'abandon') state.children.push(data.child);
      if (data.signal !== undefined) consumeSignal(state, data.signal.name, data.signal.seq);
      closeStep(state, step, 'completed', event.seq, event.at, data.output, data.branch ?? 'out');
      return;
    }
    case 'step.failed': {
      const step = state.steps.get(event.path) ?? openStep(state, event.path, event, event.data);
      step.error = event.data.error;
      step.handled = event.data.handled ?? null;
      const branch = event.data.handled === 'continue' ? 'out' : event.data.handled === 'branch' ? 'error' : null;
      closeStep(state, step, 'failed', event.seq, event.at, null, branch);
      return;
    }
    case 'step.skipped': {
      const step = openStep(state, event.path, event, {});
      step.skipped = event.data.reason;
      closeStep(state, step, 'skipped', event.seq, event.at, null, event.data.branch ?? null);
      return;
    }
    case 'step.cancelling': {
      const step = stepAt(state, event.path);
      step.cancelling = true;
      step.skipped = event.data.skipped ?? null;
      if (step.task !== null) step.timer = event.seq;
      return;
    }
    case 'step.cancelled': {
      const step = stepAt(state, event.path);
      if (event.data.skipped !== undefined) step.skipped = event.data.skipped;
      closeStep(state, step, 'cancelled', event.seq, event.at, null, null);
      return;
    }
    case 'attempt.failed': {
      const step = stepAt(state, event.path);
      step.error = event.data.error;
      endAttempt(step, event.at, event.data, event.data.error, event.data.error.type !== 'worker_lost');
      return;
    }
    case 'attempt.timed_out': {
      const step = stepAt(state, event.path);
      step.error = timeoutError(event.data.timeout);
      endAttempt(step, event.at, event.data, step.error, event.data.startedAt === undefined);
      return;
    }
    case 'attempt.aborted':
      endAttempt(stepAt(state, event.path), event.at, event.data, null, event.data.startedAt === undefined);
      return;
    case 'agent.recorded':
      stepAt(state, event.path).records.push(event.data.record);
      return;
    case 'approval.decided':
    case 'approval.delegated':
    case 'approval.reminded':
    case 'approval.escalated':
      return applyApprovalEvent(stepAt(state, event.path), event);
    case 'child.closed':
      return;
    case 'iteration.started':
      startIteration(state, stepAt(state, event.path), event.data.index);
      return;
    case 'iteration.completed': {
      const step = stepAt(state, event.path);
      const container = containerOf(step);
      if (container.items === null) container.results = [event.data.output];
      else container.results[event.data.index] = event.data.output;
      container.completed += 1;
      endIteration(state, step, event.data.index, true);
      return;
    }
    case 'iteration.failed': {
      const step = stepAt(state, event.path);
      containerOf(step).errors.push({ index: event.data.index, error: event.data.error });
      endIteration(state, step, event.data.index, false);
      return;
    }
    case 'iteration.cancelled':
      endIteration(state, stepAt(state, event.path), event.data.index, false);
      return;
    case 'iteration.skipped':
      containerOf(stepAt(state, event.path)).next = event.data.to + 1;
      return;
  }
}

/** The error that stands for a timeout of an attempt; `decide` and `evolve` must agree on it. */
export function timeoutError(timeout: string): StepError {
  return { type: 'timeout', message: `The attempt ran into its ${timeout} timeout.`, details: { timeout } };
}

export function iterationErrors(errors: { index: number; error: StepError }[]): StepError {
  const details: Json = errors.map(({ index, error }) => ({ index, error: { type: error.type, message: error.message } }));
  return { type: 'iteration_errors', message: `${errors.length} iteration${errors.length === 1 ? '' : 's'} failed.`, details };
}

function openStep(state: RunState, path: string, event: { seq: number; at: number }, origin: Origin): StepState {
  const slash = path.lastIndexOf('/');
  const scope = scopeAt(state, slash < 0 ? '' : path.slice(0, slash));
  const step: StepState = {
    path, node: path.slice(slash + 1), scope: scope.path, status: 'running', outcome: null, attempt: 0,
    openedSeq: event.seq, closedSeq: null, openedAt: event.at, countedFrom: event.at, closedAt: null,
    task: null, dueAt: null, wait: null, timer: null, output: null, branch: null, error: null, handled: null, skipped: null,
    cancelling: false, cached: false, pinned: false, attempts: [], records: [],
    undo: origin.undo ?? null, undoOf: origin.undoOf ?? null, cleanup: state.cleaning && scope.path === '', container: null, decisions: [],
  };
  scope.steps.push(path);
  state.steps.set(path, step);
  state.openLeaves += 1;
  if (countsForward(step)) scope.open += 1;
  return step;
}

/** Undo steps and clean-up steps do not make a scope complete. */
function countsForward(step: StepState): boolean {
  return step.undoOf === null && !step.cleanup;
}

function closeStep(state: RunState, step: StepState, status: StepStatus, seq: number, at: number, output: Json, branch: string | null): void {
  step.status = status;
  step.outcome = status;
  step.closedSeq = seq;
  step.closedAt = at;
  step.output = output;
  step.branch = branch;
  // It came to its end before it could be stopped.
  if (status !== 'skipped' && status !== 'cancelled') step.skipped = null;
  if (step.container === null) state.openLeaves -= 1;
  if (step.wait?.kind === 'approval') state.asked -= 1;
  step.task = null;
  step.timer = null;
  step.dueAt = null;
  if (step.wait !== null) state.waiting.delete(step.path);
  if (step.wait?.kind === 'signal') removeWaiter(state, step.wait.name, step.path);
  const last = step.attempts.at(-1);
  if (last !== undefined && last.endedAt === null) {
    last.endedAt = at;
    last.answered = false;
  }
  if (step.container?.kind === 'saga' || step.container?.kind === 'group') scopeAt(state, step.path).over = true;
  else if (step.container !== null && status === 'completed' && !state.retain) emptyContainer(state, step, step.container);
  if (!countsForward(step)) return;
  const scope = scopeAt(state, step.scope);
  scope.open -= 1;
  scope.closed += 1;
  logForUndo(state, scope, step, seq);
}

/** Keeps what a saga may have to undo: completed work, and work that ended without an answer. */
function logForUndo(state: RunState, scope: ScopeState, step: StepState, closedSeq: number): void {
  const completed = step.status === 'completed';
  const unanswered = !completed && step.attempts.some((attempt) => !attempt.answered);
  const own = step.container?.kind === 'saga' ? scopeAt(state, step.path) : null;
  // A saga that ends undone has emptied its log; one that completed, or is closed with the saga around it, hands it outward.
  const handedOut = own?.log ?? [];
  if (step.undo === null && handedOut.length === 0) return;
  const saga = nearestSaga(state, scope.path);
  if (saga === null || saga.log === null) return;
  if (step.undo === null || !(completed || unanswered)) {
    // Not `push(...)`: a log of hundreds of thousands would not fit on the stack.
    for (const entry of handedOut) saga.log.push(entry);
    if (own !== null) markLogged(state, own, saga);
  } else {
    if (step.container !== null) saga.log = withoutEntries(saga.log, step.path);
    saga.log.push({ path: step.path, scope: step.scope, undo: step.undo, output: step.output, closedSeq, answered: completed });
  }
  if (own !== null) own.log = [];
  markLogged(state, scope, saga);
}

/** Keeps the scopes up to the saga: the undo steps may read them. */
function markLogged(state: RunState, from: ScopeState, saga: ScopeState): void {
  for (let scope: ScopeState | null = from; scope !== null && scope !== saga && !scope.logged; scope = outerOf(state, scope)) scope.logged = true;
}

function openAttempt(step: StepState, attempt: number, task: number, at: number, dueAt: number): void {
  step.task = task;
  step.attempts.push({ attempt, task, scheduledAt: at, dueAt, startedAt: null, endedAt: null, worker: null, error: null, answered: true });
}

function endAttempt(step: StepState, at: number, outcome: { worker?: string; startedAt?: number }, error: StepError | null, answered: boolean): void {
  const attempt = present(step.attempts.at(-1), 'attempt', step.path);
  step.task = null;
  step.dueAt = null;
  attempt.endedAt = at;
  attempt.startedAt = outcome.startedAt ?? null;
  attempt.worker = outcome.worker ?? null;
  attempt.error = error;
  attempt.answered = answered;
}

function openContainer(state: RunState, step: StepState, data: { container: ContainerKind; items?: Json[]; total?: number; concurrency?: number; maximum?: number }): void {
  const kind = data.container;
  step.container = {
    kind, items: data.items ?? null, total: data.total ?? null, concurrency: data.concurrency ?? null, maximum: data.maximum ?? null,
    next: 0, forwardTo: null, live: new Set(), results: [], errors: [], completed: 0,
  };
  state.openLeaves -= 1;
  if (kind !== 'saga' && kind !== 'group') return;
  const scope = createScope(state, step.path, step.node, step.path, step.scope, null);
  if (kind === 'saga') scope.log = [];
}

function startIteration(state: RunState, step: StepState, index: number): void {
  const container = containerOf(step);
  const scope = createScope(state, iterationPath(step.path, index), step.node, step.path, step.scope, index);
  if (container.items === null) scope.previous = container.results.at(-1) ?? null;
  container.next = Math.max(container.next, index + 1);
  container.live.add(index);
}

function endIteration(state: RunState, step: StepState, index: number, completed: boolean): void {
  containerOf(step).live.delete(index);
  const scope = scopeAt(state, iterationPath(step.path, index));
  scope.over = true;
  // A failed iteration stays for a retry; one whose work may have to be undone stays for the undo's expressions.
  if (completed && !state.retain && !scope.logged) dropScope(state, scope);
}

/**
 * What its iterations were made of is read by no one once it has completed: its output stands by itself, and it is never
 * reopened. Only the undo of a saga around it may still look into an iteration.
 */
function emptyContainer(state: RunState, step: StepState, container: ContainerState): void {
  if (nearestSaga(state, step.scope) !== null) return;
  // A completed map keeps iterations only if they failed.
  if (container.errors.length > 0) for (const scope of scopesUnder(state, step)) dropScope(state, scope);
  if (container.items !== null) container.items = [];
  container.results = [];
  container.errors = [];
}

function removeWaiter(state: RunState, name: string, path: string): void {
  const waiters = present(state.signalWaiters.get(name), 'waiter', name);
  // The oldest is served first, so it is found at once however many wait.
  waiters.splice(waiters.indexOf(path), 1);
  if (waiters.length === 0) state.signalWaiters.delete(name);
}

function consumeSignal(state: RunState, name: string, seq: number): void {
  const buffered = present(state.signals.get(name), 'signal', name);
  buffered.splice(buffered.findIndex((signal) => signal.seq === seq), 1);
  if (buffered.length === 0) state.signals.delete(name);
}
