import { randomUUID } from 'node:crypto';
import { answerQuery } from '../core/query.ts';
import type { Override, RunInput } from '../core/events.ts';
import type { RunState } from '../core/state.ts';
import { canonicalJson, type Json } from '../definition/json.ts';
import { refsTold } from '../definition/ref.ts';
import type { Plan } from '../definition/plan.ts';
import type { Definition } from '../definition/schema.ts';
import type { Store } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import { type AskedParams, checkOverrides } from './check-overrides.ts';
import { EngineError, type OverrideNode, type Queried, type RetryRun, type Submitted, type UpdateRun, type Updated } from './engine.ts';
import type { LargeValues } from './large-values.ts';
import type { Plans } from './plans.ts';

export type TalkParts = {
  store: Pick<Store, 'findVersion' | 'readEvents'>;
  plans: Pick<Plans, 'document' | 'findings'>;
  now: () => number;
  values: Pick<LargeValues, 'with' | 'whole'>;
  found: (runId: string) => Promise<RunRow>;
  view: (runId: string) => Promise<RunState>;
  planOf: (runId: string) => Promise<Plan>;
  submit: (runId: string, input: RunInput) => Promise<Submitted>;
};

/** What is said to a run beyond its plain controls: overrides, also with a retry, queries, updates. */
export class Talk {
  constructor(private readonly parts: TalkParts) {}

  /** @throws EngineError run_not_found, workflow_not_found, version_not_found, node_unknown, override_invalid */
  async override(runId: string, { node, workflow, params, reason, by }: OverrideNode): Promise<Submitted> {
    const { found, plans, view, submit } = this.parts;
    const run = await found(runId);
    const target = await this.target(run, workflow);
    const before = (await view(runId)).overrides.filter((entry) => entry.workflow === target.workflow);
    checkOverrides(target.document, plans, before, [{ node, params, at: '/params' }]);
    return await submit(runId, { id: `control:${randomUUID()}`, type: 'run.overridden', data: { workflow: target.workflow, node, params, reason: reason ?? null, by: by ?? null } });
  }

  /** @throws EngineError as `override`; key_in_use */
  async retry(runId: string, { overrides = [], reason, by }: RetryRun): Promise<Submitted> {
    const { found, plans, view, submit } = this.parts;
    const run = await found(runId);
    const told: Override[] = [];
    const asked = new Map<string, { document: Definition; params: AskedParams[] }>();
    for (const [index, { node, workflow, params }] of overrides.entries()) {
      const target = await this.target(run, workflow);
      told.push({ workflow: target.workflow, node, params });
      const of = asked.get(target.workflow) ?? { document: target.document, params: [] };
      of.params.push({ node, params, at: `/overrides/${index}/params` });
      asked.set(target.workflow, of);
    }
    const before = asked.size === 0 ? [] : (await view(runId)).overrides;
    for (const [workflow, { document, params }] of asked) checkOverrides(document, plans, before.filter((entry) => entry.workflow === workflow), params);
    return await submit(runId, { id: `control:${randomUUID()}`, type: 'run.retried', data: { generation: run.generation + 1, ...(told.length === 0 ? {} : { overrides: told }), reason: reason ?? null, by: by ?? null } });
  }

  /** The definition that a node is looked for in: the run's own, or the latest version of another workflow, for children. */
  private async target(run: RunRow, workflow: string | undefined): Promise<{ workflow: string; document: Definition }> {
    const { store, plans } = this.parts;
    const own = async () => ({ workflow: run.workflowId ?? '', document: await plans.document(run.definitionId) });
    if (workflow === undefined || workflow === run.workflowId || workflow === run.workflowSlug) return await own();
    const version = await store.findVersion(workflow, 'latest');
    if (version.found) return version.workflowId === run.workflowId ? await own() : { workflow: version.workflowId, document: await plans.document(version.definitionId) };
    if (version.what === 'workflow') throw new EngineError('workflow_not_found', `There is no workflow "${workflow}".`);
    throw new EngineError('version_not_found', `The workflow "${workflow}" has no version yet, so no child can run it.`);
  }

  /** @throws EngineError run_not_found, query_unknown, query_failed */
  async query(runId: string, name: string): Promise<Queried> {
    const { answer, seq, own } = await this.parts.values.with(runId, async ({ look }) => {
      const [state, plan] = await Promise.all([this.parts.view(runId), this.parts.planOf(runId)]);
      return { answer: answerQuery(plan, state, name, Math.max(this.parts.now(), state.at), look), seq: state.seq, own: plan.queries.has(name) };
    });
    // Who asks a question of the definition wants its answer; the built-in ones tell of everything there is.
    if (answer.ok) return { result: own ? await this.parts.values.whole(runId, answer.result) : refsTold(answer.result), seq };
    throw new EngineError(answer.code === 'unknown_query' ? 'query_unknown' : 'query_failed', answer.message);
  }

  /** @throws EngineError run_not_found, run_parked, idempotency_conflict */
  async update(runId: string, { name, payload = null, id, reason, by }: UpdateRun): Promise<Updated> {
    const input: RunInput = { id: id == null ? `update:${randomUUID()}` : `update:client:${id}`, type: 'update.received', data: { name, payload, clientId: id ?? null, reason: reason ?? null, by: by ?? null } };
    const answer = await this.parts.submit(runId, input);
    if (answer.accepted) return { accepted: true, seq: answer.seq, result: (await this.applied(runId, answer.seq)).result, first: true };
    const { refusal } = answer;
    if (refusal.code !== 'duplicate' || refusal.seq === undefined) return { accepted: false, refusal };
    const earlier = await this.applied(runId, refusal.seq);
    if (earlier.name !== name || canonicalJson(earlier.payload) !== canonicalJson(payload)) {
      throw new EngineError('idempotency_conflict', `The id "${id}" was used with another update.`, { seq: refusal.seq });
    }
    return { accepted: true, seq: refusal.seq, result: earlier.result, first: false };
  }

  /** What an update answered: it stands behind it in the history. */
  private async applied(runId: string, seq: number): Promise<{ name: string; payload: Json; result: Json }> {
    const [received, applied] = await this.parts.store.readEvents(runId, seq - 1, 2);
    if (received?.type !== 'update.received' || applied?.type !== 'update.applied') throw new Error(`Event ${seq} of run ${runId} is no update.`);
    const { name, payload } = received.data;
    return await this.parts.values.whole(runId, { name, payload, result: applied.data.result });
  }
}
