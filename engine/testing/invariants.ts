import type pg from 'pg';
import { emptyState } from '../core/empty-state.ts';
import type { RunEvent } from '../core/events.ts';
import { evolve } from '../core/evolve.ts';
import { replay } from '../core/replay.ts';
import type { RunState } from '../core/state.ts';
import { isRunOver } from '../core/status.ts';
import { summarize } from '../core/summary.ts';
import type { Catalogue } from '../definition/catalogue.ts';
import { compileDefinition } from '../definition/compile.ts';
import { canonicalJson } from '../definition/json.ts';
import type { Plan } from '../definition/plan.ts';
import { definitionSchema } from '../definition/schema.ts';

export type Violation = { invariant: string; runId: string; detail: string };
type Query = (sql: string, parameters?: unknown[]) => Promise<pg.QueryResult<Record<string, unknown>>>;

/** What must hold at any moment, as SQL: every row it gives is a violation. */
const ALWAYS: Readonly<Record<string, string>> = {
  'event numbers start at 1 and have no gap': `SELECT run_id, format('%s events, numbers %s to %s', count(*), min(seq), max(seq)) AS detail FROM events GROUP BY workspace_id, run_id HAVING min(seq) <> 1 OR max(seq) <> count(*)`,
  'the run row stands at its last event': `SELECT r.id AS run_id, format('row %s, events %s', r.seq, e.seq) AS detail FROM runs r JOIN LATERAL (SELECT coalesce(max(seq), 0) AS seq FROM events e WHERE e.workspace_id = r.workspace_id AND e.run_id = r.id) e ON true WHERE e.seq <> r.seq`,
  'time never decreases in a history': `SELECT run_id, format('at seq %s', seq) AS detail FROM (SELECT run_id, seq, at, lag(at) OVER (PARTITION BY workspace_id, run_id ORDER BY seq) AS before FROM events) e WHERE at < before`,
  'a run that is over keeps nothing open': `SELECT r.id AS run_id, format('%s: %s tasks, %s timers', r.status, t.n, m.n) AS detail FROM runs r, LATERAL (SELECT count(*) AS n FROM tasks t WHERE t.workspace_id = r.workspace_id AND t.run_id = r.id) t, LATERAL (SELECT count(*) AS n FROM timers m WHERE m.workspace_id = r.workspace_id AND m.run_id = r.id) m WHERE r.status IN ('completed', 'failed', 'cancelled', 'terminated', 'timed_out') AND t.n + m.n > 0`,
  'an open run has something to wake it': `SELECT r.id AS run_id, r.status AS detail FROM runs r WHERE r.status IN ('queued', 'running', 'compensating') AND r.parked IS NULL
    AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.workspace_id = r.workspace_id AND t.run_id = r.id) AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.workspace_id = r.workspace_id AND t.run_id = r.id)
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.workspace_id = r.workspace_id AND (o.source_run_id = r.id OR o.target_run_id = r.id)) AND coalesce(json_array_length(r.waiting_for), 0) = 0`,
  'an attempt has one outcome': `SELECT run_id, format('task %s has %s', data->>'task', count(*)) AS detail FROM events WHERE NOT derived AND type IN ('step.completed', 'attempt.failed', 'attempt.timed_out', 'attempt.aborted') GROUP BY workspace_id, run_id, data->>'task' HAVING count(*) > 1`,
  'an input is taken once': `SELECT run_id, format('%s taken %s times', input_id, count(*)) AS detail FROM events WHERE NOT derived GROUP BY workspace_id, run_id, input_id HAVING count(*) > 1`,
  'a timer fires once, and not early': `SELECT f.run_id, format('timer %s at %s', f.data->>'timer', f.at) AS detail FROM events f JOIN events s ON s.workspace_id = f.workspace_id AND s.run_id = f.run_id AND s.seq = (f.data->>'timer')::int WHERE f.type = 'timer.fired' AND (s.data->'wait'->>'dueAt')::int8 > f.at`,
  'a child hands its outcome over once': `SELECT run_id, format('%s closed %s times', data->>'runId', count(*)) AS detail FROM events WHERE type = 'child.closed' GROUP BY workspace_id, run_id, data->>'runId', data->>'generation' HAVING count(*) > 1`,
};

/** What must hold besides when nothing is going on. */
const IDLE: Readonly<Record<string, string>> = {
  'no task is held': `SELECT run_id, format('task %s by %s', seq, worker) AS detail FROM tasks WHERE token IS NOT NULL`,
  'no message is under way': `SELECT source_run_id AS run_id, format('%s %s', kind, error) AS detail FROM outbox`,
};

/**
 * Checks a database. SQL first; then each history is folded (its state must be what the row says, and each step must
 * have one outcome a generation) and replayed.
 * @param options.idle everything is expected to have ended
 */
export async function findViolations(query: Query, options: { catalogue: Catalogue; idle?: boolean; histories?: number }): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const [invariant, sql] of Object.entries({ ...ALWAYS, ...(options.idle ? IDLE : {}) })) {
    for (const row of (await query(sql)).rows) violations.push({ invariant, runId: String(row['run_id']), detail: String(row['detail']) });
  }
  const plans = new Map<string, Plan>();
  const runs = await query('SELECT id, definition_id, status, generation, output::text, error::text, ended_at, workspace_id FROM runs ORDER BY id LIMIT $1', [options.histories ?? 2_000]);
  for (const row of runs.rows) {
    const runId = String(row['id']);
    const definitionId = String(row['definition_id']);
    const history = await readHistory(query, runId);
    if (!plans.has(definitionId)) {
      const { rows } = await query('SELECT document FROM definitions WHERE id = $1', [definitionId]);
      plans.set(definitionId, compileDefinition(definitionSchema.parse(rows[0]!['document']), options.catalogue));
    }
    violations.push(...checkFold(runId, row, history), ...checkReplay(plans.get(definitionId)!, runId, history));
  }
  return violations;
}

async function readHistory(query: Query, runId: string): Promise<RunEvent[]> {
  const { rows } = await query('SELECT seq, at, derived, type, path, attempt, input_id, data FROM events WHERE run_id = $1 ORDER BY seq', [runId]);
  return rows.map((row) => {
    const { seq, at, derived, type, path, attempt, input_id: id, data } = row;
    const event = { seq, at: Number(at), derived, type, ...(path !== null || type === 'timer.fired' ? { path } : {}), ...(attempt === null ? {} : { attempt }), ...(derived ? {} : { id }), data };
    return event as unknown as RunEvent; // as the core wrote it
  });
}

function checkFold(runId: string, row: Record<string, unknown>, history: readonly RunEvent[]): Violation[] {
  const violations: Violation[] = [];
  let state: RunState = emptyState(runId);
  const outcomes = new Map<string, number>();
  for (const event of history) {
    if (event.seq > 1 && isRunOver(state.status) && event.type !== 'run.retried') violations.push({ invariant: 'what is over stays over', runId, detail: `${event.type} at ${event.seq}` });
    state = evolve(state, event);
    if (event.type === 'step.completed' || event.type === 'step.failed' || event.type === 'step.skipped' || event.type === 'step.cancelled') {
      const key = `${state.generation} ${event.path}`;
      outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    }
  }
  for (const [step, count] of outcomes) if (count > 1) violations.push({ invariant: 'a step has one outcome in a generation', runId, detail: `${step}: ${count}` });
  const folded = summarize(state);
  const stored = { status: row['status'], generation: row['generation'], output: JSON.parse(String(row['output'] ?? 'null')), error: JSON.parse(String(row['error'] ?? 'null')), endedAt: row['ended_at'] === null ? null : Number(row['ended_at']) };
  const expected = { status: folded.status, generation: folded.generation, output: folded.output, error: folded.error, endedAt: folded.endedAt };
  if (canonicalJson(stored) !== canonicalJson(expected)) violations.push({ invariant: 'the run row is the fold of its events', runId, detail: `${canonicalJson(stored)} is not ${canonicalJson(expected)}` });
  return violations;
}

function checkReplay(plan: Plan, runId: string, history: readonly RunEvent[]): Violation[] {
  const report = replay(plan, runId, history);
  return report.ok ? [] : [{ invariant: 'the history replays', runId, detail: `${report.divergence?.message} at ${report.divergence?.seq}: ${JSON.stringify(report.divergence).slice(0, 500)}` }];
}
