import { emptyState, evolve, refsTold, type RunState, type StepState, type JsonObject, type BriefRun, type Run, type RunListItem, type Step, type StepDetail, toInstant, toInstantOrNull, toAttemptView, toStepView, type NodeNames, type Plan } from '@/engine/index.ts';
import type { Engine, RunRow, StartedRun, TaskRow } from '@/engine/server.ts';
import { PARKED } from './parked.ts';
import { ProblemError } from './problem-error.ts';

/** Steps that `GET /runs/{id}` gives; the rest is paged. */
const FIRST_STEPS = 500;

export function toRunSummary(row: RunRow): RunListItem {
  return {
    id: row.id,
    status: row.status,
    workflow: { id: row.workflowId, slug: row.workflowSlug, name: row.workflowName },
    version: row.version,
    key: row.key,
    trigger: row.trigger,
    generation: row.generation,
    parent: row.parent === null ? null : { runId: row.parent.runId, path: row.parent.path },
    forkedFrom: linkOf(row, 'fork'),
    resetFrom: linkOf(row, 'reset'),
    startedAt: toInstant(row.startedAt),
    endedAt: toInstantOrNull(row.endedAt),
    lastSeq: row.lastSeq,
    waitingFor: waitsOf(row),
    error: row.error,
    searchAttributes: row.searchAttributes,
    memo: row.memo,
  };
}

function linkOf({ forkedFrom }: RunRow, mode: 'fork' | 'reset'): RunListItem['forkedFrom'] {
  return forkedFrom?.mode === mode ? { runId: forkedFrom.runId, event: forkedFrom.seq } : null;
}

/** What a run waits for, in the order in which it began to wait; nothing once it is over. */
export function waitsOf(row: RunRow): RunListItem['waitingFor'] {
  return row.waitingFor.map(({ path, kind, name, dueAt }) => ({ path, kind, name, dueAt: toInstantOrNull(dueAt) }));
}

export async function toRun(engine: Engine, row: RunRow): Promise<Run> {
  return runOf(row, await readSteps(engine, row.id));
}

/** A run that was just started, as it began: nothing is read back, and nobody has taken a step of it yet. */
export function toBegunRun(row: RunRow, { events, plan }: NonNullable<StartedRun['begun']>): Run {
  // With every iteration, also of a loop that was over within the start.
  let state = emptyState(row.id, { retain: true });
  for (const event of events) state = evolve(state, event);
  return runOf(row, stepsOf(state, plan, new Map()));
}

function runOf(row: RunRow, { state, steps, statusOf, view }: StepsOfRun): Run {
  const counts: Record<string, number> = {};
  for (const step of steps) counts[statusOf(step)] = (counts[statusOf(step)] ?? 0) + 1;
  return { ...toBriefRun(row), input: refsTold(state.input), counts, steps: steps.slice(0, FIRST_STEPS).map(view) };
}

/** What the row of a run says; nothing is folded. */
export function toBriefRun(row: RunRow): BriefRun {
  return { ...toRunSummary(row), output: refsTold(row.output), openCompensations: row.openCompensations, parked: row.parked === null ? null : PARKED };
}

/** @throws ProblemError run_not_found */
export async function requireRun(engine: Engine, id: string): Promise<RunRow> {
  const row = await engine.readRun(id);
  if (row === null) throw new ProblemError('run_not_found', `There is no run with the id "${id}".`);
  return row;
}

/** The steps of a run, and how each is told; a run may have a hundred thousand, of which a page is wanted. */
export type StepsOfRun = { state: RunState; /** In order of opening. */ steps: readonly StepState[]; /** With the claims that no history holds. */ statusOf: (step: StepState) => Step['status']; view: (step: StepState) => Step };

export async function readSteps(engine: Engine, runId: string): Promise<StepsOfRun> {
  const [state, tasks, plan] = await Promise.all([engine.viewState(runId), engine.readTasks(runId), engine.planOfRun(runId)]);
  return stepsOf(state, plan, claimsByPath(tasks));
}

function stepsOf(state: RunState, plan: Plan, claimed: ReadonlyMap<string, TaskRow>): StepsOfRun {
  const steps = [...state.steps.values()];
  // They stand in the order in which they were opened; sorting what is sorted costs one look at each.
  steps.sort((a, b) => a.openedSeq - b.openedSeq || (a.path < b.path ? -1 : 1));
  return {
    state, steps,
    statusOf: (step) => (step.status === 'scheduled' && claimed.has(step.path) ? 'running' : step.status),
    view: (step) => withClaim(toStepView(step, plan.nodes), claimed.get(step.path)),
  };
}

/** A claim makes a scheduled step a running one: it is no event, so the state does not know. */
function withClaim(step: Step, task: TaskRow | undefined): Step {
  if (task === undefined || task.claimedAt === null || step.status !== 'scheduled') return step;
  return { ...step, status: 'running', startedAt: step.startedAt ?? toInstant(task.claimedAt) };
}

function claimsByPath(tasks: readonly TaskRow[]): Map<string, TaskRow> {
  return new Map(tasks.filter((task) => task.claimedAt !== null).map((task) => [task.path, task]));
}

/** One step with everything that is known of it. @throws ProblemError step_not_found */
export async function readStepDetail(engine: Engine, runId: string, path: string): Promise<StepDetail> {
  const [state, tasks, plan] = await Promise.all([engine.viewState(runId), engine.readTasks(runId), engine.planOfRun(runId)]);
  const step = state.steps.get(path);
  if (step === undefined) throw new ProblemError('step_not_found', `The run has no step "${path}". It may not have been reached.`);
  const task = tasks.find((open) => open.path === path);
  const [input, logs] = await Promise.all([engine.resolveStepInput(runId, path), engine.readLogs(runId, step)]);
  const names: NodeNames = plan.nodes;
  return {
    ...withClaim(toStepView(step, names), task),
    input: 'params' in input ? refsTold(input.params) : null,
    output: refsTold(step.output),
    attemptList: step.attempts.map((attempt) => {
      const view = toAttemptView(attempt, logs.get(attempt.task) ?? null);
      return task !== undefined && task.attempt === attempt.attempt && task.claimedAt !== null && view.endedAt === null ? { ...view, startedAt: view.startedAt ?? toInstant(task.claimedAt), worker: view.worker ?? task.worker } : view;
    }),
    records: step.records.map((record) => refsTold(record) as JsonObject), // an object stands for an object
    heartbeat: task?.heartbeat ?? null,
  };
}
