import { advance, type Refusal } from '../core/advance.ts';
import { cloneEvent } from '../core/clone.ts';
import { emptyState } from '../core/empty-state.ts';
import type { PlanRef, RunEvent, RunInput } from '../core/events.ts';
import { evolve } from '../core/evolve.ts';
import type { Large } from '../core/large-values.ts';
import { migrationRefusal } from '../core/decide/guards.ts';
import { checkingMigration, checkOn, type MigrationCheck, type MigrationProblem } from '../core/migration.ts';
import type { RunState } from '../core/state.ts';
import { isRunOver } from '../core/status.ts';
import type { Json } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import type { RunCommit } from '../ports/run-commit.ts';
import { CommitUnknown, type Store, StoreUnavailable } from '../ports/store.ts';
import type { RunRow } from '../ports/views.ts';
import { Changes, rowSignature } from './changes.ts';
import { EngineError, type MigrateRun, type MigrationPlan, type Submitted } from './engine.ts';
import { everyEvent } from './folded-runs.ts';
import { inSlices } from './in-slices.ts';
import type { Plans } from './plans.ts';
import type { Runs } from './runs.ts';

const TRIES = 10;
const PAUSE_MS = 200;

type Other = { definitionId: string; plan: Plan; version: number | null };

/**
 * Moves runs to other versions. The whole history is checked first, and what happened meanwhile under the run's lock, so
 * that a run which never stands still is moved all the same and no step slips in between.
 */
export class Migrations {
  constructor(private readonly options: { store: Store; plans: Plans; runs: Runs }) {}

  async plan(row: RunRow, request: MigrateRun): Promise<MigrationPlan> {
    const { store, plans } = this.options;
    const other = await otherVersion(store, plans, row, request.version);
    const history = await everyEvent(store, row.id);
    const refusal = refusalOf(await inSlices(folding(row.id, history)));
    if (refusal === null) requireAnother(row, other);
    return { from: row.version, to: other.version, refusal, problems: refusal === null ? await this.problems(row, await plans.byId(row.definitionId), other.plan, history) : [] };
  }

  /** @param read the row as it is now */
  async migrate(inputId: string, request: MigrateRun, read: () => Promise<RunRow>): Promise<Submitted> {
    const { store, plans, runs } = this.options;
    for (let tries = 0; tries < TRIES; tries++) {
      const row = await read();
      if (row.parked !== null) throw new EngineError('run_parked', `The run is parked: ${row.parked}`);
      const history = await everyEvent(store, row.id);
      // An earlier try, whose answer was lost, may have done it.
      const done = history.find((event) => !event.derived && event.id === inputId);
      if (done !== undefined) return { accepted: true, seq: done.seq, at: done.at };
      const other = await otherVersion(store, plans, row, request.version);
      const refusal = refusalOf(await inSlices(folding(row.id, history)));
      if (refusal !== null) return { accepted: false, refusal };
      requireAnother(row, other);
      const from = await plans.byId(row.definitionId);
      const result = await runs.values.with(row.id, async (large) => {
        const { problems, state } = await check(from, other.plan, row.id, history, large);
        if (problems.length > 0) throw notMigratable(problems);
        return await this.write(row, from, other, state, inputId, request, large);
      });
      if (result !== 'again') return result;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    }
    throw new EngineError('unavailable', `The run ${(await read()).id} could not be moved in ${TRIES} tries. Try again.`);
  }

  private async problems(row: RunRow, from: Plan, to: Plan, history: readonly RunEvent[]): Promise<MigrationProblem[]> {
    return await this.options.runs.values.with(row.id, async (large) => (await check(from, to, row.id, history, large)).problems);
  }

  private async write(row: RunRow, from: Plan, other: Other, checked: RunState, inputId: string, request: MigrateRun, large: Large): Promise<Submitted | 'again'> {
    const { store, runs } = this.options;
    let refused: Refusal | null = null as Refusal | null;
    let problems: MigrationProblem[] = [];
    let moved = null as { commit: RunCommit; state: RunState; seq: number; at: number } | null;
    const { seq } = checked;
    const input: RunInput = {
      id: inputId,
      type: 'run.migrated',
      data: { reason: request.reason ?? null, by: request.by ?? null, from: planRef(row.definitionId, from, row.version), to: planRef(other.definitionId, other.plan, other.version) },
    };
    try {
      const { result } = await store.commitAlone(row.id, seq, (missed) => {
        // Somebody else has moved it: what was checked is not what it is.
        if (missed.some((event) => event.type === 'run.migrated')) return null;
        const check = checkOn(from, other.plan, checked, missed, large);
        problems = check.problems;
        if (problems.length > 0) return null;
        const { state } = check;
        const before = { seq: state.seq, signature: rowSignature(state) };
        const at = Math.max(runs.now(), state.at);
        const decided = advance(other.plan, state, input, at, undefined, large);
        if (!decided.accepted) {
          ({ refusal: refused } = decided);
          return null;
        }
        const changes = new Changes(row.id, before.seq, before.signature, runs.arming(at));
        changes.add(decided.state, decided, at, {});
        const { commit } = changes.finish(decided.state, null, { definitionId: other.definitionId, version: other.version });
        moved = { commit, state: decided.state, seq: before.seq + 1, at };
        return commit;
      });
      if (problems.length > 0) throw notMigratable(problems);
      if (refused !== null) return { accepted: false, refusal: refused };
      if (moved === null || result !== 'written') return 'again';
    } catch (error) {
      if (error instanceof CommitUnknown || error instanceof StoreUnavailable) return 'again';
      throw error;
    }
    runs.committed(moved.commit, moved.state);
    return { accepted: true, seq: moved.seq, at: moved.at };
  }
}

function* folding(runId: string, history: readonly RunEvent[]): Generator<undefined, RunState> {
  let state = emptyState(runId);
  for (const event of history) {
    state = evolve(state, cloneEvent(event));
    yield;
  }
  return state;
}

/** A history may have a hundred thousand events, and the process others to serve. @throws NeedsValues */
function check(from: Plan, to: Plan, runId: string, history: readonly RunEvent[], large: Large): Promise<MigrationCheck> {
  return inSlices((function* () {
    const own: RunEvent[] = [];
    for (const event of history) {
      own.push(cloneEvent(event));
      yield;
    }
    return yield* checkingMigration(from, to, runId, own, large);
  })());
}

/** Another version of a run's workflow, compiled. @throws EngineError version_not_found */
export async function otherVersion(store: Store, plans: Plans, row: RunRow, version: number | 'latest'): Promise<Other> {
  const found = row.workflowId === null ? null : await store.findVersion(row.workflowId, version);
  if (found === null || !found.found) {
    throw new EngineError('version_not_found', row.workflowId === null ? 'The run belongs to no saved workflow, so there is no other version of it.' : `The workflow "${row.workflowName}" has no version ${version}.`);
  }
  return { definitionId: found.definitionId, plan: await plans.byId(found.definitionId), version: found.version };
}

export function planRef(definitionId: string, plan: Plan, version: number | null): PlanRef {
  return { definitionId, hash: plan.hash, version };
}

/** The problems travel whole; the sentence names the first of them. */
export function notMigratable(problems: readonly MigrationProblem[]): EngineError {
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  return new EngineError('not_migratable', `${problems[0]!.message}${more}`, { problems: problems.map((problem) => ({ ...problem })) as Json[] });
}

/** What can be said before the history is looked through. */
function refusalOf(state: RunState): Refusal | null {
  if (isRunOver(state.status)) return { code: 'run_over', message: `The run is over: it is ${state.status.replace('_', ' ')}. A fork of it can go on under another version.` };
  return migrationRefusal(state);
}

/** @throws EngineError same_version */
function requireAnother(row: RunRow, other: Other): void {
  if (other.version === row.version) throw new EngineError('same_version', `The run has version ${other.version} already.`);
}
