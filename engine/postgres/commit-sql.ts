import { abortRows, approvalChangeRows, approvalRows, deadLetterRows, eventRows, fullRows, guardRows, idRows, leanRows, messageRows, payloadRows, seqRows, startNames, startRows, taskRows, timerRows } from './commit-rows.ts';
import type { Rows } from './rows.ts';

/**
 * The three forms of the commit statement. `lean` is the common step: events in, tasks out and in, the run moved on.
 * `full` adds everything rare; its empty parts cost a tenth of a millisecond, so a batch without rare effects leaves
 * them out. `start` inserts the runs instead of moving them.
 *
 * Parameters: $1 workspace, $2 this process, $3 now (epoch ms), $4 until when its timers are armed, then the arrays.
 */
export type CommitForm = 'lean' | 'full' | 'start';

/** `first` names the parameter of the first column: `n` where there is one, the run's id otherwise. */
type Place = ((rows: Rows<never>, alias: string, ordinality?: boolean) => string) & { first(): number };

export function commitSql(form: CommitForm): string {
  let next = 5;
  const from = (rows: Rows<never>, alias: string, ordinality?: boolean): string => {
    const text = rows.from(alias, next, ordinality);
    next += rows.width;
    return text;
  };
  const place: Place = Object.assign(from, { first: () => next });
  const parts = form === 'start' ? startParts(place) : advanceParts(place, form === 'full');
  return `WITH ${parts.join(',\n')}\n${form === 'start' ? START_ANSWER : ADVANCE_ANSWER}`;
}

/** The n-th run of the batch is to be written. One scalar array, so that no join can be planned badly. */
const kept = (n: string) => `(SELECT flags FROM verdict)[${n}]`;

/**
 * Rows of `table` by run and seq, without a join. The plan is made once, often while the table is empty, and a planner
 * that believes in one row reads the whole table for each key; so the key's first columns are given as an array, which
 * only the primary key can serve, and the pairs are a hashed look-up within CASE, which is never turned into a join.
 */
function pairs(place: Place, table: string): string {
  const runs = place.first() + 1;
  return `${table}.workspace_id = $1 AND ${table}.run_id = ANY ($${runs}::text[])
      AND CASE WHEN (${table}.run_id, ${table}.seq) IN (SELECT x.run_id, x.seq FROM ${place(seqRows as Rows<never>, 'x')} WHERE ${kept('x.n')}) THEN true END`;
}

/**
 * What was looked up some time ago as the latest version of a workflow is that still, under the same slug and name.
 *
 * A plan that is made while the table is small finds every index as cheap as the key, and would read all workflows for
 * as long as it is kept. So the slug is asked for as a range of one, in its order, which one index alone has; and the
 * rest is compared outside, where no index serves it.
 */
export const stillLatest = (cell: (name: string) => string): string =>
  `(${cell('latest_of')} IS NULL OR (SELECT w.id || ' ' || w.latest_version || ' ' || w.name FROM workflows w WHERE w.workspace_id = $1 AND w.slug >= ${cell('latest_of')} AND w.slug <= ${cell('latest_of')} ORDER BY w.slug LIMIT 1)
    = ${cell('workflow_id')} || ' ' || ${cell('version')} || ' ' || ${cell('workflow_name')})`;

function startParts(place: Place): string[] {
  const run = 'b.run_id, b.seq, b.status, b.generation, b.ended_at, b.output, b.error, b.waiting_for, b.open_compensations, b.search_attributes::jsonb, b.memo';
  const columns = 'id, seq, status, generation, ended_at, output, error, waiting_for, open_compensations, search_attributes, memo';
  return [
    `batch AS MATERIALIZED (SELECT * FROM ${place(startRows as Rows<never>, 'b', true)})`,
    // 1. The runs, each unless its id or one of its keys is taken, or what it was to run is no longer the latest version.
    `fresh AS (INSERT INTO runs (workspace_id, ${columns}, ${startNames.join(', ')})
      SELECT $1, ${run}, ${startNames.map((name) => `b.${name}`).join(', ')} FROM batch b WHERE ${stillLatest((name) => `b.${name}`)} ON CONFLICT DO NOTHING RETURNING id)`,
    // 2. Everything else selects from those.
    `verdict AS MATERIALIZED (SELECT ARRAY(SELECT b.run_id IN (SELECT id FROM fresh) FROM batch b ORDER BY b.n) AS flags)`,
    payloadsIn(place),
    eventsIn(place),
    tasksIn(place),
    timersIn(place),
    approvalsIn(place),
    messagesIn(place),
    messagesOut(place),
  ];
}

const START_ANSWER = `SELECT flags, true AS sound, NULL AS open, NULL AS fenced FROM verdict`;

function advanceParts(place: Place, full: boolean): string[] {
  const batch = full ? fullRows : leanRows;
  const ids = `$${place.first()}::text[]`;
  const parts = [
    `batch AS MATERIALIZED (SELECT * FROM ${place(batch as Rows<never>, 'b', true)})`,
    // 1. Lock the runs in id order (the batch is sorted), skipping what others hold; only those at the expected seq.
    // Where a row lies is kept: a batch of many is moved without looking each of them up again.
    `locked AS MATERIALIZED (SELECT b.*, l.tid, l.tid IS NOT NULL AS ok FROM batch b LEFT JOIN LATERAL (
      SELECT r.ctid AS tid FROM runs r WHERE r.workspace_id = $1 AND r.id = b.run_id AND r.seq = b.expected AND r.parked IS NULL FOR NO KEY UPDATE SKIP LOCKED) l ON true)`,
    `open AS MATERIALIZED (SELECT ARRAY(SELECT ok FROM locked ORDER BY n) AS flags)`,
    // 2. Lock the guarded tasks of those runs; every one must be there under its token.
    `held AS MATERIALIZED (SELECT g.n, g.seq, h.hit IS NOT NULL AS ok FROM ${place(guardRows as Rows<never>, 'g')} LEFT JOIN LATERAL (
      SELECT true AS hit FROM tasks t WHERE t.workspace_id = $1 AND t.run_id = g.run_id AND t.seq = g.seq AND t.token = g.token FOR UPDATE) h ON true
      WHERE (SELECT flags FROM open)[g.n])`,
    `verdict AS MATERIALIZED (SELECT ARRAY(SELECT l.ok AND l.n NOT IN (SELECT h.n::bigint FROM held h WHERE NOT h.ok) FROM locked l ORDER BY l.n) AS flags)`,
    // 3. Everything else selects from the runs that were kept.
    eventsIn(place),
    `tasks_out AS (DELETE FROM tasks t WHERE ${pairs(place, 't')})`,
    tasksIn(place),
  ];
  if (full) parts.push(...rareParts(place, ids));
  const set = full
    ? `seq = l.seq, status = CASE WHEN l.changed THEN l.status ELSE r.status END, generation = CASE WHEN l.changed THEN l.generation ELSE r.generation END,
       ended_at = CASE WHEN l.changed THEN l.ended_at ELSE r.ended_at END, output = CASE WHEN l.changed THEN l.output ELSE r.output END,
       error = CASE WHEN l.changed THEN l.error ELSE r.error END, waiting_for = CASE WHEN l.changed THEN l.waiting_for ELSE r.waiting_for END,
       open_compensations = CASE WHEN l.changed THEN l.open_compensations ELSE r.open_compensations END,
       search_attributes = CASE WHEN l.changed THEN l.search_attributes::jsonb ELSE r.search_attributes END, memo = CASE WHEN l.changed THEN l.memo ELSE r.memo END,
       earlier_definitions = CASE WHEN l.definition_id IS NULL THEN r.earlier_definitions ELSE concat_ws(' ', r.earlier_definitions, r.definition_id) END,
       definition_id = coalesce(l.definition_id, r.definition_id), version = CASE WHEN l.definition_id IS NULL THEN r.version ELSE l.version END`
    : 'seq = l.seq';
  parts.push(`moved AS (UPDATE runs r SET ${set} FROM locked l WHERE r.ctid = l.tid AND ${kept('l.n')} RETURNING 1)`);
  return parts;
}

/**
 * `sound` fails the whole statement (division by zero) if it did not move exactly the runs it kept: half a commit
 * must not stand.
 */
const ADVANCE_ANSWER = `SELECT v.flags, 1 / ((SELECT count(*) FROM moved) = (SELECT count(*) FROM unnest(v.flags) f WHERE f))::int = 1 AS sound,
  o.flags AS open, (SELECT json_agg(json_build_array(h.n, h.seq)) FROM held h WHERE NOT h.ok) AS fenced FROM verdict v, open o WHERE $4::int8 IS NOT NULL`;

const eventsIn = (place: Place): string => insertEvents(place(eventRows as Rows<never>, 'e'), kept('e.n'));
const tasksIn = (place: Place): string => insertTasks(place(taskRows as Rows<never>, 't'), kept('t.n'), EARLIER_DETAILS);
/** Its row goes with this statement, which still sees it. */
const EARLIER_DETAILS = 'CASE WHEN t.attempt > 1 THEN (SELECT o.heartbeat FROM tasks o WHERE o.workspace_id = $1 AND o.run_id = t.run_id AND o.path = t.path AND o.attempt = t.attempt - 1 LIMIT 1) END';

/** @param from rows named `e` */
export function insertEvents(from: string, where: string): string {
  return `events_in AS (INSERT INTO events (workspace_id, run_id, seq, attempt, at, derived, type, path, input_id, data, refs)
    SELECT $1, e.run_id, e.seq, e.attempt, e.at, e.derived, e.type, e.path, e.input_id, e.data, e.refs FROM ${from} WHERE ${where})`;
}

/**
 * @param from rows named `t`
 * @param details what the attempt before left to this one
 */
export function insertTasks(from: string, where: string, details: string): string {
  return `tasks_in AS (INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, priority, created_at, available_at, start_to_close_ms, heartbeat_ms, schedule_to_start_at, schedule_to_close_at, created_by, rung_at, external, token, worker, claimed_at, deliveries, heartbeat)
    SELECT $1, t.run_id, t.seq, t.attempt, t.path, t.node, t.queue, t.priority, $3::int8, t.available_at, t.start_to_close_ms, t.heartbeat_ms, t.schedule_to_start_at, t.schedule_to_close_at, $2,
      CASE WHEN t.rung THEN $3::int8 END, t.external, t.token, CASE WHEN t.token IS NOT NULL THEN $2::text END, CASE WHEN t.token IS NOT NULL THEN $3::int8 END, CASE WHEN t.token IS NOT NULL THEN 1 ELSE 0 END,
      ${details}
    FROM ${from} WHERE ${where})`;
}

function timersIn(place: Place): string {
  return `timers_in AS (INSERT INTO timers (workspace_id, run_id, seq, path, purpose, due_at, armed_by, armed_until)
    SELECT $1, t.run_id, t.seq, t.path, t.purpose, t.due_at, CASE WHEN t.armed THEN $2::text END, CASE WHEN t.armed THEN $4::int8 END FROM ${place(timerRows as Rows<never>, 't')} WHERE ${kept('t.n')})`;
}

function approvalsIn(place: Place): string {
  return `approvals_in AS (INSERT INTO approvals (workspace_id, status, run_id, seq, path, node, workflow_id, workflow_name, title, context, form, prefill, assignees, excluded, quorum, outcomes, opened_at, due_at, on_timeout, shown_hash, decisions, delegations, reminders, escalation)
    SELECT $1, 'open', a.run_id, a.seq, a.path, a.node, a.workflow_id, a.workflow_name, a.title, a.context, a.form, a.prefill, ARRAY(SELECT json_array_elements_text(a.assignees)), ARRAY(SELECT json_array_elements_text(a.excluded)), a.quorum, ARRAY(SELECT json_array_elements_text(a.outcomes)), a.opened_at, a.due_at, a.on_timeout, a.shown_hash, a.decisions::jsonb, a.delegations::jsonb, a.reminders::jsonb, a.escalation::jsonb
    FROM ${place(approvalRows as Rows<never>, 'a')} WHERE ${kept('a.n')})`;
}

/** The sender takes its messages itself for a moment, so that nobody else delivers them meanwhile. */
function messagesIn(place: Place): string {
  return `messages_in AS (INSERT INTO outbox (workspace_id, source_run_id, id, target_run_id, kind, payload, created_at, taken_by, taken_until)
    SELECT $1, m.run_id, m.id, m.target_run_id, m.kind, m.payload, $3::int8, $2, $4::int8 FROM ${place(messageRows as Rows<never>, 'm')} WHERE ${kept('m.n')} ON CONFLICT DO NOTHING)`;
}

function messagesOut(place: Place): string {
  return `messages_out AS (DELETE FROM outbox o WHERE o.workspace_id = $1 AND o.id = ANY (ARRAY(SELECT x.id FROM ${place(idRows as Rows<never>, 'x')} WHERE ${kept('x.n')})))`;
}

/** One that the run has already stays as it is: equal hashes are equal values. */
function payloadsIn(place: Place): string {
  return `payloads_in AS (INSERT INTO payloads (workspace_id, run_id, hash, seq, bytes, value)
    SELECT $1, p.run_id, p.hash, p.seq, p.bytes, p.value FROM ${place(payloadRows as Rows<never>, 'p')} WHERE ${kept('p.n')} ON CONFLICT DO NOTHING)`;
}

function rareParts(place: Place, ids: string): string[] {
  return [
    payloadsIn(place),
    timersIn(place),
    `timers_out AS (DELETE FROM timers t WHERE ${pairs(place, 't')})`,
    `aborted AS (UPDATE tasks t SET abort_until = x.until FROM ${place(abortRows as Rows<never>, 'x')} WHERE t.workspace_id = $1 AND t.run_id = ANY (${ids}) AND t.run_id = x.run_id AND t.seq = x.seq AND ${kept('x.n')})`,
    approvalsIn(place),
    `changes AS MATERIALIZED (SELECT * FROM ${place(approvalChangeRows as Rows<never>, 'c')})`,
    `approvals_changed AS (UPDATE approvals a SET decisions = a.decisions || c.decisions::jsonb, delegations = a.delegations || c.delegations::jsonb, reminders = coalesce(c.reminders::jsonb, a.reminders), escalation = coalesce(c.escalation::jsonb, a.escalation), assignees = CASE WHEN c.assignees IS NULL THEN a.assignees ELSE ARRAY(SELECT json_array_elements_text(c.assignees)) END, status = coalesce(c.status, a.status), outcome = coalesce(c.outcome, a.outcome), closed_at = coalesce(c.closed_at, a.closed_at)
      FROM changes c WHERE a.workspace_id = $1 AND a.run_id = ANY (${ids}) AND a.run_id = c.run_id AND a.seq = c.seq AND ${kept('c.n')})`,
    messagesIn(place),
    messagesOut(place),
    `letters AS (INSERT INTO dead_letters (workspace_id, run_id, id, path, node, attempt, error, workflow_name, at)
      SELECT $1, d.run_id, d.id, d.path, d.node, d.attempt, d.error, d.workflow_name, d.at FROM ${place(deadLetterRows as Rows<never>, 'd')} WHERE ${kept('d.n')} ON CONFLICT DO NOTHING)`,
    // A run that is over keeps nothing open. What these groups open themselves is not seen by this statement.
    `cleared AS MATERIALIZED (SELECT ARRAY(SELECT x.run_id FROM ${place(seqRows as Rows<never>, 'x')} WHERE ${kept('x.n')}) AS ids)`,
    `tasks_cleared AS (DELETE FROM tasks t WHERE t.workspace_id = $1 AND t.run_id = ANY ((SELECT ids FROM cleared)::text[]))`,
    `timers_cleared AS (DELETE FROM timers t WHERE t.workspace_id = $1 AND t.run_id = ANY ((SELECT ids FROM cleared)::text[]))`,
    `approvals_cleared AS (UPDATE approvals a SET status = 'withdrawn', closed_at = $3::int8
      WHERE a.workspace_id = $1 AND a.run_id = ANY ((SELECT ids FROM cleared)::text[]) AND a.status = 'open' AND NOT EXISTS (SELECT 1 FROM changes x WHERE x.run_id = a.run_id AND x.seq = a.seq))`,
    // By their place: with a list of runs no index is cheap to a planner that believes in one row. One that is dismissed meanwhile is done with either way.
    `letters_closed AS (UPDATE dead_letters d SET retried_at = $3::int8
      WHERE d.ctid = ANY (ARRAY(SELECT o.tid FROM ${place(seqRows as Rows<never>, 'x')} CROSS JOIN LATERAL (
        SELECT o.ctid AS tid FROM dead_letters o WHERE o.workspace_id = $1 AND o.run_id = x.run_id AND o.retried_at IS NULL OFFSET 0) o WHERE ${kept('x.n')})))`,
  ];
}
