import type { RunEvent } from './events.ts';
import { childOf } from './identity.ts';
import { overrideFromTheBeginning } from './overrides.ts';
import { present } from './present.ts';
import { moved } from './request-clock.ts';
import type { RunState, StepState } from './state.ts';

type Forked = Extract<RunEvent, { type: 'run.forked' }>;

/**
 * What a fork does to the state that it has inherited: the run is itself from here on, clocks go on where they stood at
 * the cut, and the edits hold. Whether anything has to happen because of it is not decided here.
 */
export function takeFork(state: RunState, { data, at }: Forked): void {
  const stoodStill = at - data.source.at;
  state.runId = data.runId;
  state.key = data.key;
  // Nobody waits for this run, and the children that the source has started are the source's.
  state.parent = null;
  state.children = [];
  if (data.plan !== null) state.version = data.plan.to.version;
  for (const step of state.steps.values()) {
    if (step.closedSeq === null) carryOver(state, step, stoodStill, data.keepDecisions);
  }
  const { edits } = data;
  if (edits.input !== undefined) replaceInput(state, edits.input);
  for (const [path, output] of Object.entries(edits.outputs ?? {})) replaceOutput(state, present(state.steps.get(path), 'step', path), output);
  for (const [node, params] of Object.entries(edits.params ?? {})) overrideFromTheBeginning(state, { workflow: state.workflow, node, params });
  // Over every entry that is kept: what starts again sees the variables as of its own event.
  const { vars } = edits;
  if (vars !== undefined) state.vars = state.vars.map((entry) => ({ seq: entry.seq, values: { ...entry.values, ...vars } }));
}

function carryOver(state: RunState, step: StepState, stoodStill: number, keepDecisions: boolean): void {
  step.countedFrom += stoodStill;
  if (!keepDecisions) step.decisions = [];
  const attempt = step.attempts.at(-1);
  if (step.dueAt !== null) {
    step.dueAt += stoodStill;
    if (attempt !== undefined) attempt.dueAt = step.dueAt;
  }
  const { wait } = step;
  if (wait === null) return;
  // A copy: the event that opened the step holds this object too.
  if (wait.kind === 'child') step.wait = { ...wait, runId: childOf(state, step.scope, step.path) };
  else if (wait.kind === 'approval') step.wait = moved(wait, stoodStill);
  else if (wait.dueAt !== null) step.wait = { ...wait, dueAt: wait.dueAt + stoodStill };
}

function replaceInput(state: RunState, input: RunState['input']): void {
  state.input = input;
  // The start that was entered by hands the input on; its output is nothing else.
  const start = state.entry === null ? undefined : state.steps.get(state.entry);
  if (start?.outcome === 'completed' && !start.pinned) start.output = input;
}

function replaceOutput(state: RunState, step: StepState, output: StepState['output']): void {
  // What is open completes with it: that is an event of its own.
  if (step.closedSeq === null) return;
  step.output = output;
  for (const scope of state.scopes.values()) {
    for (const entries of [scope.log, scope.compensation?.pending]) for (const entry of entries ?? []) if (entry.path === step.path) entry.output = output;
  }
}
