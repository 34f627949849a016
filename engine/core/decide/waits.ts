import type { Json } from '../../definition/json.ts';
import { parseDuration } from '../../definition/duration.ts';
import type { ParentClose, StepError, WaitFor } from '../events.ts';
import { childOf } from '../identity.ts';
import { inheritedOverrides } from '../overrides.ts';
import { present } from '../present.ts';
import { stepAt } from '../scopes.ts';
import type { StepState } from '../state.ts';
import { resolveStep } from '../resolve.ts';
import { type Decider, emit, planNode } from './decider.ts';
import { failStep } from './failure.ts';
import { complete, evaluate, handOn, type Opening } from './open-node.ts';
import { priorityOfChild } from './tasks.ts';

/** An instant says its offset: without one it would mean another moment in every zone. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

export function openTimer(decider: Decider, opening: Opening): void {
  const duration = evaluate(decider, opening, 'for');
  const until = evaluate(decider, opening, 'until');
  const dueAt = duration !== null ? after(decider.at, duration) : typeof until === 'string' && INSTANT.test(until) ? Date.parse(until) : Number.NaN;
  if (dueAt === null || Number.isNaN(dueAt)) {
    return refuse(decider, opening, `A wait needs a duration such as "1h30m" or an instant such as "2030-01-31T09:00:00Z"; it got ${show(duration ?? until)}.`);
  }
  const seq = emit(decider, { type: 'step.waiting', path: opening.path, data: { ...opening.origin, wait: { kind: 'timer', dueAt } } });
  decider.effects.push({ type: 'timer.set', seq, path: opening.path, purpose: 'wait', dueAt });
}

export function openSignal(decider: Decider, opening: Opening): void {
  const name = evaluate(decider, opening, 'name');
  if (typeof name !== 'string' || name === '') return refuse(decider, opening, `A signal's name must be text; it is ${show(name)}.`);
  const timeout = evaluate(decider, opening, 'timeout');
  const dueAt = timeout === null ? null : after(decider.at, timeout);
  if (timeout !== null && dueAt === null) return refuse(decider, opening, `A timeout is a duration such as "1h"; it is ${show(timeout)}.`);
  const seq = emit(decider, { type: 'step.waiting', path: opening.path, data: { ...opening.origin, wait: { kind: 'signal', name, dueAt } } });
  if (dueAt !== null) decider.effects.push({ type: 'timer.set', seq, path: opening.path, purpose: 'signal-timeout', dueAt });
  deliverSignals(decider, name);
}

type ApprovalWait = Extract<WaitFor, { kind: 'approval' }>;

/** Hands buffered signals to the steps that wait for them: first in, first out, the oldest waiter first. */
export function deliverSignals(decider: Decider, name: string): void {
  for (;;) {
    const signal = decider.state.signals.get(name)?.[0];
    const path = decider.state.signalWaiters.get(name)?.[0];
    if (signal === undefined || path === undefined) return;
    const step = stepAt(decider.state, path);
    if (step.timer !== null) decider.effects.push({ type: 'timer.clear', seq: step.timer });
    complete(decider, { path, origin: {} }, { output: signal.payload, signal: { name, seq: signal.seq } });
  }
}

export function openApproval(decider: Decider, opening: Opening): void {
  const due = evaluate(decider, opening, 'due');
  const dueAt = due === null || due === '' ? null : after(decider.at, due);
  if (due !== null && due !== '' && dueAt === null) return refuse(decider, opening, `When an approval is due is a duration such as "2d"; it is ${show(due)}.`);
  const assignees = evaluate(decider, opening, 'assignees');
  const outcomes = evaluate(decider, opening, 'outcomes');
  const quorum = evaluate(decider, opening, 'quorum');
  const onTimeout = evaluate(decider, opening, 'onTimeout');
  const form = evaluate(decider, opening, 'form');
  const wait: ApprovalWait = {
    kind: 'approval',
    dueAt,
    title: text(evaluate(decider, opening, 'title')) || opening.node.name || opening.node.id,
    context: text(evaluate(decider, opening, 'context')),
    form: form === null || typeof form !== 'object' || Array.isArray(form) ? null : form,
    assignees: Array.isArray(assignees) ? assignees.map(text) : typeof assignees === 'string' && assignees !== '' ? [assignees] : [],
    quorum: typeof quorum === 'number' && quorum >= 1 ? Math.floor(quorum) : 1,
    outcomes: Array.isArray(outcomes) && outcomes.length > 0 ? outcomes.map(text) : ['approved', 'rejected'],
    onTimeout: typeof onTimeout === 'string' && onTimeout !== '' ? onTimeout : null,
    prefill: evaluate(decider, opening, 'prefill'),
  };
  const seq = emit(decider, { type: 'step.waiting', path: opening.path, data: { ...opening.origin, wait } });
  decider.effects.push({ type: 'approval.open', seq, path: opening.path, node: opening.node.id, wait });
  if (dueAt !== null) decider.effects.push({ type: 'timer.set', seq, path: opening.path, purpose: 'approval-due', dueAt });
}

/**
 * The outcome the decisions so far amount to; null while more people must decide. The first outcome named is the one
 * that needs the quorum; any other decides at once.
 */
export function approvalOutcome(step: StepState): string | null {
  if (step.wait?.kind !== 'approval') return null;
  const { outcomes, quorum } = step.wait;
  const other = step.decisions.find((decision) => decision.outcome !== outcomes[0]);
  if (other !== undefined) return other.outcome;
  return step.decisions.length >= quorum ? present(outcomes[0], 'outcome', step.path) : null;
}

export function settleApproval(decider: Decider, step: StepState): void {
  const outcome = approvalOutcome(step);
  if (step.closedSeq !== null || outcome === null) return;
  const { by, comment, data } = present(step.decisions.findLast((decision) => decision.outcome === outcome), 'decision', step.path);
  if (step.timer !== null) decider.effects.push({ type: 'timer.clear', seq: step.timer });
  decider.effects.push({ type: 'approval.close', seq: step.openedSeq, outcome, by, comment, data, decidedAt: decider.at });
  complete(decider, { path: step.path, origin: {} }, { output: approvalOutput(step, outcome), branch: outcome });
}

/** Nobody decided in time: the outcome the node names, else the `timeout` branch. */
function approvalTimedOut(decider: Decider, step: StepState, wait: ApprovalWait): void {
  const branch = wait.onTimeout ?? 'timeout';
  decider.effects.push({ type: 'approval.close', seq: step.openedSeq, outcome: branch, by: null, comment: null, data: null, decidedAt: decider.at });
  complete(decider, { path: step.path, origin: {} }, { output: approvalOutput(step, branch), branch });
}

function approvalOutput(step: StepState, outcome: string): Json {
  const last = step.decisions.findLast((decision) => decision.outcome === outcome);
  return {
    outcome,
    by: last?.by ?? null,
    comment: last?.comment ?? null,
    data: last?.data ?? null,
    decisions: step.decisions.map(({ outcome: chosen, by, at, comment }) => ({ outcome: chosen, by, at: new Date(at).toISOString(), comment })),
  };
}

export function openChild(decider: Decider, opening: Opening): void {
  const { state } = decider;
  const read = (param: string): Json => evaluate(decider, opening, param);
  const workflow = read('workflow');
  if (typeof workflow !== 'string' || workflow === '') return refuse(decider, opening, `A child needs the slug or id of a workflow; it is ${show(workflow)}.`);
  const version = versionOf(read('version'));
  const runId = childOf(state, opening.scope.path, opening.path);
  const awaited = read('wait') !== false;
  const parentClose = parentCloseOf(read('parentClose'));
  startChild(decider, opening, { runId, workflow, version, awaited }, read('key'), handOn(decider, opening, 'input'));
  if (!awaited) return complete(decider, opening, { output: { runId }, child: { runId, parentClose } });
  emit(decider, { type: 'step.waiting', path: opening.path, data: { ...opening.origin, wait: { kind: 'child', runId, workflow, version, parentClose } } });
}

/**
 * In a fork an awaited child starts anew: the one that the kept past speaks of answers to the source. What it is given
 * is evaluated as when the step opened.
 */
export function startChildAgain(decider: Decider, step: StepState, { runId, workflow, version }: Extract<WaitFor, { kind: 'child' }>): void {
  const node = planNode(decider.plan, step.node);
  const resolved = resolveStep(decider.plan, decider.state, step.path, decider.cutter?.look);
  if (!resolved.ok) return failStep(decider, step.path, node, resolved.error, {});
  startChild(decider, { path: step.path, node }, { runId, workflow, version, awaited: true }, resolved.params['key'] ?? null, resolved.params['input'] ?? null);
}

type Child = { runId: string; workflow: string; version: number | null; awaited: boolean };

function startChild(decider: Decider, { path, node }: Pick<Opening, 'path' | 'node'>, { runId, workflow, version, awaited }: Child, key: Json, input: Json): void {
  const { state } = decider;
  decider.effects.push({
    type: 'child.start', runId, workflow, version, input,
    key: typeof key === 'string' && key !== '' ? key : null,
    link: { runId: state.runId, path, generation: state.generation, awaited },
    taskQueue: node.taskQueue,
    priority: priorityOfChild(state, node),
    ...(state.overrides.length === 0 ? {} : { overrides: inheritedOverrides(state) }),
  });
}

function versionOf(value: Json): number | null {
  return typeof value === 'number' ? value : null;
}

function parentCloseOf(value: Json): ParentClose {
  return value === 'cancel' || value === 'abandon' ? value : 'terminate';
}

/** A due timer of a waiting step. */
export function waitDue(decider: Decider, step: StepState): void {
  const wait = present(step.wait, 'wait', step.path);
  if (wait.kind === 'approval') return approvalTimedOut(decider, step, wait);
  complete(decider, { path: step.path, origin: {} }, wait.kind === 'signal' ? { output: null, branch: 'timeout' } : { output: null });
}

function refuse(decider: Decider, opening: Opening, message: string): void {
  const error: StepError = { type: 'validation', message };
  failStep(decider, opening.path, opening.node, error, opening.origin);
}

/** @returns the instant a duration after `at`, null when the value is no duration */
function after(at: number, duration: Json): number | null {
  const durationMs = typeof duration === 'string' ? parseDuration(duration) : null;
  return durationMs === null ? null : at + durationMs;
}

function text(value: Json): string {
  return value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function show(value: Json): string {
  const written = JSON.stringify(value);
  return written.length > 80 ? `${Array.from(written).slice(0, 77).join('')}…` : written;
}
