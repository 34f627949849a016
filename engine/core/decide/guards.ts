import type { Plan } from '../../definition/plan.ts';
import { LIMITS } from '../../definition/schema.ts';
import { paramProblems } from '../../definition/with-params.ts';
import type { Refusal } from '../advance.ts';
import type { ForkData, Override, RunInput } from '../events.ts';
import { editProblems } from '../fork-edits.ts';
import { handedOver } from '../hand-over.ts';
import { isExcluded, isSamePerson } from '../may-decide.ts';
import { OVERRIDES_KEPT, overriddenParams } from '../overrides.ts';
import { isTooLate } from '../request-clock.ts';
import type { RunState, StepState } from '../state.ts';
import { isRunOver } from '../status.ts';
import { forwardRefusal } from './fast-forward.ts';
import { refuse } from './refuse.ts';
import { approvalOutcome } from './approvals.ts';

/** Signals of one name that may wait to be consumed. */
export const SIGNALS_KEPT = 1_000;

/** Whether an input may be taken in this state at this instant; null = yes. */
export function refusal(plan: Plan, state: RunState, input: RunInput, at: number): Refusal | null {
  if (input.type === 'run.started') return state.seq === 0 ? null : refuse('duplicate', 'The run has already started.');
  if (state.seq === 0) return refuse('unknown_step', 'The run has not started.');
  if (input.type === 'run.forked') return forkRefusal(plan, state, input.data);
  if (input.type === 'run.retried') return retryRefusal(plan, state, input.data);
  // Asked before whether the run is over: who sends a signal again because the answer was lost learns that it was taken.
  if (input.type === 'signal.received' && input.data.clientId !== null && state.signalIds.has(input.data.clientId)) return refuse('duplicate', 'A signal with this id was already taken.');
  if (input.type === 'update.received' && input.data.clientId !== null) {
    const seq = state.updateIds.get(input.data.clientId);
    if (seq !== undefined) return { ...refuse('duplicate', 'An update with this id was already taken.'), seq };
  }
  if (isRunOver(state.status)) {
    const instead = input.type === 'run.overridden' && (state.status === 'failed' || state.status === 'timed_out') ? ' Send the parameters with a retry.' : '';
    return refuse('run_over', `The run is over: it is ${state.status.replace('_', ' ')}.${instead}`);
  }
  switch (input.type) {
    case 'step.completed':
    case 'attempt.failed':
    case 'attempt.timed_out':
    case 'attempt.aborted':
      return state.steps.get(input.path)?.task === input.data.task ? null : stale(input.path);
    case 'agent.recorded': {
      const step = state.steps.get(input.path);
      if (step?.task !== input.data.task) return stale(input.path);
      return step.records.length === input.data.index ? null : refuse('duplicate', `Record ${input.data.index} of "${input.path}" is already there.`);
    }
    case 'timer.fired':
      return timerRefusal(state, input.path, input.data.timer);
    case 'signal.received':
      if ((state.signals.get(input.data.name)?.length ?? 0) >= SIGNALS_KEPT) return refuse('too_many_signals', `${SIGNALS_KEPT} signals named "${input.data.name}" already wait to be read.`);
      return null;
    case 'approval.decided':
      return decisionRefusal(state, state.steps.get(input.path), input.data.by, at) ?? outcomeRefusal(state.steps.get(input.path), input.data.outcome);
    case 'approval.delegated':
      return decisionRefusal(state, state.steps.get(input.path), input.data.by, at) ?? handOverRefusal(state.steps.get(input.path), input.data);
    case 'child.closed': {
      const step = state.steps.get(input.path);
      return step?.wait?.kind === 'child' && step.closedSeq === null && step.wait.runId === input.data.runId ? null : stale(input.path);
    }
    case 'run.paused':
      if (state.closing !== null) return refuse('already_cancelling', 'The run is ending; it can no longer be paused.');
      return state.paused ? refuse('already_paused', 'The run is already paused.') : null;
    case 'run.resumed':
      return state.paused ? null : refuse('not_paused', 'The run is not paused.');
    case 'run.cancel_requested':
      return state.closing === null ? null : refuse('already_cancelling', 'The run is already ending.');
    case 'run.continued':
      return state.rest?.timer === input.data.timer ? null : refuse('no_such_timer', 'Nothing is left for this timer to go on with.');
    case 'run.terminated':
    case 'update.received':
      return null;
    case 'run.migrated':
      return migrationRefusal(state);
    case 'run.overridden':
      return overrideRefusal(plan, state, input.data);
    case 'run.fast_forwarded':
      return forwardRefusal(plan, state, input.data.to);
  }
}

function forkRefusal(plan: Plan, state: RunState, { source, edits, plan: change }: ForkData): Refusal | null {
  if (isRunOver(state.status)) return refuse('nothing_left', `At event ${source.seq} the run is over: nothing of it is left to be done. Cut at an earlier event.`);
  if (change !== null && state.closing !== null) return refuse('already_cancelling', `At event ${source.seq} the run is ending; it ends under the version it has.`);
  const problems = editProblems(plan, state, edits);
  const [first] = problems;
  return first === undefined ? null : { ...refuse(first.code, first.message), problems: problems.map(({ pointer, message }) => ({ pointer, message })) };
}

/** What stands against a move to any other version, whatever that version says. */
export function migrationRefusal(state: RunState): Refusal | null {
  if (state.parent !== null) return refuse('child_run', 'The run is the child of another, which has chosen its version. Move the parent, or fork this run.');
  if (state.pinned !== null) return refuse('pinned_run', 'A test run with pinned outputs stays with the definition it was started with. Start a new one.');
  if (state.closing !== null) return refuse('already_cancelling', 'The run is ending; it ends under the version it has.');
  if (state.paused) return refuse('run_paused', 'The run is paused, and what came meanwhile has not been decided. Resume it first.');
  return null;
}

function retryRefusal(plan: Plan, state: RunState, { generation, overrides = [] }: Extract<RunInput, { type: 'run.retried' }>['data']): Refusal | null {
  if (!isRunOver(state.status)) return refuse('run_not_over', 'The run is not over; only a failed or timed out run can be retried.');
  if (state.status !== 'failed' && state.status !== 'timed_out') return refuse('not_retryable', `A ${state.status} run stays as it is; only a failed or timed out run can be retried.`);
  if (state.parent?.awaited === true) return refuse('not_retryable', 'The parent run has taken the outcome of this one; retry the parent.');
  if (generation !== state.generation + 1) return refuse('duplicate', 'The run has already been retried.');
  let said: readonly Override[] = state.overrides;
  for (const [index, override] of overrides.entries()) {
    const refused = overrideRefusal(plan, state, override, said);
    if (refused !== null) return { ...refused, ...(refused.problems === undefined ? {} : { problems: refused.problems.map(({ pointer, message }) => ({ pointer: `/${index}/params${pointer}`, message })) }) };
    const { workflow, node, params } = override;
    said = [...said, { workflow, node, params: { ...overriddenParams(said, workflow, node), ...params } }];
  }
  return null;
}

/** What concerns other workflows is checked against them when a child begins. @param said what was overridden before it */
function overrideRefusal(plan: Plan, state: RunState, { workflow, node: id, params }: Override, said: readonly Override[] = state.overrides): Refusal | null {
  if (said.length >= OVERRIDES_KEPT) return refuse('too_many_overrides', `A run takes at most ${OVERRIDES_KEPT} overrides.`);
  if (workflow !== state.workflow) return null;
  const node = plan.nodes.get(id);
  if (node === undefined) return refuse('unknown_node', `The workflow of this run has no node "${id}".`);
  const problems = paramProblems(node, { ...overriddenParams(said, workflow, id), ...params });
  return problems.length === 0 ? null : { ...refuse('invalid_params', `"${id}" cannot take these parameters: ${problems[0]?.message}`), problems };
}

function timerRefusal(state: RunState, path: string | null, timer: number): Refusal | null {
  const current = path === null ? state.timeoutTimer : state.steps.get(path)?.timer;
  return current === timer ? null : refuse('no_such_timer', 'Nothing waits for this timer any more.');
}

/** Why a person can do nothing about a request any more. */
function decisionRefusal({ coreVersion }: RunState, step: StepState | undefined, by: string, at: number): Refusal | null {
  if (step?.wait?.kind !== 'approval') return refuse('unknown_step', 'There is no such request.');
  const decided = approvalOutcome(step);
  if (step.closedSeq !== null || decided !== null) {
    const last = step.decisions.findLast((earlier) => earlier.outcome === (decided ?? step.branch));
    if (last === undefined) return refuse('not_waiting', 'The request is no longer open.');
    return { ...refuse('already_decided', `${last.by} has already decided: ${last.outcome}.`), by: last.by, outcome: last.outcome };
  }
  if (isExcluded(step.wait.excluded, by)) return refuse('may_not_decide', `"${by}" may not decide this request.`);
  const own = step.decisions.find((earlier) => isSamePerson(coreVersion, earlier.by, by));
  if (own !== undefined) return { ...refuse('already_decided', `${own.by} has already decided: ${own.outcome}.`), by: own.by, outcome: own.outcome };
  if (isTooLate(step.wait, step.timer, at)) return refuse('not_waiting', 'The time to decide is over.');
  return null;
}

function outcomeRefusal(step: StepState | undefined, outcome: string): Refusal | null {
  if (step?.wait?.kind !== 'approval' || step.wait.outcomes.includes(outcome)) return null;
  return refuse('unknown_outcome', `"${outcome}" is not an outcome of this request; it takes ${step.wait.outcomes.join(', ')}.`);
}

function handOverRefusal(step: StepState | undefined, { to, by }: { to: readonly string[]; by: string }): Refusal | null {
  if (step?.wait?.kind !== 'approval') return null;
  const { assignees, excluded } = step.wait;
  const barred = to.find((name) => isExcluded(excluded, name));
  if (barred !== undefined) return refuse('may_not_decide', `"${barred}" may not decide this request.`);
  const next = handedOver(assignees, { to, by });
  // An escalation may have asked more; one of them hands over all the same.
  if (next.length > LIMITS.assignees && next.length > assignees.length) return refuse('too_many_assignees', `A request asks at most ${LIMITS.assignees} people and groups.`);
  return next.length === assignees.length && next.every((name) => assignees.includes(name)) ? refuse('already_assigned', `${to.map((name) => `"${name}"`).join(', ')} ${to.length === 1 ? 'is' : 'are'} asked already.`) : null;
}

function stale(path: string): Refusal {
  return refuse('stale_attempt', `"${path}" no longer waits for this outcome.`);
}
