import type { Json } from '../../definition/json.ts';
import { wholeValue } from '../../definition/ref.ts';
import { validatorOf } from '../../definition/json-schema.ts';
import type { ClosedRunStatus, StepError } from '../events.ts';
import { stepPath } from '../paths.ts';
import { present } from '../present.ts';
import { scopeAt } from '../scopes.ts';
import { isRunOver } from '../status.ts';
import { notUndone } from './compensation.ts';
import { type Decider, emit, planNode, planScope } from './decider.ts';
import { openNode } from './open-node.ts';
import { scopeOutput } from './scope-end.ts';

/** Before this core version the output was held to its schema when the clean-up was over, which had then seen `completed`. */
const OUTPUT_FIRST_SINCE = 3;

type Ending = { outcome: ClosedRunStatus; error: StepError | null };

/** Nothing of the top level is open any more: clean up if there is something to clean, then end. */
export function finishRun(decider: Decider): void {
  const { cleanups } = planScope(decider.plan, '');
  if (decider.state.cleaning) return;
  const ending = endingOf(decider);
  if (cleanups.length === 0) return endRun(decider, ending);
  if (decider.state.timeoutTimer !== null) decider.effects.push({ type: 'timer.clear', seq: decider.state.timeoutTimer });
  emit(decider, { type: 'run.cleaning', data: ending });
  if (decider.left === null) decider.goesTo = decider.events.length + decider.bound;
  const root = scopeAt(decider.state, '');
  for (const id of cleanups) openNode(decider, root, planNode(decider.plan, id));
}

/** The run ends when its last clean-up step has closed, however that went. */
export function cleanupClosed(decider: Decider): void {
  const { cleanups } = planScope(decider.plan, '');
  const { state } = decider;
  const done = cleanups.every((id) => state.steps.get(stepPath('', id))?.closedSeq != null);
  if (done) endRun(decider, present(state.closing, 'ending', state.runId));
}

function endingOf(decider: Decider): Ending {
  const { state } = decider;
  const root = scopeAt(state, '');
  if (state.openCompensations.length > 0) return { outcome: 'failed', error: root.closing?.error ?? notUndone(state.openCompensations, null) };
  if (state.closing !== null) return { outcome: state.closing.outcome, error: state.closing.error };
  if (root.closing !== null) return { outcome: 'failed', error: present(root.closing.error, 'error', state.runId) };
  const wrong = state.coreVersion < OUTPUT_FIRST_SINCE ? null : outputProblem(decider, scopeOutput(decider, root));
  return wrong === null ? { outcome: 'completed', error: null } : { outcome: 'failed', error: wrong };
}

function endRun(decider: Decider, ending: Ending): void {
  const { state } = decider;
  const root = scopeAt(state, '');
  if (state.timeoutTimer !== null) decider.effects.push({ type: 'timer.clear', seq: state.timeoutTimer });
  if (state.rest !== null && state.rest.timer !== null) decider.effects.push({ type: 'timer.clear', seq: state.rest.timer });
  const reason = state.closing?.reason ?? null;
  const open = [...state.openCompensations];
  switch (ending.outcome) {
    case 'completed': {
      const output = scopeOutput(decider, root);
      const wrong = state.coreVersion < OUTPUT_FIRST_SINCE ? outputProblem(decider, output) : null;
      if (wrong === null) emit(decider, { type: 'run.completed', data: { output } });
      else emit(decider, { type: 'run.failed', data: { error: wrong, openCompensations: open } });
      break;
    }
    case 'failed':
      emit(decider, { type: 'run.failed', data: { error: present(ending.error, 'error', state.runId), openCompensations: open } });
      break;
    case 'cancelled':
      emit(decider, { type: 'run.cancelled', data: { reason, openCompensations: open } });
      break;
    case 'timed_out':
      emit(decider, { type: 'run.timed_out', data: { error: present(ending.error, 'error', state.runId), openCompensations: open } });
      break;
    case 'terminated':
      throw new Error('A terminated run ends by its input alone.');
  }
  afterRun(decider);
}

/** What the end of a run means for others: its parent, and the children nobody waits for. */
export function afterRun(decider: Decider): void {
  const { state, effects } = decider;
  for (const child of state.children) {
    if (child.parentClose !== 'abandon') effects.push({ type: 'child.cancel', runId: child.runId, how: child.parentClose, reason: 'the parent run ended' });
  }
  if (state.parent?.awaited !== true || !isRunOver(state.status)) return;
  effects.push({ type: 'parent.notify', link: state.parent, status: state.status, output: state.output, error: state.error });
}

function outputProblem(decider: Decider, output: Json): StepError | null {
  const schema = decider.plan.output;
  if (schema === null) return null;
  const problems = validatorOf(schema).validate(decider.state.refs ? wholeValue(output, decider.cutter?.look) : output);
  if (problems.length === 0) return null;
  const message = problems.slice(0, 5).map((problem) => `${problem.pointer === '' ? 'output' : problem.pointer}: ${problem.message}`).join('; ');
  return { type: 'output_invalid', message: `The output does not keep the workflow's output schema. ${message}` };
}
