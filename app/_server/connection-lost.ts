/** Node's, Postgres' (class 08, shut down, too many connections) and Prisma's codes for a store that cannot be reached. */
const CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|57P0[1235]|53300|P1001|P1002|P1008|P1017|P2024)$/;
/** What the engine's store throws; by name, because a bundler may load its module twice. */
const NAMES: ReadonlySet<string> = new Set(['StoreUnavailable', 'CommitUnknown']);
/** pg words these itself and gives no code. */
const WORDS = /Connection terminated|Can't reach database|timeout exceeded when trying to connect|not queryable/;

/** True when a store could not be reached, so that trying again later may help. Looks at causes, too. */
export function isConnectionLost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && CODES.test(String(error.code))) return true;
  if ('meta' in error && isConnectionLost(driverErrorOf(error.meta))) return true;
  if (error instanceof AggregateError && error.errors.some(isConnectionLost)) return true;
  if (!(error instanceof Error)) return false;
  return NAMES.has(error.name) || WORDS.test(error.message) || (error.cause !== undefined && error.cause !== error && isConnectionLost(error.cause));
}

/** What Prisma has of the driver's error when it has no code of its own for it. */
function driverErrorOf(meta: unknown): unknown {
  const { driverAdapterError } = (meta ?? {}) as { driverAdapterError?: { cause?: unknown } };
  return driverAdapterError?.cause;
}
