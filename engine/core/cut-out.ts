import type { Json, JsonObject } from '../definition/json.ts';
import type { CompletedData, ForkEdits, RunEvent } from './events.ts';
import type { Cutter } from './large-values.ts';

/**
 * The event as it stands in the history: what is large in it is a reference. Looks only at the members that hold values
 * of the workflow's own; a message, a path or a parameter for the engine stays where it is.
 */
export function cutOut(cutter: Cutter, event: RunEvent): RunEvent {
  const data = dataOf(cutter, event);
  if (!cutter.takeReferred()) return event;
  return Object.assign({}, event, { data, refs: true }) as RunEvent; // the same type with the same members
}

/** The data with its large members cut out; itself when none is. */
function dataOf(cutter: Cutter, event: RunEvent): unknown {
  const { seq } = event;
  switch (event.type) {
    case 'run.started':
      return member(cutter, seq, event.data, 'input');
    case 'step.completed':
      return event.derived && event.data.vars !== undefined ? withVars(cutter, seq, event.data, event.data.vars) : member(cutter, seq, event.data, 'output');
    case 'child.closed':
    case 'iteration.completed':
    case 'run.completed':
      return member(cutter, seq, event.data as { output: Json }, 'output');
    case 'signal.received':
    case 'update.received':
      return member(cutter, seq, event.data as { payload: Json }, 'payload');
    case 'agent.recorded':
      return member(cutter, seq, event.data, 'record');
    case 'approval.decided':
      return member(cutter, seq, event.data, 'data');
    case 'step.opened':
      return event.data.items === undefined ? event.data : member(cutter, seq, event.data, 'items');
    case 'update.applied':
      return { ...member(cutter, seq, event.data, 'result'), vars: members(cutter, seq, event.data.vars) };
    case 'run.forked':
      return { ...event.data, edits: editsOf(cutter, seq, event.data.edits) };
    default:
      return event.data;
  }
}

function member<T extends object, K extends keyof T & string>(cutter: Cutter, seq: number, data: T, name: K): T {
  const before = data[name] as Json;
  const after = cutter.fit(before, seq);
  return after === before ? data : { ...data, [name]: after };
}

function members(cutter: Cutter, seq: number, values: JsonObject): JsonObject {
  let copy: JsonObject | null = null;
  for (const name of Object.keys(values)) {
    const before = values[name]!;
    const after = cutter.fit(before, seq);
    if (after !== before) (copy ??= { ...values })[name] = after;
  }
  return copy ?? values;
}

/** What a `set` gives is what it sets: each variable is cut out once. */
function withVars(cutter: Cutter, seq: number, data: CompletedData, vars: JsonObject): CompletedData {
  const cut = members(cutter, seq, vars);
  return { ...data, output: data.output === vars ? cut : cutter.fit(data.output, seq), vars: cut };
}

function editsOf(cutter: Cutter, seq: number, edits: ForkEdits): ForkEdits {
  const cut = { ...edits };
  if (edits.input !== undefined) cut.input = cutter.fit(edits.input, seq);
  if (edits.outputs !== undefined) cut.outputs = members(cutter, seq, edits.outputs);
  if (edits.vars !== undefined) cut.vars = members(cutter, seq, edits.vars);
  return cut;
}
