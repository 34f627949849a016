import type pg from 'pg';
import type { RunEvent } from '../core/events.ts';
import type { ForkCommit, RunCommit } from '../ports/run-commit.ts';
import { commitBatch } from './commit.ts';
import { onLentConnection } from './lent.ts';
import { type Cells, EVENT_COLUMNS, toEvent } from './read-histories.ts';
import type { Scope } from './scope.ts';

/** The past never changes, so it is copied without a lock and without leaving the server. */
const COPY = `INSERT INTO events (workspace_id, run_id, seq, attempt, at, derived, type, path, input_id, data, refs)
SELECT workspace_id, $3, seq, attempt, at, derived, type, path, input_id, data, refs FROM events WHERE workspace_id = $1 AND run_id = $2 AND seq <= $4::int4`;

/** Of the large values those that the past names. */
const COPY_PAYLOADS = `INSERT INTO payloads (workspace_id, run_id, hash, seq, bytes, value)
SELECT workspace_id, $3, hash, seq, bytes, value FROM payloads WHERE workspace_id = $1 AND run_id = $2 AND seq <= $4::int4`;

const LOCK = `SELECT seq FROM runs WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE`;
const MISSED = `SELECT ${EVENT_COLUMNS} FROM events WHERE workspace_id = $1 AND run_id = $2 AND seq > $3::int4 ORDER BY seq`;
/** A parked run is ended too: it is the one that a reset is most needed for. */
const UNPARK = `UPDATE runs SET parked = NULL WHERE workspace_id = $1 AND id = $2 AND parked IS NOT NULL`;
const FORGET = `DELETE FROM parked_inputs WHERE workspace_id = $1 AND run_id = $2`;

/** A copy of a million events takes seconds, and more on a busy server. */
const COPY_MS = 120_000;

/**
 * 1. The past. 2. For a reset, lock the source, read what was missed and end it: its key is free from then on. 3. The
 * new run, unless its id or its key is taken. All of it or nothing; the lock is not held while the past is copied.
 */
export async function forkRun(scope: Scope, { source, cut, fork, end }: ForkCommit): Promise<boolean> {
  return await onLentConnection(scope.db.hard, async (client, sent) => {
    const write = async (kind: 'start' | 'advance', commit: RunCommit): Promise<boolean> => {
      const [answer] = await commitBatch(client, { workspaceId: scope.workspaceId, process: scope.process, now: scope.now() }, kind, [commit]);
      return answer!.result === 'written';
    };
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${COPY_MS}`);
    const { rowCount } = await client.query({ text: COPY, values: [scope.workspaceId, source, fork.runId, cut], query_timeout: 2 * COPY_MS } as pg.QueryConfig);
    if (rowCount !== cut) throw new Error(`${rowCount} of the ${cut} events of ${source} could be copied.`);
    await client.query({ text: COPY_PAYLOADS, values: [scope.workspaceId, source, fork.runId, cut], query_timeout: 2 * COPY_MS } as pg.QueryConfig);
    const ended = end === null ? null : end.decide(await lockAndRead(client, scope.workspaceId, source, end.after));
    let whole = true;
    if (ended !== null) {
      await client.query(UNPARK, [scope.workspaceId, source]);
      await client.query(FORGET, [scope.workspaceId, source]);
      whole = await write('advance', ended);
    }
    whole &&= await write('start', fork);
    if (!whole) {
      await client.query('ROLLBACK');
      return false;
    }
    sent();
    await client.query('COMMIT');
    return true;
  });
}

async function lockAndRead(client: pg.PoolClient, workspaceId: string, runId: string, after: number): Promise<RunEvent[]> {
  await client.query(LOCK, [workspaceId, runId]);
  const { rows } = (await client.query({ text: MISSED, values: [workspaceId, runId, after], rowMode: 'array' })) as unknown as pg.QueryArrayResult<Cells>; // the shape of EVENT_COLUMNS
  return rows.map((cells) => toEvent(cells)!);
}
