import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { layOutLog } from './lay-out-log.ts';
import { until } from './poll.ts';
import { preferPort } from './ports.ts';
import { giveTo, openPostgresHome, type PostgresHome } from './postgres-home.ts';
import { processArguments } from './processes.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

export type ServerLog = (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void;

export type RunningPostgres = {
  /** Of the database `heddle`. Holds the password: never log it. */
  url: string;
  port: number;
  directory: string;
  notes: string[];
  process: ServerProcess;
  /** Disconnects everybody and ends cleanly. */
  stop: () => Promise<void>;
};

const USUAL_PORT = 54_329;
const MIB = 1024 * 1024;

/** The tuning of the embedded server; docs/configuration.md explains it. Durability is never traded: fsync, full pages and synchronous commit stay on. */
export function postgresSettings(memoryBytes: number): Record<string, string> {
  const shared = Math.max(64, Math.min(512, Math.floor(memoryBytes / MIB / 16)));
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    cluster_name: 'heddle',
    max_connections: '200',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    shared_buffers: `${shared}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(memoryBytes / MIB / 4))}MB`,
    work_mem: '8MB',
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '10min',
    checkpoint_completion_target: '0.9',
    random_page_cost: '1.1',
    jit: 'off',
    max_parallel_workers_per_gather: '0',
    autovacuum_naptime: '15s',
    autovacuum_vacuum_cost_limit: '2000',
    autovacuum_vacuum_insert_scale_factor: '0.5',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_line_prefix: '',
    log_checkpoints: 'off',
    // A statement may hold data of a run: it does not belong in a log.
    log_min_error_statement: 'panic',
  };
}

export type StartPostgres = {
  dataDir: string;
  port?: number;
  settings?: Record<string, string>;
  log?: ServerLog;
  /** A new cluster gets its log laid out: some 256 MB and half a second, for those who will commit much. */
  logAhead?: boolean;
};

/** Starts the embedded Postgres of this data directory, making the cluster the first time. */
export async function startPostgres(options: StartPostgres): Promise<RunningPostgres> {
  const log = options.log ?? (() => undefined);
  const home = openPostgresHome(options.dataDir);
  const isNew = !existsSync(join(home.directory, 'PG_VERSION'));
  if (isNew) initialise(home);
  checkVersion(home);
  await endLeftover(home.directory, log);
  const port = options.port ?? (await preferPort(USUAL_PORT));
  const settings = { ...postgresSettings(totalmem()), ...options.settings };
  const server = await startServerProcess(join(home.binaries, 'bin', 'postgres'), ['-D', home.directory, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    cwd: home.directory,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    ...home.user,
    lastSignal: 'SIGINT',
    onLine: (line) => log(levelOf(line), line),
  });
  const url = (database: string) => `postgresql://heddle:${encodeURIComponent(home.password)}@127.0.0.1:${port}/${database}`;
  const gone = () => (server.isAlive() ? undefined : `it ended.\n${server.lastWords()}`);
  try {
    await until('Postgres did not come up', () => answers(url('postgres')), { timeoutMs: 120_000, gone });
    await ensureDatabase(url('postgres'));
    if (isNew && options.logAhead === true) {
      // It makes commits smoother and nothing else: a server that could not do it serves all the same.
      await layOutLog(url('postgres'), home.directory).catch((error: unknown) => log('warn', `The write-ahead log could not be laid out ahead: ${error instanceof Error ? error.message : String(error)}`));
    }
  } catch (error) {
    await server.stop('SIGINT', 10_000);
    throw error;
  }
  return {
    url: url('heddle'),
    port,
    directory: home.directory,
    notes: home.notes,
    process: server,
    stop: async () => {
      server.signal('SIGINT');
      const impatient = setTimeout(() => server.signal('SIGQUIT'), 20_000);
      await server.stop('SIGINT', 40_000);
      clearTimeout(impatient);
    },
  };
}

function initialise(home: PostgresHome): void {
  if (existsSync(home.directory)) throw new Error(`${home.directory} is there but holds no database cluster. Move it away, and Heddle makes a new one.`);
  // A cluster counts only when it is whole: it is made beside its place and moved there.
  const fresh = `${home.directory}.new`;
  const passwordFile = `${home.directory}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  giveTo(home.user, fresh);
  writeFileSync(passwordFile, home.password, { mode: 0o600 });
  giveTo(home.user, passwordFile);
  try {
    const made = spawnSync(
      join(home.binaries, 'bin', 'initdb'),
      ['-D', fresh, '--username=heddle', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      { cwd: dirname(fresh), env: { NODE_ENV: 'production', PATH: process.env['PATH'], LC_ALL: 'C' }, ...home.user, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`The database cluster could not be made in ${home.directory}: ${(made.error?.message ?? made.stderr).trim()}`);
    renameSync(fresh, home.directory);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function checkVersion(home: PostgresHome): void {
  const data = readFileSync(join(home.directory, 'PG_VERSION'), 'utf8').trim();
  const server = /(\d+)/.exec(spawnSync(join(home.binaries, 'bin', 'postgres'), ['--version'], { ...home.user, cwd: '/', encoding: 'utf8' }).stdout)?.[1];
  if (data !== server) throw new Error(`The data in ${home.directory} is of PostgreSQL ${data}, the embedded server is ${server}. Dump it with the old release and load it into a new data directory.`);
}

/**
 * A postmaster.pid that outlived its supervisor. The caller holds the lock of the data directory, so whoever it names is
 * either the server we were killed away from, which is ended first, or a stranger who got its number, whose claim is void.
 */
async function endLeftover(directory: string, log: ServerLog): Promise<void> {
  const file = join(directory, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const isOurs = () => Number.isInteger(pid) && pid > 1 && (processArguments(pid)?.includes(directory) ?? false);
  if (isOurs()) {
    log('info', `The database of a start that was killed still runs (process ${pid}); it is stopped first.`);
    process.kill(pid, 'SIGINT');
    await until(`The old Postgres, process ${pid}, does not stop`, async () => !isOurs(), { timeoutMs: 60_000 });
  }
  // Otherwise Postgres would refuse to start whenever the number now belongs to any other process.
  rmSync(file, { force: true });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') throw new Error('The password in postgres.json does not open this database. Restore the file that belongs to it, or move the data directory away.', { cause: error });
    return false;
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  // Whoever waits for an answer is told by it; nobody else is to fall over a server that is stopped.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'heddle'");
    if (rowCount === 0) await client.query('create database heddle');
  } finally {
    await client.end();
  }
}

function levelOf(line: string): 'debug' | 'info' | 'warn' | 'error' {
  if (line.startsWith('PANIC')) return 'error';
  // ERROR is an answer to a client, who deals with it; so is the refusal while it starts.
  return (line.startsWith('FATAL') && !line.includes('is starting up')) || line.startsWith('WARNING') ? 'warn' : 'debug';
}
