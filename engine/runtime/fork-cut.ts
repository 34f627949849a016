import type { ForkEdits, RunEvent } from '../core/events.ts';
import { isInside } from '../core/paths.ts';
import type { JsonObject } from '../definition/json.ts';
import type { Store } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import { EngineError, type ForkRun } from './engine.ts';
import { endOfGroup, groupsOf } from './groups.ts';
import type { LargeValues } from './large-values.ts';

/** Up to which event the past is kept, and what is kept beyond it: outputs by path, and the edits of the fork whose beginning is cut off. */
export type Cut = { seq: number; kept: ForkEdits };

type Reading = { store: Pick<Store, 'readEvents'>; runs: { values: Pick<LargeValues, 'whole'> } };

/**
 * Where the past of a run is cut: after the group of an event, or as a step began. A step that only computes is over in
 * the group in which it began, so it begins anew only when the input of that group is left out: the cut lies before the
 * input, and the output that came with it is kept.
 * @throws EngineError unknown_event, step_not_found
 */
export async function cutOf({ store, runs }: Reading, row: RunRow, { event, step }: ForkRun): Promise<Cut> {
  let seq = event ?? row.lastSeq;
  if (step !== undefined) {
    const began = await beginningOf(store, row.id, step);
    if (began === null) throw new EngineError('step_not_found', `The run has no step "${step}" yet.`, { path: step });
    // Before the first input there is nothing to cut.
    if (began.input > 1) return { seq: began.input - 1, kept: await runs.values.whole(row.id, await keptOf(store, row.id, began.input)) };
    seq = began.seq;
  }
  const end = await endOfGroup(store, row.id, seq);
  if (end === null) throw new EngineError('unknown_event', `The history has the events 1 to ${row.lastSeq}; ${seq} is not one of them.`, { lastEvent: row.lastSeq });
  return { seq: end, kept: {} };
}

/** The request with what is kept beyond the cut among its edits. What was asked for goes first. */
export function keeping(request: ForkRun, kept: Cut['kept']): ForkRun {
  const { edits } = request;
  const of = <K extends 'outputs' | 'vars' | 'params'>(name: K): Pick<ForkEdits, K> | object => (kept[name] === undefined ? {} : { [name]: { ...kept[name], ...edits?.[name] } });
  return Object.keys(kept).length === 0 ? request : { ...request, edits: { ...kept, ...edits, ...of('outputs'), ...of('vars'), ...of('params') } };
}

/** The event by which a step began, the last time it did; `input` is that of its group if it was over in it, else 0. */
async function beginningOf(store: Reading['store'], runId: string, path: string): Promise<{ seq: number; input: number } | null> {
  let began: { seq: number; input: number } | null = null;
  let open = false;
  let input = 0;
  let retried = false;
  /** The input with which the run, or what the step stands in, began to fall. */
  let fall: number | null = null;
  for await (const groups of groupsOf(store, runId)) {
    for (const event of groups) {
      if (!event.derived) {
        // A retry takes nothing in: what it computes was led to by what came before the failure, and not by what stopped after it.
        retried = event.type === 'run.retried';
        input = retried ? (fall ?? input) : event.seq;
        if (retried) fall = null;
      }
      if (event.type === 'scope.closing' && (event.path === '' || isInside(path, event.path))) fall ??= input;
      if (!('path' in event) || event.path !== path) continue;
      if (opens(event) || event.type === 'step.opened') [began, open] = [{ seq: event.seq, input: 0 }, true];
      // What it computes again began where it was computed before.
      else if (closes(event)) [began, open] = [open || (retried && began !== null) ? began : { seq: event.seq, input }, false];
    }
  }
  return began;
}

/** Inputs that answer a step. With others, what a pause has held back completes steps, and the fork that lifts the pause answers it anew. */
const ANSWERS: ReadonlySet<RunEvent['type']> = new Set<RunEvent['type']>(['step.completed', 'timer.fired', 'signal.received', 'child.closed']);

/**
 * Outputs of the steps that were open before an input and that its group completed; of a fork its other edits, too. People
 * are asked again, and so is a signal that did not come in time: with an output its step would leave by another branch.
 */
async function keptOf(store: Reading['store'], runId: string, input: number): Promise<ForkEdits> {
  const open = new Set<string>();
  const outputs: JsonObject = {};
  let edits: ForkEdits = {};
  let answers = false;
  const kept = (): ForkEdits => {
    const all = { ...edits.outputs, ...outputs };
    return { ...edits, ...(Object.keys(all).length === 0 ? {} : { outputs: all }) };
  };
  for await (const groups of groupsOf(store, runId)) {
    for (const event of groups) {
      if (event.seq > input && !event.derived) return kept();
      if (event.seq === input) answers = ANSWERS.has(event.type);
      if (event.seq === input && event.type === 'run.forked') edits = event.data.edits;
      if (!('path' in event) || event.path === null) continue;
      if (event.seq >= input && answers && leavesByOut(event) && open.has(event.path)) outputs[event.path] = event.data.output;
      if (event.seq < input && opens(event) && !(event.type === 'step.waiting' && event.data.wait.kind === 'approval')) open.add(event.path);
      // Of what was being stopped a fork takes no output: nobody is at work on it there.
      else if (closes(event) || event.type === 'step.cancelling') open.delete(event.path);
    }
  }
  return kept();
}

function leavesByOut(event: RunEvent): event is Extract<RunEvent, { type: 'step.completed' }> {
  return event.type === 'step.completed' && !(event.derived && event.data.branch !== undefined);
}

function opens(event: RunEvent): boolean {
  return event.type === 'step.scheduled' || event.type === 'step.waiting';
}

function closes(event: RunEvent): boolean {
  return event.type === 'step.completed' || event.type === 'step.failed' || event.type === 'step.skipped' || event.type === 'step.cancelled';
}
