import type { RunEvent } from '../core/events.ts';
import type { CommitResult, OpenTask, RunCommit } from '../ports/run-commit.ts';
import type { CommitContext } from './commit.ts';
import { eventRows, guardRows, leanRows, type Of, startRows, summaryRows, taskRows } from './commit-rows.ts';
import { insertEvents, insertTasks, stillLatest } from './commit-sql.ts';
import { isFenced } from './errors.ts';
import type { Sql } from './pool.ts';

/**
 * The commit of one run by itself, for when nothing shares its flush: the same writes as the batch's, with scalars in
 * the place of arrays. Half of what a batch of one costs the server goes into unpacking arrays and into parts of the
 * statement that one run does not need. What is rare is left to the batch's forms.
 */
type Shape = { form: 'lean' | 'row' | 'start'; guarded: boolean; events: number; tasks: number; clear: boolean };

/** Columns that place a row in a batch: its number and the run's id. */
const PLACE = 2;
const MOST_EVENTS = 8;
const MOST_TASKS = 2;

export function fitsOne(commit: RunCommit): boolean {
  return (
    commit.events.length > 0 && commit.events.length <= MOST_EVENTS && commit.openTasks.length <= MOST_TASKS && commit.openTasks.every((task) => task.attempt === 1) && commit.guards.length <= 1 &&
    commit.closeTasks.length === commit.guards.length && commit.closeTasks[0] === commit.guards[0]?.task &&
    commit.moveTo === null && commit.setTimers.length === 0 && commit.clearTimers.length === 0 && commit.abortTasks.length === 0 && commit.openApprovals.length === 0 &&
    commit.changeApprovals.length === 0 && commit.send.length === 0 && commit.taken.length === 0 && commit.deadLetters.length === 0 && !commit.closeLetters && commit.values.length === 0
  );
}

/** @throws what `send` throws */
export async function commitOne(context: CommitContext, kind: 'start' | 'advance', commit: RunCommit, send: (statement: Sql) => Promise<number[]>): Promise<CommitResult> {
  const shape: Shape = {
    form: kind === 'start' ? 'start' : commit.row === null ? 'lean' : 'row',
    guarded: commit.guards.length === 1, events: commit.events.length, tasks: commit.openTasks.length, clear: commit.clear,
  };
  try {
    const [written] = await send({ values: valuesOf(shape, context, commit), rowMode: 'array', ...statementOf(shape) });
    if (written === 1) return { result: 'written' };
    return { result: kind === 'start' ? 'conflict' : 'lost' };
  } catch (error) {
    // Whatever the statement had written is taken back with it.
    if (isFenced(error)) return { result: 'fenced', tasks: commit.guards.map((guard) => guard.task) };
    throw error;
  }
}

const statements = new Map<string, { name: string; text: string }>();

function statementOf(shape: Shape): { name: string; text: string } {
  const name = `commit-one-${shape.form}-${shape.events}-${shape.tasks}${shape.guarded ? '-guarded' : ''}${shape.clear ? '-clear' : ''}`;
  let statement = statements.get(name);
  if (statement === undefined) statements.set(name, (statement = { name, text: oneSql(shape) }));
  return statement;
}

const batchOf = { lean: leanRows, row: summaryRows, start: startRows } as const;

/** Parameters: $1 workspace, $2 this process, $3 now (epoch ms), $4 run, then its columns, its guard, its events and its tasks. */
export function oneSql(shape: Shape): string {
  const batch = batchOf[shape.form];
  let next = 5;
  const place = (width: number): number => {
    const first = next;
    next += width;
    return first;
  };
  const cells = batch.list(place(batch.width - 1), 1).map(({ name, value }) => ({ name, value: name === 'search_attributes' ? `${value}::jsonb` : value }));
  const written = cells.filter(({ name }) => name !== 'expected' && name !== 'changed' && name !== 'latest_of');
  const parts: string[] = [];
  if (shape.form === 'start') {
    parts.push(`moved AS (INSERT INTO runs (workspace_id, id, ${written.map(({ name }) => name).join(', ')}) SELECT $1, $4, ${written.map(({ value }) => value).join(', ')} WHERE ${stillLatest((name) => cells.find((cell) => cell.name === name)!.value)} ON CONFLICT DO NOTHING RETURNING 1)`);
  } else {
    const expected = cells.find(({ name }) => name === 'expected')!.value;
    // As in a batch, a run that another process holds is passed over, not waited for.
    parts.push(`moved AS (UPDATE runs SET ${written.map(({ name, value }) => `${name} = ${value}`).join(', ')}
      WHERE ctid = (SELECT r.ctid FROM runs r WHERE r.workspace_id = $1 AND r.id = $4 AND r.seq = ${expected} AND r.parked IS NULL FOR NO KEY UPDATE SKIP LOCKED) RETURNING 1)`);
  }
  let go = '(SELECT true FROM moved)';
  if (shape.guarded) {
    const [seq, token] = guardRows.list(place(guardRows.width - PLACE), PLACE);
    parts.push(`gone AS (DELETE FROM tasks WHERE workspace_id = $1 AND run_id = $4 AND seq = ${seq!.value} AND token = ${token!.value} AND ${go} RETURNING 1)`);
    go = '(SELECT true FROM gone)';
  }
  parts.push(insertEvents(eventRows.values('e', 4, place((eventRows.width - PLACE) * shape.events), shape.events, PLACE), go));
  if (shape.tasks > 0) parts.push(insertTasks(taskRows.values('t', 4, place((taskRows.width - PLACE) * shape.tasks), shape.tasks, PLACE), go, 'NULL'));
  if (shape.clear) {
    parts.push(
      `tasks_cleared AS (DELETE FROM tasks WHERE workspace_id = $1 AND run_id = $4 AND ${go})`,
      `timers_cleared AS (DELETE FROM timers WHERE workspace_id = $1 AND run_id = $4 AND ${go})`,
      `approvals_cleared AS (UPDATE approvals SET status = 'withdrawn', closed_at = $3::int8 WHERE workspace_id = $1 AND run_id = $4 AND status = 'open' AND ${go})`,
    );
  }
  // A run that was moved while its task is not held under the token: the division fails, and with it the statement.
  const sound = shape.guarded ? 'CASE WHEN EXISTS (SELECT FROM moved) THEN 1 / (SELECT count(*) FROM gone) ELSE 0 END' : '(SELECT count(*) FROM moved)';
  // A parameter that nothing else names has no type.
  const named = ['$2::text', '$3::int8', ...cells.filter(({ name }) => name === 'expected' || name === 'changed').map(({ value }) => value)];
  return `WITH ${parts.join(',\n')}\nSELECT (${sound})::int4 WHERE ${named.map((value) => `${value} IS NOT NULL`).join(' AND ')}`;
}

function valuesOf(shape: Shape, context: CommitContext, commit: RunCommit): unknown[] {
  const of = <T>(row: T): Of<T> => ({ n: 1, runId: commit.runId, row });
  return [
    context.workspaceId, context.process, context.now, ...batchOf[shape.form].scalars([commit], 0), ...guardRows.scalars(commit.guards.map(of), PLACE),
    ...eventRows.scalars(commit.events.map((event): Of<RunEvent> => of(event)), PLACE), ...taskRows.scalars(commit.openTasks.map((task): Of<OpenTask> => of(task)), PLACE),
  ];
}
