import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../migrate.ts';
import { bootServers, type Servers } from '../servers/boot-servers.ts';
import { anyFreePort } from '../servers/ports.ts';

/**
 * Servers for the tests that need them, and the migrated template that each file clones.
 * Under `npm test` they are there already; a bare `npx vitest` starts its own. Several vitest projects share one pair.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const shared = globalThis as { heddleTestServers?: Promise<() => Promise<void>>; heddleTestUsers?: number };
  shared.heddleTestUsers = (shared.heddleTestUsers ?? 0) + 1;
  shared.heddleTestServers ??= prepare();
  const stop = await shared.heddleTestServers;
  return async () => {
    shared.heddleTestUsers = (shared.heddleTestUsers ?? 1) - 1;
    if (shared.heddleTestUsers === 0) await stop();
  };
}

async function prepare(): Promise<() => Promise<void>> {
  if (process.env['HEDDLE_TEST_POSTGRES_URL'] !== undefined && process.env['HEDDLE_TEST_REDIS_URL'] !== undefined) {
    await prepareTemplate(process.env['HEDDLE_TEST_POSTGRES_URL']);
    return async () => undefined;
  }
  const { servers, dispose } = await startTestServers();
  process.env['HEDDLE_TEST_POSTGRES_URL'] = servers.databaseUrl;
  process.env['HEDDLE_TEST_REDIS_URL'] = servers.redisUrl;
  await prepareTemplate(servers.databaseUrl);
  return dispose;
}

/** A Postgres and a Redis under a temporary folder, on ports of their own. */
export async function startTestServers(): Promise<{ servers: Servers; dispose: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'heddle-test-'));
  const servers = await bootServers({ dataDir, postgresPort: await anyFreePort(), redisPort: await anyFreePort() });
  return {
    servers,
    dispose: async () => {
      await servers.stop();
      if (servers.postgres !== undefined) rmSync(servers.postgres.directory, { recursive: true, force: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes `heddle_template` anew: the database with every migration, which nobody may connect to. */
async function prepareTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const { rowCount } = await admin.query("select from pg_database where datname = 'heddle_template'");
    if (rowCount !== 0) {
      await admin.query('alter database heddle_template with is_template false');
      await admin.query('drop database heddle_template with (force)');
    }
    await admin.query('create database heddle_template template template0');
    const template = new URL(url);
    template.pathname = '/heddle_template';
    await migrate(template.href);
    await admin.query('alter database heddle_template with is_template true allow_connections false');
  } finally {
    await admin.end();
  }
}
