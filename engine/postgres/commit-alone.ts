import type { RunEvent } from '../core/events.ts';
import type { CommitResult, RunCommit } from '../ports/run-commit.ts';
import { CommitUnknown, StoreUnavailable } from '../ports/store.ts';
import { commitBatch } from './commit.ts';
import { isConnectionLoss } from './errors.ts';
import { readEvents } from './read-histories.ts';
import type { Scope } from './scope.ts';

/**
 * For a run that has lost its race twice: 1. take its row's lock and wait for it, 2. read what was missed under the
 * lock, 3. decide, 4. write. Nobody can come between, so it cannot be lost a third time.
 */
export async function commitAlone(scope: Scope, runId: string, after: number, decide: (missed: RunEvent[]) => RunCommit | null): Promise<CommitResult> {
  let client;
  try {
    client = await scope.db.hard.connect();
  } catch (error) {
    throw new StoreUnavailable(error);
  }
  let broken: Error | undefined;
  let sent = false;
  try {
    await client.query('BEGIN');
    await client.query({ name: 'lock-run', text: 'SELECT seq FROM runs WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE', values: [scope.workspaceId, runId] });
    const commit = decide(await readEvents(scope, runId, after, 1_000_000, client));
    if (commit === null) {
      await client.query('ROLLBACK');
      return { result: 'written' };
    }
    const [result] = await commitBatch(client, { workspaceId: scope.workspaceId, process: scope.process, now: scope.now() }, 'advance', [commit]);
    sent = true;
    await client.query(result!.result === 'written' ? 'COMMIT' : 'ROLLBACK');
    return result!;
  } catch (error) {
    if (isConnectionLoss(error)) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw sent ? new CommitUnknown(error) : new StoreUnavailable(error);
    }
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}
