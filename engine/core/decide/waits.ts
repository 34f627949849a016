import type { Json } from '../../definition/json.ts';
import type { ParentClose, WaitFor } from '../events.ts';
import { childOf } from '../identity.ts';
import { inheritedOverrides } from '../overrides.ts';
import { present } from '../present.ts';
import { stepAt } from '../scopes.ts';
import type { StepState } from '../state.ts';
import { resolveStep } from '../resolve.ts';
import { requestRang } from './approvals.ts';
import { type Decider, emit, planNode } from './decider.ts';
import { failStep } from './failure.ts';
import { complete, evaluate, handOn, type Opening } from './open-node.ts';
import { priorityOfChild } from './tasks.ts';
import { after, refuse, show } from './wait-params.ts';

/** An instant says its offset: without one it would mean another moment in every zone. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

export function openTimer(decider: Decider, opening: Opening): void {
  const duration = evaluate(decider, opening, 'for');
  const until = evaluate(decider, opening, 'until');
  const dueAt = duration !== null ? after(decider.at, duration) : typeof until === 'string' && INSTANT.test(until) ? Date.parse(until) : Number.NaN;
  if (dueAt === null || Number.isNaN(dueAt)) {
    return refuse(decider, opening, `A wait needs a duration such as "1h30m" or an instant such as "2030-01-31T09:00:00Z"; it got ${show(duration ?? until)}.`);
  }
  const seq = emit(decider, { type: 'step.waiting', path: opening.path, data: { wait: { kind: 'timer', dueAt }, ...opening.origin } });
  decider.effects.push({ type: 'timer.set', seq, path: opening.path, purpose: 'wait', dueAt });
}

export function openSignal(decider: Decider, opening: Opening): void {
  const name = evaluate(decider, opening, 'name');
  if (typeof name !== 'string' || name === '') return refuse(decider, opening, `A signal's name must be text; it is ${show(name)}.`);
  const timeout = evaluate(decider, opening, 'timeout');
  const dueAt = timeout === null ? null : after(decider.at, timeout);
  if (timeout !== null && dueAt === null) return refuse(decider, opening, `A timeout is a duration such as "1h"; it is ${show(timeout)}.`);
  const seq = emit(decider, { type: 'step.waiting', path: opening.path, data: { wait: { kind: 'signal', name, dueAt }, ...opening.origin } });
  if (dueAt !== null) decider.effects.push({ type: 'timer.set', seq, path: opening.path, purpose: 'signal-timeout', dueAt });
  deliverSignals(decider, name);
}

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
  emit(decider, { type: 'step.waiting', path: opening.path, data: { wait: { kind: 'child', runId, workflow, version, parentClose }, ...opening.origin } });
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
  if (wait.kind === 'approval') return requestRang(decider, step, wait);
  complete(decider, { path: step.path, origin: {} }, wait.kind === 'signal' ? { output: null, branch: 'timeout' } : { output: null });
}
