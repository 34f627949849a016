import pg from 'pg';
import type { RunEvent } from '../core/events.ts';
import type { CommitResult, RunCommit } from '../ports/run-commit.ts';
import { commitBatch } from './commit.ts';
import { onLentConnection } from './lent.ts';
import { type Cells, EVENT_COLUMNS, toEvent } from './read-histories.ts';
import type { Scope } from './scope.ts';

/**
 * For a run that has lost its race twice: 1. take its row's lock and wait for it, 2. read what was missed under the
 * lock, 3. decide, 4. write. Nobody can come between, so it cannot be lost a third time.
 * 1 and 2 go in one message and 4 with its COMMIT in the next: the lock is held for two ways to the server, not five.
 */
export async function commitAlone(scope: Scope, runId: string, after: number, decide: (missed: RunEvent[]) => RunCommit | null): Promise<CommitResult> {
  return await onLentConnection(scope.db.hard, async (client, sent) => {
    const commit = decide(await lockAndRead(client, scope.workspaceId, runId, after));
    if (commit === null) {
      await client.query('ROLLBACK');
      return { result: 'written' };
    }
    sent();
    const written = commitBatch(client, { workspaceId: scope.workspaceId, process: scope.process, now: scope.now() }, 'advance', [commit]);
    // A statement that kept nothing wrote nothing, and one that failed makes this a rollback: it can be said blindly.
    const ended = client.query('COMMIT');
    ended.catch(() => {});
    const [result] = await written;
    await ended;
    return result!;
  });
}

/** Three statements in one message, each with a snapshot of its own: the reading sees what was committed while the lock was waited for. */
async function lockAndRead(client: pg.PoolClient, workspaceId: string, runId: string, after: number): Promise<RunEvent[]> {
  const run = `workspace_id = ${pg.escapeLiteral(workspaceId)} AND`;
  const id = pg.escapeLiteral(runId);
  const text = `BEGIN; SELECT seq FROM runs WHERE ${run} id = ${id} FOR NO KEY UPDATE;
    SELECT ${EVENT_COLUMNS} FROM events WHERE ${run} run_id = ${id} AND seq > ${Math.trunc(after)} ORDER BY seq`;
  const results = (await client.query({ text, rowMode: 'array' })) as unknown as pg.QueryArrayResult<Cells>[]; // several statements give several results
  return results[2]!.rows.map((cells) => toEvent(cells)!);
}
