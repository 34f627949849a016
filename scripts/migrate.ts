import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export type Migration = { name: string; sql: string; checksum: string };

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

/** The lock that `prisma migrate` takes too: the two never run side by side. */
const ADVISORY_LOCK = 72_707_369;

/** As Prisma creates it, so that `prisma migrate status` and `deploy` on a connected machine agree with what ran. */
const RECORD_TABLE = `
create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/** The migrations in the order they apply: by name, which begins with the instant of its making. */
export function readMigrations(directory = MIGRATIONS_DIRECTORY): Migration[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const file = join(directory, name, 'migration.sql');
      if (!existsSync(file)) throw new Error(`The migration ${name} has no migration.sql. A folder without one is not a migration: remove it or restore the file.`);
      const bytes = readFileSync(file);
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') };
    });
}

/**
 * Brings the database to the newest migration: in order, each in a transaction of its own, under Prisma's advisory lock.
 * Several processes may call it at once. @returns the names it applied
 * @throws when an applied migration was changed or is missing here, or one fails (its transaction is rolled back)
 */
export async function migrate(databaseUrl: string, directory = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'heddle-migrate' });
  // Whoever waits for an answer is told by it; nobody else is to fall over a server that is stopped.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(RECORD_TABLE);
    const pending = outstanding(migrations, await readRecords(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

/** What `readyz` asks: the migrations of this code that the database lacks. */
export async function pendingMigrations(databaseUrl: string, directory = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'heddle-migrate' });
  // Whoever waits for an answer is told by it; nobody else is to fall over a server that is stopped.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ known: boolean }>("select to_regclass('_prisma_migrations') is not null as known");
    return outstanding(readMigrations(directory), rows[0]?.known === true ? await readRecords(client) : []).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

type Record = { migration_name: string; checksum: string; finished_at: Date | null };

async function readRecords(client: pg.Client): Promise<Record[]> {
  const { rows } = await client.query<Record>('select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by started_at, migration_name');
  return rows;
}

function outstanding(migrations: Migration[], records: Record[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at: finishedAt } of records) {
    const migration = known.get(name);
    if (finishedAt === null) throw new Error(`The migration ${name} was begun by another tool and not finished. See \`npx prisma migrate resolve\`.`);
    if (migration === undefined) throw new Error(`The database has the migration ${name}, which this release does not know. It was opened by a newer Heddle: update, or use another data directory.`);
    if (migration.checksum !== checksum) throw new Error(`The migration ${name} was changed after it had been applied. Restore prisma/migrations/${name}/migration.sql and put the change into a new migration.`);
  }
  const applied = new Set(records.map((record) => record.migration_name));
  const pending = migrations.filter(({ name }) => !applied.has(name));
  const newest = records.map((record) => record.migration_name).sort().at(-1);
  const late = pending.find(({ name }) => newest !== undefined && name < newest);
  if (late !== undefined) throw new Error(`The migration ${late.name} is older than ${newest}, which has been applied. Give it a newer name.`);
  return pending;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
    await client.query(migration.sql);
    await client.query('insert into _prisma_migrations (id, checksum, started_at, finished_at, migration_name, applied_steps_count) values ($1, $2, $3, clock_timestamp(), $4, 1)', [randomUUID(), migration.checksum, rows[0]?.at, migration.name]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback');
    const position = cause instanceof pg.DatabaseError && cause.position !== undefined ? ` (line ${migration.sql.slice(0, Number(cause.position)).split('\n').length})` : '';
    throw new Error(`The migration ${migration.name} failed${position}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
