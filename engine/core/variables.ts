import type { Json } from '../definition/json.ts';
import { present } from './present.ts';
import type { RunState } from './state.ts';

/** Every so many events, earlier values of variables that nobody reads any more leave. */
const VARS_SPAN = 256;

/** Sets variables from this event on; what was there before is still told as of earlier events. */
export function writeVars(state: RunState, seq: number, vars: Record<string, Json>): void {
  const last = present(state.vars.at(-1), 'variables', state.runId);
  state.vars.push({ seq, values: { ...last.values, ...vars } });
  if (!state.retain && Math.floor(last.seq / VARS_SPAN) !== Math.floor(seq / VARS_SPAN)) forgetVars(state);
}

/**
 * Open steps, and children that a fork may start anew, resolve their inputs against the variables as of their own event:
 * those stay, and the last.
 */
function forgetVars(state: RunState): void {
  const needed = new Set([state.vars.length - 1]);
  for (const step of state.steps.values()) {
    if (step.closedSeq === null && step.container === null && (step.wait === null || step.wait.kind === 'child')) needed.add(varsBefore(state.vars, step.openedSeq));
  }
  state.vars = state.vars.filter((_, index) => needed.has(index));
}

/** Index of the last entry at or before a seq, by halving. */
function varsBefore(vars: RunState['vars'], seq: number): number {
  let low = 0;
  let high = vars.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (present(vars[middle], 'variables', String(middle)).seq <= seq) low = middle;
    else high = middle - 1;
  }
  return low;
}
