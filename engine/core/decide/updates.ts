import { ExpressionError } from '../../definition/expressions/template.ts';
import { validatorOf } from '../../definition/json-schema.ts';
import type { JsonObject } from '../../definition/json.ts';
import { wholeValue } from '../../definition/ref.ts';
import type { Plan } from '../../definition/plan.ts';
import type { Refusal } from '../advance.ts';
import type { DerivedPayload, InputPayload } from '../events.ts';
import { expressionScope } from '../expression-scope.ts';
import type { Cutter } from '../large-values.ts';
import type { RunState } from '../state.ts';
import { refuse } from './refuse.ts';

type Received = Extract<InputPayload, { type: 'update.received' }>['data'];
type Applied = Extract<DerivedPayload, { type: 'update.applied' }>['data'];

/**
 * What an update would do: checked and evaluated before it is taken, so that one that fails leaves no trace. `result`
 * sees the variables as the update leaves them.
 * @param at epoch ms of the event that the update would be
 */
export function evaluateUpdate(plan: Plan, state: RunState, { name, payload: given }: Received, at: number, cutter: Cutter | null): { applied: Applied } | { refused: Refusal } {
  const update = plan.updates.get(name);
  if (update === undefined) {
    const known = [...plan.updates.keys()];
    return { refused: refuse('unknown_update', known.length === 0 ? 'This workflow takes no updates.' : `This workflow takes no update "${name}"; it knows ${known.map((each) => `"${each}"`).join(', ')}.`) };
  }
  // As it will stand in the history, so that it is worked out the same when it is read from there.
  const payload = cutter === null ? given : cutter.fit(given, state.seq + 1);
  const problems = update.schema === null ? [] : validatorOf(update.schema).validate(wholeValue(payload, cutter?.look));
  if (problems.length > 0) {
    return { refused: { ...refuse('invalid_payload', `The payload does not match what the update "${name}" takes.`), problems: problems.map(({ pointer, message }) => ({ pointer, message })) } };
  }
  const scope = { ...expressionScope(plan, state, '', { now: at, locals: { payload } }), look: cutter?.look };
  try {
    const vars: JsonObject = {};
    for (const [variable, template] of update.set) vars[variable] = template.evaluate(scope);
    const result = update.result === null ? null : update.result.evaluate({ ...scope, vars: { ...scope.vars, ...vars } });
    return { applied: { name, vars, result } };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { refused: refuse('update_failed', `The update "${name}" cannot be worked out: ${error.message}`) };
  }
}
