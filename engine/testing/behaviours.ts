import type { Json } from '../definition/json.ts';
import { type NodeRunner, type StepContext, StepFailure } from '../ports/node-runner.ts';

export type Behaviour = (input: Json, context: StepContext) => Promise<Json> | Json;

/** Runners for tests: every `code` step does what the behaviour named by its `source` does. */
export class Behaviours {
  readonly calls: { name: string; runId: string; path: string; attempt: number; input: Json }[] = [];
  private readonly named = new Map<string, Behaviour>([
    ['echo', (input) => input],
    ['increment', (input) => (input as number) + 1],
    ['fail', () => { throw new StepFailure('Refused', 'It was refused.', { retryable: false }); }],
  ]);

  set(name: string, behaviour: Behaviour): this {
    this.named.set(name, behaviour);
    return this;
  }

  called(name: string): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  get runners(): ReadonlyMap<string, NodeRunner> {
    const run: NodeRunner['run'] = async (params, context) => {
      const name = String(params.source);
      const behaviour = this.named.get(name);
      if (behaviour === undefined) throw new StepFailure('NoBehaviour', `The test has no behaviour "${name}".`, { retryable: false });
      this.calls.push({ name, runId: context.runId, path: context.path, attempt: context.attempt, input: params.input ?? null });
      return await behaviour(params.input ?? null, context);
    };
    return new Map([['code', { type: 'code', run }]]);
  }
}
