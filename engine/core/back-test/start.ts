import { applyDefaults } from '../../definition/apply-defaults.ts';
import { validatorOf } from '../../definition/json-schema.ts';
import { type NeedsValues, wholeValue } from '../../definition/ref.ts';
import type { Plan } from '../../definition/plan.ts';
import type { InputEvent } from '../events.ts';
import type { Large } from '../large-values.ts';
import type { Difference } from './differences.ts';
import { provided } from './recorded.ts';

type Started = Extract<InputEvent, { type: 'run.started' }>;

/** The start of a recorded run as the draft would take it, or why it would not. */
export function* startOf(draft: Plan, first: InputEvent | undefined, before: Plan, large: Large): Generator<NeedsValues | undefined, Started | Difference> {
  if (first?.type !== 'run.started') throw new Error('The history does not begin with a start.');
  const { data } = first;
  const entry = entryOf(draft, data.entry, before);
  if (entry !== null && draft.nodes.get(entry)?.kind !== 'start') return { kind: 'refused', seq: first.seq, code: 'unknown_entry', message: `The run was entered by "${entry}", and the draft has no such start.`, problems: [] };
  const { input: schema } = draft;
  let { input } = data;
  if (schema !== null) {
    const whole = yield* provided(() => wholeValue(data.input, large.look));
    const filled = applyDefaults(schema, whole);
    const problems = validatorOf(schema).validate(filled);
    if (problems.length > 0) return { kind: 'refused', seq: first.seq, code: 'invalid_input', message: 'The input of the run does not match the schema of the draft.', problems: problems.slice(0, 5).map(({ pointer, message }) => ({ pointer, message })) };
    // As it was recorded where nothing was filled in: a large one stays a reference.
    if (JSON.stringify(filled) !== JSON.stringify(whole)) input = filled;
  }
  // What its version said of the time it may take holds for what the draft says alike.
  const limit = draft.timeoutMs === before.timeoutMs && draft.timeoutCountsPeople === before.timeoutCountsPeople ? {} : { timeoutMs: draft.timeoutMs, timeoutCountsPeople: draft.timeoutCountsPeople };
  return { ...first, data: { ...data, input, entry, planHash: draft.hash, ...limit } };
}

/** One who named no start came in by the first one, and would come in by that of the draft. */
function entryOf(draft: Plan, entry: string | null, before: Plan): string | null {
  if (entry === null || draft.nodes.get(entry)?.kind === 'start') return entry;
  return entry === firstStart(before) ? firstStart(draft) : entry;
}

function firstStart(plan: Plan): string | null {
  for (const node of plan.nodes.values()) if (node.kind === 'start' && !node.disabled) return node.id;
  return null;
}
