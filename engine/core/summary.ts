import type { RunSummary } from './effects.ts';
import type { WaitFor } from './events.ts';
import { present } from './present.ts';
import { stepAt } from './scopes.ts';
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
    const step = stepAt(state, path);
    const wait = present(step.wait, 'wait', path);
    waits.push({ path, kind: wait.kind, name: nameOf(wait, step.node), dueAt: wait.kind === 'child' ? null : wait.dueAt });
    if (waits.length === WAITS_SHOWN) break;
  }
  return waits;
}

function nameOf(wait: WaitFor, node: string): string {
  switch (wait.kind) {
    case 'timer':
      return node;
    case 'signal':
      return wait.name;
    case 'approval':
      return wait.title;
    case 'child':
      return wait.workflow;
  }
}
