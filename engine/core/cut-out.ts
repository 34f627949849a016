import type { Json, JsonObject } from '../definition/json.ts';
import type { CompletedData, RunEvent } from './events.ts';
import type { Cutter } from './large-values.ts';

/**
 * The event as it stands in the history: what is large in it is a reference. Looks only at the members that hold values
 * of the workflow's own; a message, a path or a parameter for the engine stays where it is.
 */
export function cutOut(cutter: Cutter, event: RunEvent): RunEvent {
  let data: RunEvent['data'] | null = null;
  const one = <T extends object, K extends keyof T & string>(of: T, name: K): T => {
    const before = of[name] as Json;
    const after = cutter.fit(before, event.seq);
    return after === before ? of : { ...of, [name]: after };
  };
  const each = (members: JsonObject): JsonObject => {
    let copy: JsonObject | null = null;
    for (const name of Object.keys(members)) {
      const before = members[name]!;
      const after = cutter.fit(before, event.seq);
      if (after !== before) (copy ??= { ...members })[name] = after;
    }
    return copy ?? members;
  };
  /** What a `set` gives is what it sets: each variable is cut out once. */
  const withVars = (of: CompletedData, vars: JsonObject): CompletedData => {
    const cut = each(vars);
    return { ...of, output: of.output === vars ? cut : cutter.fit(of.output, event.seq), vars: cut };
  };
  const refers = cutter.refersIn(() => {
    switch (event.type) {
      case 'run.started':
        data = one(event.data, 'input');
        return;
      case 'step.completed':
        if (event.derived && event.data.vars !== undefined) data = withVars(event.data, event.data.vars);
        else data = one(event.data, 'output');
        return;
      case 'child.closed':
      case 'iteration.completed':
      case 'run.completed':
        data = one(event.data as { output: Json }, 'output') as RunEvent['data'];
        return;
      case 'signal.received':
      case 'update.received':
        data = one(event.data as { payload: Json }, 'payload') as RunEvent['data'];
        return;
      case 'approval.decided':
        data = one(event.data, 'data');
        return;
      case 'step.opened':
        if (event.data.items !== undefined) data = one(event.data, 'items');
        return;
      case 'update.applied':
        data = { ...one(event.data, 'result'), vars: each(event.data.vars) };
        return;
      case 'run.forked': {
        const { edits } = event.data;
        const cut = { ...edits };
        if (edits.input !== undefined) cut.input = cutter.fit(edits.input, event.seq);
        if (edits.outputs !== undefined) cut.outputs = each(edits.outputs);
        if (edits.vars !== undefined) cut.vars = each(edits.vars);
        data = { ...event.data, edits: cut };
        return;
      }
      default:
        return;
    }
  });
  return refers ? ({ ...event, ...(data === null ? {} : { data }), refs: true } as RunEvent) : event; // the same type with the same members
}
