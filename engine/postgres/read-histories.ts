import type { RunEvent } from '../core/events.ts';
import { attached, type RefAt } from '../core/ref-list.ts';
import type { Json } from '../definition/json.ts';
import type { History, WantedHistory } from '../ports/store.ts';
import { int4Array, textArray } from './array-writer.ts';
import { query } from './pool.ts';
import type { Scope } from './scope.ts';

/** Events of a run that come at once: a history of hundreds of thousands is not read in one piece. */
const HISTORY_PAGE = 5_000;

/**
 * 1. Each wanted run by its key. 2. Its snapshot, if one is wanted and it can be read. 3. Its events after the seq, or
 * from the last one of the snapshot on, in order, from the primary key; the snapshot's text comes with the first.
 * `OFFSET 0` keeps the first two look-ups by key for each run, whatever was known of the tables when the plan was made.
 * Many runs in one round trip: a worker that has claimed a batch reads all their histories at once.
 */
const TEXT = `SELECT w.n, r.definition_id, r.core_version, r.parked, s.seq, s.hash, CASE WHEN e.seq = s.seq THEN s.state END, e.seq, e.at, e.derived, e.type, e.path, e.attempt, e.input_id, e.data, e.refs
FROM unnest($2::text[], $3::int4[], $4::text[]) WITH ORDINALITY AS w (run_id, after, format, n)
JOIN LATERAL (SELECT definition_id, core_version, parked, seq FROM runs r WHERE r.workspace_id = $1 AND r.id = w.run_id OFFSET 0) r ON true
LEFT JOIN LATERAL (SELECT s.seq, s.hash, s.state FROM snapshots s
  WHERE w.format IS NOT NULL AND s.workspace_id = $1 AND s.run_id = w.run_id AND s.core_version = r.core_version AND s.format = w.format AND s.seq > w.after AND s.seq <= r.seq OFFSET 0) s ON true
LEFT JOIN LATERAL (SELECT * FROM events e WHERE e.workspace_id = $1 AND e.run_id = w.run_id AND e.seq > coalesce(s.seq - 1, w.after) ORDER BY e.seq LIMIT ${HISTORY_PAGE}) e ON true`;

export const EVENT_COLUMNS = 'seq, at, derived, type, path, attempt, input_id, data, refs';
const PAGE = `SELECT ${EVENT_COLUMNS} FROM events
WHERE workspace_id = $1 AND run_id = $2 AND seq > $3 ORDER BY seq LIMIT $4`;

export type Cells = [seq: number | null, at: number, derived: boolean, type: string, path: string | null, attempt: number | null, inputId: string | null, data: Json, refs: RefAt[] | null];

type Row = [n: number, definitionId: string, coreVersion: number, parked: string | null, snapshotSeq: number | null, hash: string | null, state: string | null, ...Cells];

export async function readHistories(scope: Scope, wanted: readonly WantedHistory[]): Promise<(History | undefined)[]> {
  const values = [scope.workspaceId, textArray(wanted, (w) => w.runId), int4Array(wanted, (w) => w.after), textArray(wanted, (w) => w.snapshot)];
  const rows = await query<Row>(scope.db.soft, { name: 'read-histories', text: TEXT, values, rowMode: 'array' });
  const histories = new Array<History | undefined>(wanted.length).fill(undefined);
  for (const [n, definitionId, coreVersion, parked, snapshotSeq, hash, state, ...cells] of rows) {
    const history = (histories[n - 1] ??= { events: [], definitionId, coreVersion, parked, snapshot: null, more: false });
    if (snapshotSeq !== null && hash !== null && history.snapshot === null) history.snapshot = { seq: snapshotSeq, format: wanted[n - 1]!.snapshot!, hash, text: state ?? '' };
    const event = toEvent(cells);
    if (event !== null) history.events.push(event);
  }
  for (const history of histories) if (history !== undefined) history.more = history.events.length === HISTORY_PAGE;
  return histories;
}

export async function readEvents(scope: Scope, runId: string, after: number, limit: number): Promise<RunEvent[]> {
  const rows = await query<Cells>(scope.db.reads, { name: 'read-events', text: PAGE, values: [scope.workspaceId, runId, after, limit], rowMode: 'array' });
  return rows.map((cells) => toEvent(cells)!);
}

/** The store gives back what the core wrote; its shape was checked when it was written. */
export function toEvent([seq, at, derived, type, path, attempt, inputId, data, refs]: Cells): RunEvent | null {
  if (seq === null) return null;
  const event: Record<string, unknown> = { seq, at, derived, type };
  if (path !== null || type === 'timer.fired') event.path = path;
  if (attempt !== null) event.attempt = attempt;
  if (!derived) event.id = inputId;
  event.data = refs === null ? data : attached(data, refs);
  if (refs !== null) event.refs = true;
  return event as unknown as RunEvent;
}
