import type { RunEvent } from '../core/events.ts';
import type { History } from '../ports/store.ts';
import { int4Array, textArray } from './array-writer.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/**
 * 1. Each wanted run by its key. 2. Its events after the seq, in order, from the primary key.
 * Many runs in one round trip: a worker that has claimed a batch reads all their histories at once.
 */
const TEXT = `SELECT w.n, r.definition_id, r.parked, e.seq, e.at, e.derived, e.type, e.path, e.attempt, e.input_id, e.data
FROM unnest($2::text[], $3::int4[]) WITH ORDINALITY AS w (run_id, after, n)
JOIN LATERAL (SELECT definition_id, parked FROM runs r WHERE r.workspace_id = $1 AND r.id = w.run_id) r ON true
LEFT JOIN LATERAL (SELECT * FROM events e WHERE e.workspace_id = $1 AND e.run_id = w.run_id AND e.seq > w.after ORDER BY e.seq) e ON true`;

export const EVENT_COLUMNS = 'seq, at, derived, type, path, attempt, input_id, data';
const PAGE = `SELECT ${EVENT_COLUMNS} FROM events
WHERE workspace_id = $1 AND run_id = $2 AND seq > $3 ORDER BY seq LIMIT $4`;

export type Cells = [seq: number | null, at: number, derived: boolean, type: string, path: string | null, attempt: number | null, inputId: string | null, data: unknown];

export async function readHistories(scope: Scope, wanted: readonly { runId: string; after: number }[]): Promise<Map<string, History>> {
  const values = [scope.workspaceId, textArray(wanted, (w) => w.runId), int4Array(wanted, (w) => w.after)];
  const rows = await query<[number, string, string | null, ...Cells]>(scope.db.soft, { name: 'read-histories', text: TEXT, values, rowMode: 'array' });
  const histories = new Map<string, History>();
  for (const [n, definitionId, parked, ...cells] of rows) {
    const runId = wanted[n - 1]!.runId;
    let history = histories.get(runId);
    if (history === undefined) histories.set(runId, (history = { events: [], definitionId, parked }));
    const event = toEvent(cells);
    if (event !== null) history.events.push(event);
  }
  return histories;
}

export async function readEvents(scope: Scope, runId: string, after: number, limit: number): Promise<RunEvent[]> {
  const rows = await query<Cells>(scope.db.reads, { name: 'read-events', text: PAGE, values: [scope.workspaceId, runId, after, limit], rowMode: 'array' });
  return rows.map((cells) => toEvent(cells)!);
}

/** The store gives back what the core wrote; its shape was checked when it was written. */
export function toEvent([seq, at, derived, type, path, attempt, inputId, data]: Cells): RunEvent | null {
  if (seq === null) return null;
  const event: Record<string, unknown> = { seq, at, derived, type };
  if (path !== null || type === 'timer.fired') event.path = path;
  if (attempt !== null) event.attempt = attempt;
  if (!derived) event.id = inputId;
  event.data = data;
  return event as unknown as RunEvent;
}
