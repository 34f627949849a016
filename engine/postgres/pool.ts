import pg from 'pg';
import { StoreUnavailable } from '../ports/store.ts';
import { isConnectionLoss, isRetryable } from './errors.ts';

/** Instants and counts fit a double; a bigint would only be converted everywhere. */
const INT8 = 20;
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === INT8) return Number;
    return pg.types.getTypeParser(oid, format);
  },
} as unknown as pg.CustomTypesConfig; // pg's own overloads cannot be met by a literal

/**
 * What every connection is told. Plans are made once: these statements take arrays whose length says nothing, and
 * planning one afresh costs more than running it. The rest of the settings keep the planner at index look-ups,
 * whatever the tables held when the plan was made.
 */
export const PLANNER = 'SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off; SET random_page_cost = 1.1; SET jit = off;';

export type Sql = { name?: string; text: string; values?: unknown[]; rowMode?: 'array' };

export type Connections = {
  /** Durable writes. */
  hard: pg.Pool;
  /** Claims, heartbeats, leases: cheap writes whose loss recovery heals. */
  soft: pg.Pool;
  /** Reads of the API and rare work. */
  reads: pg.Pool;
  close(): Promise<void>;
};

/**
 * How long a statement may take, ms. The server ends it then, and nothing is written. A server that does not even do
 * that is given up a while later: the connection is cut, and what became of a commit is not known.
 */
const STATEMENT_MS = { hard: 30_000, soft: 10_000, reads: 30_000 };
const SILENCE_MS = 5_000;

/** @param statementMs for all statements, instead of what each kind is given */
export function connect(databaseUrl: string, name: string, reads = 4, statementMs?: number): Connections {
  const of = (kind: keyof typeof STATEMENT_MS): number => statementMs ?? STATEMENT_MS[kind];
  const pools = {
    hard: pool(databaseUrl, `${name} commit`, 5, of('hard'), `SET synchronous_commit = on; ${PLANNER}`),
    soft: pool(databaseUrl, `${name} claim`, 3, of('soft'), `SET synchronous_commit = off; ${PLANNER}`),
    reads: pool(databaseUrl, `${name} read`, reads, of('reads'), 'SET jit = off;'),
  };
  return { ...pools, close: async () => void (await Promise.allSettled([pools.hard.end(), pools.soft.end(), pools.reads.end()])) };
}

function pool(connectionString: string, name: string, max: number, statementMs: number, settings: string): pg.Pool {
  const made = new pg.Pool({
    connectionString,
    max,
    types,
    application_name: `heddle ${name}`.slice(0, 63),
    connectionTimeoutMillis: 5_000,
    query_timeout: statementMs + SILENCE_MS,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    allowExitOnIdle: false,
    onConnect: async (client) => {
      await client.query(`SET statement_timeout = ${statementMs}; ${settings}`);
    },
  });
  // A connection that breaks while idle is replaced by the next query; without a listener it would end the process.
  made.on('error', () => {});
  // The same for one that breaks while it is lent out between two queries: its next query tells the borrower.
  made.on('connect', (client) => client.on('error', () => {}));
  return made;
}

/**
 * Runs one statement. @throws StoreUnavailable when the server could not answer it for now: nothing is lost by asking
 * again later
 */
export async function query<R>(from: pg.Pool | pg.PoolClient, sql: Sql): Promise<R[]> {
  try {
    const result = await from.query(sql as pg.QueryConfig);
    return result.rows as R[];
  } catch (error) {
    if (isConnectionLoss(error) || isRetryable(error)) throw new StoreUnavailable(error);
    throw error;
  }
}
