import { randomUUID } from 'node:crypto';
import { endedAttempts } from '../core/attempt-logs.ts';
import { definitionIds } from '../core/plan-changes.ts';
import { resolveStep } from '../core/resolve.ts';
import type { RunInput } from '../core/events.ts';
import { inDrawnOrder } from '../definition/drawn-order.ts';
import type { Plan } from '../definition/plan.ts';
import type { Definition } from '../definition/schema.ts';
import type { Store } from '../ports/store.ts';
import type { ApprovalRow, ListChange, RunRow } from '../ports/views.ts';
import { type Engine, EngineError, type Health, type RunWatcher, type Submitted, type Unwatch } from './engine.ts';
import type { BackTests } from './back-tests.ts';
import { FoldedRuns } from './folded-runs.ts';
import type { Forks } from './forks.ts';
import { LOST_AFTER_MS } from './lease-keeper.ts';
import type { Migrations } from './migrations.ts';
import type { Parked } from './parked.ts';
import type { Plans } from './plans.ts';
import { replayRun } from './replay-run.ts';
import type { Runs } from './runs.ts';
import type { ExternalTasks } from './external-tasks.ts';
import type { Signals } from './signals.ts';
import type { Starts } from './starts.ts';
import { Talk } from './talk.ts';
import { triggerVerbs } from './triggers.ts';

export type EngineParts = {
  store: Store;
  plans: Plans;
  runs: Runs;
  starts: Starts;
  signals: Signals;
  external: ExternalTasks;
  parked: Parked;
  forks: Forks;
  migrations: Migrations;
  backTests: BackTests;
  watch: (runId: string, afterSeq: number, watcher: RunWatcher) => Promise<Unwatch>;
  whenOver: (runId: string, over: () => void) => Promise<Unwatch>;
  expect: (runId: string) => Promise<void>;
  watchLists: Engine['watchLists'];
  tellLists: (change: ListChange) => void;
  health: () => Promise<Health>;
  metrics: () => Record<string, number>;
  close: () => Promise<void>;
};

/** Puts the engine's face together. */
export function engineOf(parts: EngineParts): Engine {
  const { store, plans, runs, starts, parked, forks, migrations } = parts;
  const views = new FoldedRuns(store);

  const found = async (runId: string): Promise<RunRow> => {
    const run = await store.readRun(runId);
    if (run === null) throw new EngineError('run_not_found', `There is no run ${runId}.`);
    return run;
  };
  const planOf = async (runId: string): Promise<Plan> => plans.byId((await found(runId)).definitionId);
  const submit = async (runId: string, input: RunInput): Promise<Submitted> => {
    if (input.type === 'run.retried') await keyIsFree(runId);
    try {
      const result = await runs.deliver(runId, { input });
      return result.accepted ? { accepted: true, seq: result.seq, at: result.at } : result;
    } catch (error) {
      if (input.type !== 'run.terminated' || !(error instanceof EngineError) || error.code !== 'run_parked') throw error;
      return await parked.terminate(runId, input);
    }
  };
  /** A run that is reopened takes its business key again, which another open run may hold by now. */
  const keyIsFree = async (runId: string): Promise<void> => {
    const { key, workflowId } = await found(runId);
    if (key === null || workflowId === null) return;
    const holder = await store.findOpenByKey(workflowId, key);
    if (holder !== null && holder.id !== runId) throw new EngineError('key_in_use', `The open run ${holder.id} of this workflow has the key "${key}". End it before this one is retried.`, { runId: holder.id });
  };
  const talk = new Talk({ store, plans, values: runs.values, now: runs.now, found, view: (runId) => views.of(runId), planOf, submit });
  /** Until the run has ended, or for so long, ms. */
  const untilOver = async (runId: string, ms: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const time = new Promise<void>((resolve) => (timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1))));
    let heard: () => void = () => {};
    const over = new Promise<void>((resolve) => (heard = resolve));
    const listening = parts.whenOver(runId, heard);
    try {
      await Promise.race([over, time, listening.then(() => over)]);
    } finally {
      clearTimeout(timer);
      // The end may have come before it is listened for: that is given up all the same.
      void listening.then((unwatch) => unwatch(), () => {});
    }
  };
  /** A task goes by its run and the seq of the event that opened it. */
  const taskOf = (id: string, token: string): { runId: string; seq: number; token: string } => {
    const [, runId, seq] = /^(.+)\.(\d{1,9})$/.exec(id) ?? [];
    return { runId: runId ?? '', seq: Number(seq ?? 0), token };
  };
  /** Its form as it was written: the history has sorted its members. */
  const asDrawn = async (row: ApprovalRow): Promise<ApprovalRow> => {
    if (row.form === null) return row;
    // What this process cannot compile is shown as it stands.
    const plan = await plans.byId(row.definitionId).catch(() => null);
    return Object.assign({}, row, { form: inDrawnOrder(row.form, plan?.nodes.get(row.node)?.raw['form']) });
  };
  /** An approval goes by its run and the seq of the event that opened it. */
  const readApproval: Engine['readApproval'] = async (id) => {
    const [, runId, seq] = /^(.+)\.(\d{1,9})$/.exec(id) ?? [];
    const row = runId === undefined ? null : await store.readApproval(runId, Number(seq));
    return row === null ? null : await asDrawn(row);
  };
  const foundApproval = async (id: string): Promise<NonNullable<Awaited<ReturnType<Engine['readApproval']>>>> => {
    const approval = await readApproval(id);
    if (approval === null) throw new EngineError('approval_not_found', `There is no approval ${id}.`);
    return approval;
  };

  return {
    workspaceId: store.workspaceId,
    now: runs.now,
    ...triggerVerbs({ store, starts, now: runs.now, tell: parts.tellLists }),
    startRun: (request) => starts.start(request, parts.expect),
    findRepeated: (workflowId, idempotencyKey, fingerprint) => starts.repeated(workflowId, idempotencyKey, fingerprint),
    submit,
    async signalRun(runId, signal) {
      const result = await parts.signals.toRun(runId, signal);
      return result.accepted ? { accepted: true, seq: result.seq, at: result.at } : result;
    },
    signalByKey: (workflow, key, signal, start) => parts.signals.toKey(workflow, key, signal, start),
    overrideNode: (runId, override) => talk.override(runId, override),
    retryRun: (runId, request) => talk.retry(runId, request),
    queryRun: (runId, name) => talk.query(runId, name),
    updateRun: (runId, update) => talk.update(runId, update),
    async unparkRun(runId) {
      await found(runId);
      await parked.unpark(runId);
    },
    forkRun: async (runId, request) => forks.fork(await found(runId), request),
    planFork: async (runId, request) => forks.plan(await found(runId), request),
    migrateRun: (runId, request) => migrations.migrate(`migrate-${randomUUID()}`, request, () => found(runId)),
    planMigration: async (runId, request) => migrations.plan(await found(runId), request),
    backTest: (request) => parts.backTests.of(request),
    readRun: (runId) => store.readRun(runId),
    findWorkflow: (idOrSlug) => store.findWorkflow(idOrSlug),
    async findRunByKey(workflow, key) {
      const owner = await store.findWorkflow(workflow);
      if (owner === null) return null;
      return (await store.findOpenByKey(owner.id, key)) ?? (await store.listRuns({ workflowId: owner.id, key }, { limit: 1 })).items[0] ?? null;
    },
    listRuns: (filter, page) => store.listRuns(filter, page),
    countRuns: (filter, limit) => store.countRuns(filter, limit),
    lastRuns: (workflowIds, perWorkflow) => store.lastRuns(workflowIds, perWorkflow),
    viewState: (runId) => views.of(runId),
    readTasks: (runId) => store.readTasks(runId),
    readEvents: (runId, after, limit) => store.readEvents(runId, after, limit),
    readLogs: (runId, step) => store.readLogs(runId, step.path, endedAttempts(step)),
    planOfRun: planOf,
    definitionOfRun: async (runId) => plans.document((await found(runId)).definitionId),
    async definitionsOf(runId, history) {
      const ids = definitionIds(history, (await found(runId)).definitionId);
      return await Promise.all(ids.map(async (id): Promise<[string, Definition]> => [id, await plans.document(id)]));
    },
    readLargeValue: async (runId, hash) => (await store.readPayloads(runId, [hash])).get(hash) ?? null,
    async resolveStepInput(runId, path) {
      const resolved = await runs.values.with(runId, async ({ look }) => {
        const [state, plan] = await Promise.all([views.of(runId), planOf(runId)]);
        if (!state.steps.has(path)) throw new EngineError('step_not_found', `The run has no step "${path}" yet.`, { path });
        return resolveStep(plan, state, path, look);
      });
      return resolved.ok ? { params: resolved.params } : { error: resolved.error };
    },
    replayRun: async (runId) => replayRun({ store, plans, values: runs.values }, await found(runId)),
    async waitForEnd(runId, ms) {
      if (ms > 0) await untilOver(runId, ms);
      return await found(runId);
    },
    async watchRun(runId, afterSeq, watcher) {
      await found(runId);
      return await parts.watch(runId, afterSeq, watcher);
    },
    watchLists: parts.watchLists,
    async listApprovals(filter, page) {
      const { items, nextCursor } = await store.listApprovals(filter, page);
      return { items: await Promise.all(items.map(asDrawn)), nextCursor };
    },
    readApproval,
    countOpenApprovals: () => store.countOpenApprovals(),
    async decideApproval(id, decision) {
      const approval = await foundApproval(id);
      return await submit(approval.runId, {
        id: decision.id ?? `decision-${randomUUID()}`, type: 'approval.decided', path: approval.path,
        data: { outcome: decision.outcome, by: decision.by, comment: decision.comment ?? null, data: decision.data ?? null, shownHash: decision.shownHash ?? null },
      });
    },
    async delegateApproval(id, delegation) {
      const approval = await foundApproval(id);
      return await submit(approval.runId, { id: delegation.id ?? `delegation-${randomUUID()}`, type: 'approval.delegated', path: approval.path, data: { to: delegation.to, by: delegation.by, comment: delegation.comment ?? null } });
    },
    pollTasks: (request) => parts.external.poll(request),
    heartbeatTask: (id, token, details, leaseMs) => parts.external.heartbeat(taskOf(id, token), details, leaseMs),
    completeTask: (id, token, output) => parts.external.complete(taskOf(id, token), output),
    failTask: (id, token, error, retryable, retryAfterMs) => parts.external.fail(taskOf(id, token), error, retryable, retryAfterMs),
    listWorkers: () => store.listWorkers(LOST_AFTER_MS),
    listTaskQueues: () => store.listTaskQueues(),
    async setQueueLimits(queue, limits, by) {
      await store.setQueueLimits(queue, limits, by);
      parts.tellLists({ type: 'task_queue', name: queue });
    },
    listDeadLetters: (page) => store.listDeadLetters(page),
    async retryDeadLetter(id, { reason, by }) {
      const letter = await store.readDeadLetter(id);
      if (letter === null) throw new EngineError('dead_letter_not_found', `There is no dead letter ${id}.`);
      // Whoever asks again because the answer was lost is told that it was done.
      if (letter.retriedAt !== null) return { accepted: true, runId: letter.runId };
      const run = await found(letter.runId);
      const result = await submit(letter.runId, { id: `retry-${letter.id}-${run.generation}`, type: 'run.retried', data: { reason: reason ?? 'Retried from the dead letters.', by, generation: run.generation + 1 } });
      return { ...result, runId: letter.runId };
    },
    async dismissDeadLetter(id, { reason, by }) {
      const letter = await store.readDeadLetter(id);
      if (letter === null) throw new EngineError('dead_letter_not_found', `There is no dead letter ${id}.`);
      await store.dismissDeadLetter(id, { at: runs.now(), by, reason });
      parts.tellLists({ type: 'dead_letters', run: letter.runId });
      return { runId: letter.runId };
    },
    listCollections: (page) => store.listCollections(page),
    listRecords: (collection, prefix, page) => store.listValues(collection, prefix, page),
    readRecord: (collection, key) => store.readValue(collection, key),
    health: parts.health,
    metrics: parts.metrics,
    close: parts.close,
  };
}
