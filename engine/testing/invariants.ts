import { createHash } from 'node:crypto';
import type pg from 'pg';
import { emptyState } from '../core/empty-state.ts';
import type { RunEvent } from '../core/events.ts';
import { evolve } from '../core/evolve.ts';
import { roundOf } from '../core/identity.ts';
import { definitionIds } from '../core/plan-changes.ts';
import { attached, type RefAt } from '../core/ref-list.ts';
import { replay } from '../core/replay.ts';
import type { RunState } from '../core/state.ts';
import { isRunOver } from '../core/status.ts';
import { summarize } from '../core/summary.ts';
import type { Catalogue } from '../definition/catalogue.ts';
import { compileDefinition } from '../definition/compile.ts';
import { canonicalJson, type Json } from '../definition/json.ts';
import { refsTold } from '../definition/ref.ts';
import type { Plan } from '../definition/plan.ts';
import { definitionSchema } from '../definition/schema.ts';

export type Violation = { invariant: string; runId: string; detail: string };
type Query = (sql: string, parameters?: unknown[]) => Promise<pg.QueryResult<Record<string, unknown>>>;

/** What must hold at any moment, as SQL: every row it gives is a violation. */
const ALWAYS: Readonly<Record<string, string>> = {
  'event numbers start at 1 and have no gap': `SELECT run_id, format('%s events, numbers %s to %s', count(*), min(seq), max(seq)) AS detail FROM events GROUP BY workspace_id, run_id HAVING min(seq) <> 1 OR max(seq) <> count(*)`,
  'the run row stands at its last event': `SELECT r.id AS run_id, format('row %s, events %s', r.seq, e.seq) AS detail FROM runs r JOIN LATERAL (SELECT coalesce(max(seq), 0) AS seq FROM events e WHERE e.workspace_id = r.workspace_id AND e.run_id = r.id) e ON true WHERE e.seq <> r.seq`,
  'a run that is stored has begun': `SELECT id AS run_id, status AS detail FROM runs WHERE status = 'queued'`,
  'time never decreases in a history': `SELECT run_id, format('at seq %s', seq) AS detail FROM (SELECT run_id, seq, at, lag(at) OVER (PARTITION BY workspace_id, run_id ORDER BY seq) AS before FROM events) e WHERE at < before`,
  'a run that is over keeps nothing open': `SELECT r.id AS run_id, format('%s: %s tasks, %s timers', r.status, t.n, m.n) AS detail FROM runs r, LATERAL (SELECT count(*) AS n FROM tasks t WHERE t.workspace_id = r.workspace_id AND t.run_id = r.id) t, LATERAL (SELECT count(*) AS n FROM timers m WHERE m.workspace_id = r.workspace_id AND m.run_id = r.id) m WHERE r.status IN ('completed', 'failed', 'cancelled', 'terminated', 'timed_out') AND t.n + m.n > 0`,
  'an open run has something to wake it': `SELECT r.id AS run_id, r.status AS detail FROM runs r WHERE r.status IN ('queued', 'running', 'compensating') AND r.parked IS NULL
    AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.workspace_id = r.workspace_id AND t.run_id = r.id) AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.workspace_id = r.workspace_id AND t.run_id = r.id)
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.workspace_id = r.workspace_id AND (o.source_run_id = r.id OR o.target_run_id = r.id)) AND coalesce(json_array_length(r.waiting_for), 0) = 0`,
  'an attempt has one outcome': `SELECT run_id, format('task %s has %s', data->>'task', count(*)) AS detail FROM events WHERE NOT derived AND type IN ('step.completed', 'attempt.failed', 'attempt.timed_out', 'attempt.aborted') GROUP BY workspace_id, run_id, data->>'task' HAVING count(*) > 1`,
  'an input is taken once': `SELECT run_id, format('%s taken %s times', input_id, count(*)) AS detail FROM events WHERE NOT derived GROUP BY workspace_id, run_id, input_id HAVING count(*) > 1`,
  // Where one event is held against another it is looked up by its key: a planner without figures of a long run has joined every event with every other.
  'a timer fires once, and not early': `SELECT f.run_id, format('timer %s at %s', f.data->>'timer', f.at) AS detail FROM events f CROSS JOIN LATERAL (SELECT data FROM events s WHERE s.workspace_id = f.workspace_id AND s.run_id = f.run_id AND s.seq = (f.data->>'timer')::int LIMIT 1) s WHERE f.type = 'timer.fired' AND least((s.data->'wait'->>'dueAt')::int8, (s.data->'wait'->'reminders'->>'nextAt')::int8, (s.data->'wait'->'escalation'->>'at')::int8) > f.at`,
  // Whoever rings has looked at the clock; two processes' clocks differ a little.
  'a retry does not begin early': `SELECT o.run_id, format('task %s at %s', o.data->>'task', o.data->>'startedAt') AS detail FROM events o CROSS JOIN LATERAL (SELECT type, data FROM events r WHERE r.workspace_id = o.workspace_id AND r.run_id = o.run_id AND r.seq = (o.data->>'task')::int LIMIT 1) r WHERE r.type = 'step.retrying' AND NOT o.derived AND o.type IN ('step.completed', 'attempt.failed') AND (o.data->>'startedAt')::int8 < (r.data->>'dueAt')::int8 - 25`,
  'a large value that an event names is kept, from that event on': `SELECT e.run_id, format('%s at seq %s', f.hash, e.seq) AS detail FROM events e CROSS JOIN LATERAL (SELECT x->>'hash' AS hash FROM json_array_elements(e.refs) x) f
    WHERE e.refs IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payloads p WHERE p.workspace_id = e.workspace_id AND p.run_id = e.run_id AND p.hash = f.hash AND p.seq <= e.seq)`,
  'a child hands its outcome over once': `SELECT run_id, format('%s closed %s times', data->>'runId', count(*)) AS detail FROM events WHERE type = 'child.closed' GROUP BY workspace_id, run_id, data->>'runId', data->>'generation' HAVING count(*) > 1`,
};

/** What must hold besides when nothing is going on. */
const IDLE: Readonly<Record<string, string>> = {
  'no task is held': `SELECT run_id, format('task %s by %s', seq, worker) AS detail FROM tasks WHERE token IS NOT NULL`,
  'no message is under way': `SELECT source_run_id AS run_id, format('%s %s', kind, error) AS detail FROM outbox`,
};

/** Restricts what the statements see to some runs: a name within its own definition means the table. */
const ONLY = `WITH runs AS NOT MATERIALIZED (SELECT * FROM runs WHERE id = ANY ($1)), events AS NOT MATERIALIZED (SELECT * FROM events WHERE run_id = ANY ($1)),
  tasks AS NOT MATERIALIZED (SELECT * FROM tasks WHERE run_id = ANY ($1)), timers AS NOT MATERIALIZED (SELECT * FROM timers WHERE run_id = ANY ($1)) `;
const HISTORIES_AT_ONCE = 100;

export type CheckOptions = {
  catalogue: Catalogue;
  /** Everything is expected to have ended. */
  idle?: boolean;
  /** Only these runs; all of them when nothing is said. */
  runIds?: readonly string[];
};

/**
 * Checks a database. SQL first; then each history is folded (its state must be what the row says, and each step must
 * have one outcome a generation) and replayed.
 */
export async function findViolations(query: Query, options: CheckOptions): Promise<Violation[]> {
  const violations: Violation[] = [];
  const { runIds } = options;
  for (const [invariant, sql] of Object.entries({ ...ALWAYS, ...(options.idle ? IDLE : {}) })) {
    for (const row of (await (runIds === undefined ? query(sql) : query(ONLY + sql, [runIds]))).rows) violations.push({ invariant, runId: String(row['run_id']), detail: String(row['detail']) });
  }
  const ids = runIds ?? (await query('SELECT id FROM runs ORDER BY id')).rows.map((row) => String(row['id']));
  const plans = new Map<string, Plan>();
  for (let at = 0; at < ids.length; at += HISTORIES_AT_ONCE) violations.push(...(await checkHistories(query, ids.slice(at, at + HISTORIES_AT_ONCE), plans, options.catalogue)));
  return violations;
}

async function checkHistories(query: Query, runIds: readonly string[], plans: Map<string, Plan>, catalogue: Catalogue): Promise<Violation[]> {
  // Rows first and one statement for both, so that nothing is written between a row and its history.
  const { rows } = await query(
    `SELECT r.id, r.definition_id, r.status, r.generation, r.output::text, r.error::text, r.ended_at,
      (SELECT json_agg(json_build_array(e.seq, e.at, e.derived, e.type, e.path, e.attempt, e.input_id, e.data, e.refs) ORDER BY e.seq) FROM events e WHERE e.workspace_id = r.workspace_id AND e.run_id = r.id) AS history,
      (SELECT json_object_agg(p.hash, p.value) FROM payloads p WHERE p.workspace_id = r.workspace_id AND p.run_id = r.id) AS payloads
    FROM runs r WHERE r.id = ANY ($1)`,
    [runIds],
  );
  const violations: Violation[] = [];
  for (const row of rows) {
    const runId = String(row['id']);
    const history = ((row['history'] ?? []) as Cells[]).map(eventOf);
    const [first, ...later] = definitionIds(history, String(row['definition_id']));
    for (const id of [first, ...later]) {
      if (plans.has(id)) continue;
      const found = await query('SELECT document FROM definitions WHERE id = $1', [id]);
      plans.set(id, compileDefinition(definitionSchema.parse(found.rows[0]!['document']), catalogue));
    }
    violations.push(...checkFold(runId, row, history), ...checkReplay(plans.get(first)!, runId, history, plans, (row['payloads'] ?? {}) as Record<string, string>));
  }
  return violations;
}

type Cells = [seq: number, at: number, derived: boolean, type: string, path: string | null, attempt: number | null, inputId: string | null, data: Json, refs: RefAt[] | null];

function eventOf([seq, at, derived, type, path, attempt, id, data, refs]: Cells): RunEvent {
  const event = { seq, at, derived, type, ...(path !== null || type === 'timer.fired' ? { path } : {}), ...(attempt === null ? {} : { attempt }), ...(derived ? {} : { id }), ...(refs === null ? { data } : { data: attached(data, refs), refs: true }) };
  return event as unknown as RunEvent; // as the core wrote it
}

function checkFold(runId: string, row: Record<string, unknown>, history: readonly RunEvent[]): Violation[] {
  const violations: Violation[] = [];
  let state: RunState = emptyState(runId);
  const outcomes = new Map<string, number>();
  for (const event of history) {
    if (event.seq > 1 && isRunOver(state.status) && event.type !== 'run.retried') violations.push({ invariant: 'what is over stays over', runId, detail: `${event.type} at ${event.seq}` });
    const { path } = event as { path?: string };
    const scope = path === undefined ? undefined : state.steps.get(path)?.scope;
    // A retried saga may undo the same step twice in one generation: what was left over, and after it started over.
    const round = scope === undefined ? `${state.generation}` : roundOf(state, scope);
    state = evolve(state, event);
    if (event.type === 'step.completed' || event.type === 'step.failed' || event.type === 'step.skipped' || event.type === 'step.cancelled') {
      const key = `${round} ${event.path}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
  }
  for (const [step, count] of outcomes) if (count > 1) violations.push({ invariant: 'a step has one outcome in a generation', runId, detail: `${step}: ${count}` });
  const folded = summarize(state);
  const stored = { status: row['status'], generation: row['generation'], output: JSON.parse(String(row['output'] ?? 'null')), error: JSON.parse(String(row['error'] ?? 'null')), endedAt: row['ended_at'] === null ? null : Number(row['ended_at']) };
  const expected = { status: folded.status, generation: folded.generation, output: refsTold(folded.output), error: folded.error, endedAt: folded.endedAt };
  if (canonicalJson(stored) !== canonicalJson(expected)) violations.push({ invariant: 'the run row is the fold of its events', runId, detail: `${canonicalJson(stored)} is not ${canonicalJson(expected)}` });
  return violations;
}

function checkReplay(plan: Plan, runId: string, history: readonly RunEvent[], plans: ReadonlyMap<string, Plan>, payloads: Readonly<Record<string, string>>): Violation[] {
  const values = new Map(Object.entries(payloads).map(([hash, text]) => [hash, JSON.parse(text) as Json]));
  const wrong = [...values].filter(([hash, value]) => createHash('sha256').update(canonicalJson(value)).digest('hex') !== hash);
  if (wrong.length > 0) return [{ invariant: 'a large value has the hash it goes by', runId, detail: wrong.map(([hash]) => hash).join(', ') }];
  const report = replay(plan, runId, history, plans, { look: (ref) => values.get(ref.hash) });
  return report.ok ? [] : [{ invariant: 'the history replays', runId, detail: `${report.divergence?.message} at ${report.divergence?.seq}: ${JSON.stringify(report.divergence).slice(0, 500)}` }];
}
