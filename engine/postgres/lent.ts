import type pg from 'pg';
import { CommitUnknown, StoreUnavailable } from '../ports/store.ts';
import { isConnectionLoss, isRetryable } from './errors.ts';

/**
 * Lends a connection to a transaction of several statements, which begins and ends it itself. When it throws, it is
 * rolled back.
 * @param work `sent` is to be called before whatever may commit is on its way: from then on a broken connection says nothing
 * @throws StoreUnavailable when nothing was written, CommitUnknown, or what `work` throws
 */
export async function onLentConnection<T>(from: pg.Pool, work: (client: pg.PoolClient, sent: () => void) => Promise<T>): Promise<T> {
  let client;
  try {
    client = await from.connect();
  } catch (error) {
    throw new StoreUnavailable(error);
  }
  let broken: Error | undefined;
  let sent = false;
  try {
    return await work(client, () => (sent = true));
  } catch (error) {
    if (isConnectionLoss(error)) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw sent ? new CommitUnknown(error) : new StoreUnavailable(error);
    }
    await client.query('ROLLBACK').catch(() => {});
    // A deadlock, say: nothing was written, and it is no fault of the run.
    throw isRetryable(error) ? new StoreUnavailable(error) : error;
  } finally {
    client.release(broken);
  }
}
