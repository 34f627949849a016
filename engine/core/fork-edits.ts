import { type JsonObject, pointerToken } from '../definition/json.ts';
import { type Plan, type PlanNode, ROOT_SCOPE } from '../definition/plan.ts';
import { paramProblems } from '../definition/with-params.ts';
import type { ForkEdits } from './events.ts';
import { OVERRIDES_KEPT, overriddenParams } from './overrides.ts';
import type { RunState, StepState } from './state.ts';

/** Why an edit cannot be made; `pointer` leads to it within the edits. */
export type EditProblem = { code: 'invalid_edit' | 'unknown_node' | 'invalid_params' | 'too_many_overrides'; pointer: string; message: string };

/** Which edits the state at the cut does not allow; none when the list is empty. */
export function editProblems(plan: Plan, state: RunState, edits: ForkEdits): EditProblem[] {
  const problems: EditProblem[] = [];
  for (const path of Object.keys(edits.outputs ?? {})) {
    const message = outputProblem(state.steps.get(path), path);
    if (message !== null) problems.push({ code: 'invalid_edit', pointer: `/outputs/${pointerToken(path)}`, message });
  }
  const nodes = Object.entries(edits.params ?? {});
  if (state.overrides.length + nodes.length > OVERRIDES_KEPT) problems.push({ code: 'too_many_overrides', pointer: '/params', message: `A run takes at most ${OVERRIDES_KEPT} overrides, edited nodes of its fork included.` });
  for (const [id, params] of nodes) problems.push(...nodeProblems(plan, state, id, params));
  return problems;
}

function outputProblem(step: StepState | undefined, path: string): string | null {
  if (step === undefined) return `There is no step "${path}" at the cut, or it lies in an iteration that is over. Cut at an event where it is open.`;
  if (step.closedSeq !== null) return step.outcome === 'completed' ? null : `"${path}" is ${step.outcome} at the cut and has no output. Cut at an event where it is open.`;
  if (step.container !== null) return `"${path}" is open at the cut and makes its output of what is inside it. Give the steps inside theirs.`;
  if (step.wait?.kind === 'approval') return `"${path}" waits for people at the cut. Decide it in the fork.`;
  return step.cancelling ? `"${path}" is being cancelled at the cut.` : null;
}

function nodeProblems(plan: Plan, state: RunState, id: string, params: JsonObject): EditProblem[] {
  const at = `/params/${pointerToken(id)}`;
  const node = plan.nodes.get(id);
  if (node === undefined) return [{ code: 'unknown_node', pointer: at, message: `The workflow of this run has no node "${id}".` }];
  const begun = begunProblem(plan, state, node);
  if (begun !== null) return [{ code: 'invalid_edit', pointer: at, message: begun }];
  return paramProblems(node, { ...overriddenParams(state.overrides, state.workflow, id), ...params }).map(({ pointer, message }) => ({ code: 'invalid_params', pointer: `${at}${pointer}`, message: `"${id}" cannot take these parameters: ${message}` }));
}

/** Why other parameters would come too late for a node; null when what is still to be done of it takes them. */
function begunProblem(plan: Plan, state: RunState, node: PlanNode): string | null {
  for (const step of state.steps.values()) {
    if (step.node !== node.id || step.closedSeq !== null || startsAgain(step)) continue;
    if (step.records.length > 0) return `"${step.path}" has recorded at the cut what its agent did with the parameters it had. Cut at event ${step.openedSeq}, where it begins.`;
    return `"${step.path}" has begun at the cut and keeps the parameters it began with. Cut before event ${step.openedSeq}.`;
  }
  if (mayBegin(plan, state, node)) return null;
  const last = stepsOfNode(state, node.id).at(-1);
  return last === undefined ? `"${node.id}" does not begin any more after the cut. Cut at an earlier event.` : `"${last.path}" is ${last.outcome} at the cut and does not begin again. Cut before event ${last.openedSeq}.`;
}

/** An open attempt starts again in the fork, and takes what holds then, unless something of it is kept. */
function startsAgain(step: StepState): boolean {
  return step.task !== null && !step.cancelling && step.records.length === 0;
}

/** Whether a step of the node starts in the fork: for the first time, again, or in an iteration to come. */
function mayBegin(plan: Plan, state: RunState, node: PlanNode): boolean {
  const own = stepsOfNode(state, node.id);
  if (own.some((step) => step.closedSeq === null)) return true;
  if (own.length > 0) return iterates(plan, state, node);
  const container = containerOf(plan, node);
  if (container === null) return true;
  return stepsOfNode(state, container.id).length === 0 ? mayBegin(plan, state, container) : stepsOfNode(state, container.id).some((step) => step.closedSeq === null) || iterates(plan, state, container);
}

/** Whether it stands in a loop or map that is open, and may have iterations to come. */
function iterates(plan: Plan, state: RunState, node: PlanNode): boolean {
  const container = containerOf(plan, node);
  if (container === null) return false;
  const repeats = container.kind === 'loop' || container.kind === 'map';
  return (repeats && stepsOfNode(state, container.id).some((step) => step.closedSeq === null)) || iterates(plan, state, container);
}

function containerOf(plan: Plan, node: PlanNode): PlanNode | null {
  return node.scope === ROOT_SCOPE ? null : (plan.nodes.get(node.scope) ?? null);
}

function stepsOfNode(state: RunState, id: string): StepState[] {
  return [...state.steps.values()].filter((step) => step.node === id);
}
