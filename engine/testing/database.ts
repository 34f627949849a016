import { randomBytes } from 'node:crypto';
import pg from 'pg';

export type TestDatabase = {
  url: string;
  name: string;
  /** A query on a connection of its own, not counted as a leak. */
  query: (sql: string, parameters?: unknown[]) => Promise<pg.QueryResult<Record<string, unknown>>>;
  /** Drops it. @throws when somebody still holds a connection to it: a leak of what was tested, or of the test */
  drop: () => Promise<void>;
};

/**
 * A migrated database of one's own, cloned from the template that the test run has prepared; some 30 ms.
 * Call `drop` in `afterAll`, after closing every pool.
 * @param options.empty without the tables
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await onServer(async (admin) => admin.query(`create database ${name} template ${options.empty ? 'template0' : 'heddle_template'}`));
  const url = withDatabase(serverUrl(), name);
  return {
    url,
    name,
    query: async (sql, parameters) => {
      const client = new pg.Client({ connectionString: url, application_name: 'test-query' });
      await client.connect();
      try {
        return await client.query<Record<string, unknown>>(sql, parameters);
      } finally {
        await client.end();
      }
    },
    drop: async () => {
      const left = await onServer(async (admin) => {
        const holders = await connectionsLeft(admin, name);
        await admin.query(`drop database ${name} with (force)`);
        return holders;
      });
      if (left.length > 0) throw new Error(`Connections were left open: ${left.join('; ')}. Close every pool and client before the database is dropped.`);
    },
  };
}

export type TestRedis = {
  url: string;
  /** For queues, keys and channels: the server is shared by all test files. */
  prefix: string;
};

/** The shared Redis of the test run, with a prefix of one's own. A test that flushes or kills starts a server of its own. */
export function testRedis(): TestRedis {
  return { url: required('HEDDLE_TEST_REDIS_URL'), prefix: `test-${process.pid}-${randomBytes(5).toString('hex')}` };
}

function serverUrl(): string {
  return required('HEDDLE_TEST_POSTGRES_URL');
}

function required(name: 'HEDDLE_TEST_POSTGRES_URL' | 'HEDDLE_TEST_REDIS_URL'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: a test that needs servers is named *.integration.test.ts or *.crash.test.ts, and then the test run starts them.`);
  return value;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function onServer<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: serverUrl(), application_name: 'test-admin' });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** Who is still connected. A client that was closed a moment ago gets a second to be gone. */
async function connectionsLeft(admin: pg.Client, name: string): Promise<string[]> {
  const deadline = Date.now() + 1_000;
  for (;;) {
    const { rows } = await admin.query<{ who: string }>("select coalesce(nullif(application_name, ''), 'unnamed') || ' (' || state || ', last: ' || left(query, 120) || ')' as who from pg_stat_activity where datname = $1 and backend_type = 'client backend'", [name]);
    if (rows.length === 0 || Date.now() > deadline) return rows.map(({ who }) => who);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
