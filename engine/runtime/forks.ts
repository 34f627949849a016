import { createHash } from 'node:crypto';
import { advance, type Refusal } from '../core/advance.ts';
import { cloneEvent } from '../core/clone.ts';
import { emptyState } from '../core/empty-state.ts';
import type { PlanChange, RunEvent, RunInput } from '../core/events.ts';
import { evolve } from '../core/evolve.ts';
import type { Large } from '../core/large-values.ts';
import { checkingMigration, type MigrationProblem } from '../core/migration.ts';
import { editedPlan } from '../core/overrides.ts';
import { definitionIdAt, definitionIds, planChange } from '../core/plan-changes.ts';
import type { RunState } from '../core/state.ts';
import { isRunOver } from '../core/status.ts';
import { canonicalJson, pointerToken, toJson, type JsonObject } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import { CommitUnknown, type Store, StoreUnavailable } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import { Changes, rowSignature } from './changes.ts';
import { checkOverrides } from './check-overrides.ts';
import { EngineError, type Forked, type ForkRun } from './engine.ts';
import { cutOf, keeping } from './fork-cut.ts';
import { type ForkPlan, ForkPlanner } from './fork-plan.ts';
import { groupsOf } from './groups.ts';
import { inSlices } from './in-slices.ts';
import { notMigratable, otherVersion, planRef } from './migrations.ts';
import { NO_PLAN } from './parked.ts';
import type { Plans } from './plans.ts';
import { runId as newRunId } from './run-id.ts';
import type { Runs } from './runs.ts';

/** How often a fork is tried whose source is written by others, or whose store does not answer. */
const TRIES = 20;
const PAUSE_MS = 200;

type Past = { state: RunState; plan: Plan; definitionId: string; /** That the past was decided under. */ definitions: string[]; change: PlanChange | null; problems: MigrationProblem[] };
type Made = { commit: RunCommit; state: RunState };

/** Begins runs with the past of others. The past is copied in the store; this process only folds it. */
export class Forks {
  constructor(private readonly options: { store: Store; plans: Plans; runs: Runs }) {}

  async fork(row: RunRow, asked: ForkRun): Promise<Forked> {
    const older = await this.older(row, asked);
    if (older !== null) return { forked: true, run: older, created: false };
    const refused = resetRefusal(row, asked);
    if (refused !== null) return { forked: false, refusal: refused };
    const { store, runs } = this.options;
    const { seq: cut, kept } = await cutOf(this.options, row, asked);
    const request = keeping(asked, kept);
    const id = newRunId(runs.now());
    for (let tries = 0; tries < TRIES; tries++) {
      const made = await runs.values.with(row.id, async (large) => {
        // Folded anew with each try: deciding consumes it.
        const past = await this.past(row, id, cut, request, large);
        if (past.problems.length > 0) throw notMigratable(past.problems);
        if (tries === 0) await this.checkParams(past, request);
        return this.decide(row, id, cut, past, request, large);
      });
      if ('refusal' in made) return { forked: false, refusal: made.refusal };
      await this.requireFreeKey(row, request);
      if (await this.write(row, cut, made, request)) return { forked: true, run: await this.read(id), created: true };
      // An earlier try whose answer was lost has done it, or another request with the same idempotency key.
      const mine = await store.readRun(id);
      if (mine !== null) return { forked: true, run: mine, created: true };
      const theirs = await this.older(row, asked);
      if (theirs !== null) return { forked: true, run: theirs, created: false };
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    }
    throw new EngineError('unavailable', `The run ${row.id} could not be forked in ${TRIES} tries. Try again.`);
  }

  plan(row: RunRow, request: ForkRun): Promise<ForkPlan> {
    return this.options.runs.values.with(row.id, (large) => this.planWith(row, request, large));
  }

  private async planWith(row: RunRow, asked: ForkRun, large: Large): Promise<ForkPlan> {
    const { store } = this.options;
    const { seq: cut, kept } = await cutOf(this.options, row, asked);
    const request = keeping(asked, kept);
    const past = await this.past(row, row.id, cut, request, large);
    await this.checkParams(past, request);
    const params = request.edits?.params ?? {};
    const planner = new ForkPlanner(editedPlan(past.plan, past.state, params));
    for await (const groups of groupsOf(store, row.id)) {
      planner.keep(groups.filter((event) => event.seq <= cut));
      planner.goOn(groups.filter((event) => event.seq > cut));
    }
    const told = planner.tell(past.state, params, { edited: Object.keys(request.edits?.outputs ?? {}), kept: Object.keys(kept.outputs ?? {}).filter((path) => !Object.hasOwn(asked.edits?.outputs ?? {}, path)) });
    const refused = resetRefusal(row, request);
    const made = refused === null && past.problems.length === 0 ? this.decide(row, row.id, cut, past, request, large) : null;
    const refusal = refused ?? (made !== null && 'refusal' in made ? made.refusal : null);
    return { ...told, lastEvent: row.lastSeq, version: past.change === null ? past.state.version : past.change.to.version, refusal, problems: past.problems };
  }

  /** Folds the past up to the cut, and finds the definition that the fork goes on under. */
  private async past(row: RunRow, id: string, cut: number, request: ForkRun, large: Large): Promise<Past> {
    const { store, plans } = this.options;
    let state = emptyState(id);
    const history: RunEvent[] = [];
    const changes: RunEvent[] = [];
    for await (const groups of groupsOf(store, row.id, cut)) {
      for (const event of groups) {
        if (planChange(event) !== null) changes.push(event);
        if (request.version !== undefined) history.push(cloneEvent(event));
        state = evolve(state, event);
      }
    }
    const definitionId = changes.length > 0 ? definitionIdAt(changes, row.definitionId) : await this.firstDefinition(row);
    const plan = await plans.byId(definitionId);
    const other = request.version === undefined ? null : await otherVersion(store, plans, row, request.version);
    const definitions = [...definitionIds(changes, definitionId)];
    if (other === null || other.definitionId === definitionId) return { state, plan, definitionId, definitions, change: null, problems: [] };
    const { problems } = await inSlices(checkingMigration(plan, other.plan, row.id, history, large));
    const change = { from: planRef(definitionId, plan, state.version), to: planRef(other.definitionId, other.plan, other.version) };
    return { state, plan: other.plan, definitionId: other.definitionId, definitions, change, problems };
  }

  /** Edited parameters, as the definition itself would be checked with them in it. @throws EngineError node_unknown, override_invalid */
  private async checkParams({ state, definitionId }: Past, { edits }: ForkRun): Promise<void> {
    const asked = Object.entries(edits?.params ?? {}).map(([node, params]) => ({ node, params, at: `/edits/params/${pointerToken(node)}` }));
    if (asked.length === 0) return;
    const { plans } = this.options;
    checkOverrides(await plans.document(definitionId), plans, state.overrides.filter((entry) => entry.workflow === state.workflow), asked);
  }

  /** What a run began under: what it has now, unless it was moved since. */
  private async firstDefinition(row: RunRow): Promise<string> {
    const { store, plans } = this.options;
    const [started] = await store.readEvents(row.id, 0, 1);
    const now = await plans.byId(row.definitionId).catch(() => null);
    if (started?.type === 'run.started' && started.data.planHash === now?.hash) return row.definitionId;
    const changes: RunEvent[] = [];
    for await (const groups of groupsOf(store, row.id)) changes.push(...groups.filter((event) => planChange(event) !== null));
    return definitionIds(changes, row.definitionId)[0];
  }

  private decide(row: RunRow, id: string, cut: number, { state, plan, definitionId, definitions, change }: Past, request: ForkRun, large: Large): Made | { refusal: Refusal } {
    const { runs } = this.options;
    const at = Math.max(runs.now(), state.at);
    const { mode } = request;
    const key = keyOf(row, request);
    const input: RunInput = {
      id: `fork-${id}`,
      type: 'run.forked',
      data: {
        reason: request.reason ?? null, by: request.by ?? null, source: { runId: row.id, seq: cut, at: state.at }, runId: id, mode, key,
        edits: toJson(request.edits ?? {}) as JsonObject, keepDecisions: request.keepDecisions ?? false, plan: change,
      },
    };
    const first = advance(plan, state, input, at, undefined, large);
    if (!first.accepted) return { refusal: first.refusal };
    const changes = new Changes(id, cut, '', runs.arming(at));
    changes.add(first.state, first, at, {});
    const { commit } = changes.finish(first.state, {
      coreVersion: first.state.coreVersion, workflowId: row.workflowId, workflowName: row.workflowName, version: first.state.version, definitionId, earlierDefinitions: definitions.filter((each) => each !== definitionId), trigger: row.trigger, key,
      idempotencyKey: request.idempotencyKey ?? null, requestHash: request.idempotencyKey == null ? null : hashOf(row, request), parent: null, forkedFrom: { runId: row.id, seq: cut, mode }, startedAt: at, latestOfSlug: null,
    });
    return { commit, state: first.state };
  }

  /** @returns false when it was not written, and what stands in the way must be looked at */
  private async write(row: RunRow, cut: number, made: Made, request: ForkRun): Promise<boolean> {
    const { store, runs } = this.options;
    let ended = null as Made | null;
    const source = request.mode === 'reset' && !isRunOver(row.status) ? await this.fold(row.id) : null;
    const end = source === null ? null : {
      after: source.seq,
      decide: (missed: RunEvent[]): RunCommit | null => {
        ended = endedBy(made.commit.runId, source, missed, runs.now(), request);
        return ended?.commit ?? null;
      },
    };
    try {
      if (!(await store.forkRun({ source: row.id, cut, fork: made.commit, end }))) return false;
    } catch (error) {
      if (!(error instanceof CommitUnknown || error instanceof StoreUnavailable)) throw error;
      return false;
    }
    if (ended !== null) runs.committed(ended.commit, ended.state);
    runs.committed(made.commit, made.state);
    return true;
  }

  private async fold(runId: string): Promise<RunState> {
    let state = emptyState(runId);
    for await (const groups of groupsOf(this.options.store, runId)) for (const event of groups) state = evolve(state, event);
    return state;
  }

  private async read(runId: string): Promise<RunRow> {
    const row = await this.options.store.readRun(runId);
    if (row === null) throw new EngineError('run_not_found', `There is no run ${runId}.`);
    return row;
  }

  /** What the same idempotency key made before. @throws EngineError idempotency_conflict */
  private async older(row: RunRow, request: ForkRun): Promise<RunRow | null> {
    if (request.idempotencyKey == null || row.workflowId === null) return null;
    const older = await this.options.store.findByIdempotencyKey(row.workflowId, request.idempotencyKey);
    if (older !== null && older.requestHash !== hashOf(row, request)) throw new EngineError('idempotency_conflict', `The idempotency key "${request.idempotencyKey}" was used with another request.`, { runId: older.id });
    return older;
  }

  /** @throws EngineError key_in_use when an open run other than the one that a reset ends has the key */
  private async requireFreeKey(row: RunRow, request: ForkRun): Promise<void> {
    const key = keyOf(row, request);
    if (key === null || row.workflowId === null) return;
    const holder = await this.options.store.findOpenByKey(row.workflowId, key);
    if (holder === null || (holder.id === row.id && request.mode === 'reset')) return;
    throw new EngineError('key_in_use', `The open run ${holder.id} of this workflow has the key "${key}".`, { runId: holder.id });
  }
}

function keyOf(row: RunRow, { key, mode }: ForkRun): string | null {
  return key ?? (mode === 'reset' && key !== null ? row.key : null);
}

/** A parent would take the end of the run that is reset for its child's. */
function resetRefusal(row: RunRow, { mode }: ForkRun): Refusal | null {
  if (mode === 'fork' || row.parent?.awaited !== true || isRunOver(row.status)) return null;
  return { code: 'child_run', message: 'A parent run waits for this one and would take its end for the outcome. Fork it, or reset the parent.' };
}

/** Ends the source of a reset; null when it has ended by itself. */
function endedBy(forkId: string, before: RunState, missed: readonly RunEvent[], now: number, request: ForkRun): Made | null {
  let state = before;
  for (const event of missed) state = evolve(state, event);
  if (isRunOver(state.status)) return null;
  const { seq } = state;
  const signature = rowSignature(state);
  const at = Math.max(now, state.at);
  const input: RunInput = { id: `reset-${forkId}`, type: 'run.terminated', data: { reason: `Reset: it goes on as run ${forkId}.${request.reason == null ? '' : ` ${request.reason}`}`, by: request.by ?? null } };
  const ended = advance(NO_PLAN, state, input, at);
  if (!ended.accepted) throw new Error(`The source could not be ended: ${ended.refusal.message}`);
  const changes = new Changes(state.runId, seq, signature, { until: at, continues: false });
  changes.add(ended.state, ended, at, {});
  return { commit: changes.finish(ended.state, null).commit, state: ended.state };
}

/** What makes two forks under one idempotency key the same. */
function hashOf(row: RunRow, { mode, event, step, edits, keepDecisions, key, version }: ForkRun): string {
  return createHash('sha256').update(canonicalJson([row.id, mode, event ?? null, step ?? null, edits ?? {}, keepDecisions ?? false, key ?? null, version ?? null])).digest('hex');
}
