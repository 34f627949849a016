import type { Rest, RunEvent } from './events.ts';
import { addOverride } from './overrides.ts';
import { reopen } from './reopen.ts';
import { takeFork } from './take-fork.ts';
import { parseTarget } from './paths.ts';
import { containerOf, createScope, scopeAt, stepAt } from './scopes.ts';
import type { RunState } from './state.ts';
import type { RunStatus } from './status.ts';
import { writeVars } from './variables.ts';

export type RunLevelEvent = Extract<RunEvent, { type: `run.${string}` | 'signal.received' | 'timer.fired' | `update.${string}` }>;

export function applyRunEvent(state: RunState, event: RunLevelEvent): void {
  switch (event.type) {
    case 'run.started': {
      const { data } = event;
      state.coreVersion = data.coreVersion;
      state.workflow = data.workflow;
      state.workflowName = data.workflowName;
      state.version = data.version;
      state.input = data.input;
      state.entry = data.entry;
      state.seed = data.seed;
      state.key = data.key;
      state.parent = data.parent;
      state.memo = data.memo;
      state.searchAttributes = data.searchAttributes;
      state.taskQueue = data.taskQueue;
      state.priority = data.priority;
      state.pinned = data.pinned;
      state.stands = data.stands ?? null;
      state.part = data.part ?? null;
      if (data.vars !== undefined) writeVars(state, event.seq, data.vars);
      state.startedAt = event.at;
      state.status = 'running';
      state.timeoutMs = data.timeoutMs;
      state.timeoutCountsPeople = data.timeoutCountsPeople ?? true;
      for (const override of data.overrides ?? []) addOverride(state, event.seq, override);
      createScope(state, '', '', null, null, null);
      startTimeout(state, event.seq, event.at, data.timeoutMs);
      return;
    }
    case 'run.paused':
      state.paused = true;
      if (state.timeoutDueAt !== null) suspendTimeout(state, Math.max(0, state.timeoutDueAt - event.at));
      if (state.rest !== null) state.rest = { ...state.rest, timer: null };
      return;
    case 'run.timeout_suspended':
      suspendTimeout(state, event.data.remainingMs);
      return;
    case 'run.timeout_continued':
      startTimeout(state, event.seq, event.at, event.data.remainingMs);
      return;
    case 'run.continued':
      state.rest = null;
      return;
    case 'run.yielded':
      leaveRest(state, event.seq, event.data);
      return;
    case 'run.overridden':
      addOverride(state, event.seq, event.data);
      return;
    case 'run.fast_forwarded':
      goTo(state, event.data.to);
      return;
    case 'update.received':
      if (event.data.clientId !== null) keepUpdateId(state, event.data.clientId, event.seq);
      return;
    case 'update.applied':
      if (Object.keys(event.data.vars).length > 0) writeVars(state, event.seq, event.data.vars);
      return;
    case 'run.resumed':
      liftPause(state, event.seq, event.at);
      return;
    case 'run.cancel_requested':
      if (state.paused) liftPause(state, event.seq, event.at);
      state.closing = { outcome: 'cancelled', error: null, reason: event.data.reason };
      stopTimeout(state);
      return;
    case 'run.terminated':
      for (const step of state.steps.values()) {
        if (step.closedSeq !== null) continue;
        step.status = 'cancelled';
        step.outcome = 'cancelled';
        step.closedSeq = event.seq;
        step.closedAt = event.at;
        step.task = null;
        step.timer = null;
      }
      state.openLeaves = 0;
      state.asked = 0;
      state.waiting.clear();
      state.signalWaiters.clear();
      state.paused = false;
      state.held = [];
      state.closing = { outcome: 'terminated', error: null, reason: event.data.reason };
      end(state, 'terminated', event.at);
      return;
    case 'run.retried':
      state.generation = event.data.generation;
      state.closing = null;
      state.cleaning = false;
      state.error = null;
      state.endedAt = null;
      state.status = 'running';
      state.openCompensations = [];
      for (const override of event.data.overrides ?? []) addOverride(state, event.seq, override);
      reopen(state);
      startTimeout(state, event.seq, event.at, state.timeoutMs);
      return;
    case 'run.forked':
      if (state.paused) liftPause(state, event.seq, event.at);
      else if (state.timeoutDueAt !== null) state.timeoutDueAt += event.at - event.data.source.at;
      state.rest = null;
      takeFork(state, event);
      return;
    case 'run.migrated':
      state.version = event.data.to.version;
      return;
    case 'run.cleaning':
      state.closing = { outcome: event.data.outcome, error: event.data.error, reason: state.closing?.reason ?? null };
      state.cleaning = true;
      stopTimeout(state);
      return;
    case 'run.completed':
      state.output = event.data.output;
      end(state, 'completed', event.at);
      return;
    case 'run.failed':
      state.error = event.data.error;
      state.openCompensations = event.data.openCompensations;
      end(state, 'failed', event.at);
      return;
    case 'run.cancelled':
      state.openCompensations = event.data.openCompensations;
      end(state, 'cancelled', event.at);
      return;
    case 'run.timed_out':
      state.error = event.data.error;
      state.openCompensations = event.data.openCompensations;
      end(state, 'timed_out', event.at);
      return;
    case 'signal.received': {
      const { name, payload, clientId } = event.data;
      if (clientId !== null) rememberSignal(state, clientId);
      const buffered = state.signals.get(name);
      if (buffered === undefined) state.signals.set(name, [{ seq: event.seq, payload }]);
      else buffered.push({ seq: event.seq, payload });
      return;
    }
    case 'timer.fired':
      if (event.path !== null) stepAt(state, event.path).timer = null;
      else {
        stopTimeout(state);
        state.closing = { outcome: 'timed_out', error: { type: 'run_timeout', message: 'The run ran into its timeout.' }, reason: null };
      }
      return;
  }
}

/** Client ids of signals that are known again; a run that takes signals for years must not keep all of them. */
const CLIENT_IDS_KEPT = 10_000;

function rememberSignal(state: RunState, clientId: string): void {
  state.signalIds.add(clientId);
  forgetOldest(state.signalIds);
}

/** One that comes again after so many others is another. */
function keepUpdateId(state: RunState, clientId: string, seq: number): void {
  state.updateIds.set(clientId, seq);
  forgetOldest(state.updateIds);
}

function forgetOldest(ids: Set<string> | Map<string, number>): void {
  const [oldest] = ids.keys();
  if (oldest !== undefined && ids.size > CLIENT_IDS_KEPT) ids.delete(oldest);
}

function end(state: RunState, status: RunStatus, at: number): void {
  state.status = status;
  state.endedAt = at;
  state.cleaning = false;
  state.compensating = 0;
  state.rest = null;
  scopeAt(state, '').over = true;
  stopTimeout(state);
}

function startTimeout(state: RunState, seq: number, at: number, durationMs: number | null): void {
  if (durationMs === null) return;
  state.timeoutTimer = seq;
  state.timeoutDueAt = at + durationMs;
  state.timeoutRemainingMs = null;
}

function suspendTimeout(state: RunState, remainingMs: number): void {
  state.timeoutRemainingMs = remainingMs;
  state.timeoutTimer = null;
  state.timeoutDueAt = null;
}

/** What is left already waits for its own timer; what comes to it goes on with it. */
function leaveRest(state: RunState, seq: number, { nodes, sagas, containers }: Rest): void {
  const { rest } = state;
  const joined = (before: readonly string[] | undefined, more: readonly string[]): string[] => [...new Set([...(before ?? []), ...more])];
  state.rest = { timer: rest?.timer ?? seq, nodes: joined(rest?.nodes, nodes), sagas: joined(rest?.sagas, sagas), containers: joined(rest?.containers, containers) };
}

/** What `decide` skips on the way stands in events of its own. */
function goTo(state: RunState, to: string): void {
  const target = parseTarget(to);
  if (target.index !== null) {
    containerOf(stepAt(state, target.path)).forwardTo = target.index;
    return;
  }
  const scope = scopeAt(state, target.scope);
  scope.forwarded ??= [];
  if (!scope.forwarded.includes(target.node)) scope.forwarded.push(target.node);
}

function stopTimeout(state: RunState): void {
  state.timeoutTimer = null;
  state.timeoutDueAt = null;
  state.timeoutRemainingMs = null;
}

function liftPause(state: RunState, seq: number, at: number): void {
  state.paused = false;
  state.held = [];
  // Taken up by the group of the same event.
  state.rest = null;
  startTimeout(state, seq, at, state.timeoutRemainingMs);
}
