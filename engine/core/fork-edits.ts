import type { ForkEdits } from './events.ts';
import type { RunState, StepState } from './state.ts';

/** Why an edit cannot be made; `pointer` leads to it within the edits. */
export type EditProblem = { pointer: string; message: string };

/** Which edits the state at the cut does not allow; none when the list is empty. */
export function editProblems(state: RunState, edits: ForkEdits): EditProblem[] {
  const problems: EditProblem[] = [];
  for (const path of Object.keys(edits.outputs ?? {})) {
    const message = outputProblem(state.steps.get(path), path);
    if (message !== null) problems.push({ pointer: `/outputs/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`, message });
  }
  return problems;
}

function outputProblem(step: StepState | undefined, path: string): string | null {
  if (step === undefined) return `There is no step "${path}" at the cut, or it lies in an iteration that is over. Cut at an event where it is open.`;
  if (step.closedSeq !== null) return step.outcome === 'completed' ? null : `"${path}" is ${step.outcome} at the cut and has no output. Cut at an event where it is open.`;
  if (step.container !== null) return `"${path}" is open at the cut and makes its output of what is inside it. Give the steps inside theirs.`;
  if (step.wait?.kind === 'approval') return `"${path}" waits for people at the cut. Decide it in the fork.`;
  return step.cancelling ? `"${path}" is being cancelled at the cut.` : null;
}
