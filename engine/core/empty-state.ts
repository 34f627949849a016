import type { RunState } from './state.ts';

/** The state before the first event. @param options.retain keep finished iterations, for views that show them */
export function emptyState(runId: string, options: { retain?: boolean } = {}): RunState {
  return {
    runId,
    retain: options.retain ?? false,
    coreVersion: 0,
    seq: 0,
    at: 0,
    status: 'queued',
    generation: 1,
    workflow: '',
    workflowName: '',
    version: null,
    input: null,
    entry: null,
    seed: '',
    key: null,
    parent: null,
    memo: {},
    searchAttributes: {},
    taskQueue: null,
    priority: null,
    pinned: null,
    startedAt: 0,
    endedAt: null,
    output: null,
    error: null,
    vars: [{ seq: 0, values: {} }],
    steps: new Map(),
    scopes: new Map(),
    waiting: new Set(),
    signals: new Map(),
    signalWaiters: new Map(),
    signalIds: new Set(),
    children: [],
    paused: false,
    held: [],
    closing: null,
    cleaning: false,
    compensating: 0,
    openCompensations: [],
    timeoutMs: null,
    timeoutTimer: null,
    timeoutDueAt: null,
    timeoutRemainingMs: null,
  };
}

/** A copy that shares nothing with the original; `evolve` consumes the one it is given. */
export function cloneState(state: RunState): RunState {
  return structuredClone(state);
}
