import type { RunSummary } from './effects.ts';
import type { RunState } from './state.ts';
import { isRunOver } from './status.ts';

const WAITS_SHOWN = 10;

/** The columns of the run row that follow from the state. */
export function summarize(state: RunState): RunSummary {
  return {
    status: state.status,
    output: state.output,
    error: state.error,
    endedAt: state.endedAt,
    waitingFor: isRunOver(state.status) ? [] : waitingFor(state),
    searchAttributes: state.searchAttributes,
    memo: state.memo,
    generation: state.generation,
  };
}

function waitingFor(state: RunState): RunSummary['waitingFor'] {
  const waits: RunSummary['waitingFor'] = [];
  for (const path of state.waiting) {
    const step = state.steps.get(path);
    const wait = step?.wait;
    if (step === undefined || wait == null) continue;
    const name = wait.kind === 'signal' ? wait.name : wait.kind === 'approval' ? wait.title : wait.kind === 'child' ? wait.workflow : step.node;
    waits.push({ path, kind: wait.kind, name, dueAt: wait.kind === 'child' ? null : wait.dueAt });
    if (waits.length === WAITS_SHOWN) break;
  }
  return waits;
}
