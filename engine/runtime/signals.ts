import type { RunInput } from '../core/events.ts';
import { planOf } from '../core/overrides.ts';
import { validatorOf } from '../definition/json-schema.ts';
import type { Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import type { Store } from '../ports/store.ts';
import type { Delivered } from './delivery.ts';
import { EngineError, type SendSignal, type SignalledRun, type StartBySignal } from './engine.ts';
import type { Plans } from './plans.ts';
import type { Runs } from './runs.ts';
import type { Starts } from './starts.ts';

/** Times a run with the key is looked for that ends again and again before the signal reaches it. */
const LOOKS = 20;

/** Sends signals: held against what the run's definition says of them, and to a run that has yet to be started if need be. */
export class Signals {
  constructor(private readonly options: { store: Store; plans: Plans; runs: Runs; starts: Starts }) {}

  /**
   * @param taken the outbox message that the signal came by
   * @throws EngineError run_not_found, run_parked, unknown_signal, invalid_payload
   */
  async toRun(runId: string, signal: SendSignal, taken: string | null = null): Promise<Delivered> {
    const { store, plans, runs } = this.options;
    const run = await store.readRun(runId);
    if (run === null) throw new EngineError('run_not_found', `There is no run ${runId}.`);
    const drawn = await plans.byId(run.definitionId);
    // What this run alone waits for, because its parameters were overridden, stands in its state.
    const plan = drawn.signals.has(signal.name) ? drawn : planOf(drawn, (await runs.look(runId, run.lastSeq)).state);
    requireSignal(plan, signal.name, signal.payload);
    return await runs.deliver(runId, { input: inputOf(signal), taken });
  }

  /**
   * To the open run of a workflow that has the key. When there is none and `start` says how, one is started, and its
   * start and the signal are one commit: of many at once one starts, the others reach its run.
   * @throws EngineError as of `toRun`, workflow_not_found, version_not_found, definition_invalid, input_invalid
   */
  async toKey(workflow: string, key: string, signal: SendSignal, start: StartBySignal | null, taken: string | null = null): Promise<SignalledRun> {
    const { store, starts } = this.options;
    const owner = await store.findWorkflow(workflow);
    if (owner === null) throw new EngineError('workflow_not_found', `There is no workflow "${workflow}".`);
    for (let looks = 0; looks < LOOKS; looks++) {
      const holder = await store.findOpenByKey(owner.id, key);
      if (holder !== null) {
        const answer = await this.toRun(holder.id, signal, taken);
        // It ended between the look and the signal: there may be another, or none.
        if (!answer.accepted && answer.refusal.code === 'run_over') continue;
        return { runId: holder.id, started: false, answer };
      }
      if (start === null) throw new EngineError('run_not_found', `The workflow "${owner.slug}" has no open run with the key "${key}".`);
      const begun = await starts.startWithSignal({ workflow: owner.id, key, ...(await start()) }, signal, taken);
      if (begun !== null) return begun;
    }
    throw new EngineError('unavailable', `The runs of "${owner.slug}" with the key "${key}" begin and end faster than a signal reaches them. Try again.`);
  }
}

export function inputOf({ id, name, payload, clientId, by, reason }: SendSignal): Extract<RunInput, { type: 'signal.received' }> {
  return { id, type: 'signal.received', data: { name, payload, clientId, by, ...(reason === undefined ? {} : { reason }) } };
}

/**
 * Declared names are held against their schema; a workflow that computes a name may wait for any.
 * @throws EngineError unknown_signal, invalid_payload with every place that does not match
 */
export function requireSignal(plan: Plan, name: string, payload: Json): void {
  const schema = plan.signals.get(name);
  if (schema === undefined) {
    const computesNames = [...plan.nodes.values()].some((node) => node.kind === 'signal' && node.params.get('name')?.constant === false);
    if (computesNames) return;
    const known = [...plan.signals.keys()];
    throw new EngineError('unknown_signal', known.length === 0 ? 'This workflow waits for no signals.' : `This workflow waits for no signal "${name}". It knows ${known.map((each) => `"${each}"`).join(', ')}.`, { signals: known });
  }
  if (schema === null) return;
  const problems = validatorOf(schema).validate(payload);
  const [first] = problems;
  if (first === undefined) return;
  const rest = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  const findings = problems.map(({ pointer, keyword, message }) => ({ severity: 'error' as const, code: keyword, pointer: `/payload${pointer}`, message }));
  throw new EngineError('invalid_payload', `The payload does not match its schema. /payload${first.pointer}: ${first.message}${rest}`, {}, findings);
}
