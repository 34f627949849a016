import { CommitUnknown, StoreUnavailable } from '../ports/store.ts';

/**
 * SQLSTATEs, or their classes (two characters), after which the same statement may be tried again: the server refused
 * it for what it is going through, not for what the statement said. No run is parked for one of these.
 */
const RETRYABLE: ReadonlyMap<string, string> = new Map([
  ['40001', 'serialization failure'],
  ['40P01', 'deadlock detected'],
  ['55P03', 'lock not available'],
  ['53', 'insufficient resources: disk, memory, connections'],
  ['57014', 'cancelled: a statement that took too long, or an operator'],
  ['58', 'system error: reading or writing a file'],
  // The tables are not as this process knows them: one of the two is about to be upgraded.
  ['42P01', 'undefined table'],
  ['42703', 'undefined column'],
  ['42501', 'insufficient privilege'],
]);

/** SQLSTATEs, or their classes, that say the connection is of no more use, or that none can be had. */
const GONE: ReadonlyMap<string, string> = new Map([
  ['08', 'connection exception'],
  ['28', 'invalid authorization: a password that is being changed'],
  ['25006', 'read-only: the server is a standby now'],
  ['25P03', 'idle in transaction for too long'],
  ['25P04', 'transaction took too long'],
  ['40003', 'statement completion unknown'],
  ['57P01', 'shut down by an administrator'],
  ['57P02', 'shut down by a crash'],
  ['57P03', 'cannot connect now'],
  ['57P04', 'the database was dropped'],
  ['57P05', 'idle for too long'],
  ['3D000', 'no such database'],
]);

const NETWORK: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOENT']);

export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const listed = (table: ReadonlyMap<string, string>, state: string): boolean => table.has(state) || (state.length === 5 && table.has(state.slice(0, 2)));

/** The server refused the statement for the moment; nothing was written. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state !== null && listed(RETRYABLE, state);
}

/** The connection is no more (or never was), or the server does not answer on it. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof StoreUnavailable || error instanceof CommitUnknown) return true;
  const state = sqlState(error);
  if (state !== null) return listed(GONE, state) || NETWORK.has(state);
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss);
  if (!(error instanceof Error)) return false;
  // pg words these itself and gives no code.
  return /Connection terminated|Client has encountered a connection error|connection timeout|timeout expired|timeout exceeded when trying to connect|Query read timeout|not queryable|Client was closed/i.test(error.message);
}

/** A run was to be open under a business key that another open one has. */
export function isKeyTaken(error: unknown): boolean {
  return sqlState(error) === '23505' && (error as { constraint?: unknown }).constraint === 'runs_open_key';
}

/** A commit's own check divided by zero: it moved the run, but the task it was to close is not held under its token. */
export function isFenced(error: unknown): boolean {
  return sqlState(error) === '22012';
}
