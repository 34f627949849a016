import pg from 'pg';
import { StoreUnavailable } from '../ports/store.ts';
import { isConnectionLoss } from './errors.ts';

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

export function connect(databaseUrl: string, name: string, reads = 4): Connections {
  const pools = {
    hard: pool(databaseUrl, `${name} commit`, 5, `SET synchronous_commit = on; ${PLANNER}`),
    soft: pool(databaseUrl, `${name} claim`, 3, `SET synchronous_commit = off; ${PLANNER}`),
    reads: pool(databaseUrl, `${name} read`, reads, 'SET jit = off;'),
  };
  return { ...pools, close: async () => void (await Promise.allSettled([pools.hard.end(), pools.soft.end(), pools.reads.end()])) };
}

function pool(connectionString: string, name: string, max: number, settings: string): pg.Pool {
  const made = new pg.Pool({
    connectionString,
    max,
    types,
    application_name: `heddle ${name}`.slice(0, 63),
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    allowExitOnIdle: false,
    onConnect: async (client) => {
      await client.query(settings);
    },
  });
  // A connection that breaks while idle is replaced by the next query; without a listener it would end the process.
  made.on('error', () => {});
  // The same for one that breaks while it is lent out between two queries: its next query tells the borrower.
  made.on('connect', (client) => client.on('error', () => {}));
  return made;
}

/** Runs one statement. @throws StoreUnavailable when no answer came because the connection is gone (a read, or nothing lost by asking again) */
export async function query<R>(from: pg.Pool | pg.PoolClient, sql: Sql): Promise<R[]> {
  try {
    const result = await from.query(sql as pg.QueryConfig);
    return result.rows as R[];
  } catch (error) {
    if (isConnectionLoss(error)) throw new StoreUnavailable(error);
    throw error;
  }
}
