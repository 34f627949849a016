import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../engine/testing/database.ts';
import { migrate, pendingMigrations } from './migrate.ts';

let directory: string;
let database: TestDatabase;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'heddle-migrations-'));
  database = await createTestDatabase({ empty: true });
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

function write(name: string, sql: string): string {
  mkdirSync(join(directory, name));
  const file = join(directory, name, 'migration.sql');
  writeFileSync(file, sql);
  return file;
}

describe('migrate', () => {
  it('applies what is new, in order and once, however many start at the same time', async () => {
    write('20260102_second', 'alter table thread add column colour text;');
    write('20260101_first', 'create table thread (id int primary key); create function warp() returns int language plpgsql as $$ begin return 1; end $$;');
    const applied = await Promise.all([migrate(database.url, directory), migrate(database.url, directory), migrate(database.url, directory)]);
    expect(applied.flat()).toEqual(['20260101_first', '20260102_second']);
    write('20260103_third', 'alter table thread add column weight int;');
    expect(await pendingMigrations(database.url, directory)).toEqual(['20260103_third']);
    expect(await migrate(database.url, directory)).toEqual(['20260103_third']);
    expect(await pendingMigrations(database.url, directory)).toEqual([]);
    const { rows } = await database.query('select column_name from information_schema.columns where table_name = $1 order by ordinal_position', ['thread']);
    expect(rows.map((row) => row['column_name'])).toEqual(['id', 'colour', 'weight']);
  });

  it('records a migration as Prisma does, with the SHA-256 of the file', async () => {
    write('20260101_first', 'create table thread (id int);');
    await migrate(database.url, directory);
    const { rows } = await database.query('select migration_name, checksum, finished_at is not null as finished, applied_steps_count from _prisma_migrations');
    expect(rows).toEqual([{ migration_name: '20260101_first', checksum: '43c63389255375d32b072277b3bc6837f2017de40a9971a41699eb4cb033d623', finished: true, applied_steps_count: 1 }]);
  });

  it('leaves nothing of a migration that fails, and names it with the line', async () => {
    write('20260101_first', 'create table thread (id int);');
    write('20260102_broken', 'create table knot (id int);\nselect nothing from nowhere;');
    await expect(migrate(database.url, directory)).rejects.toThrow(/20260102_broken failed \(line 2\): relation "nowhere" does not exist/);
    const { rows } = await database.query("select to_regclass('thread') is not null as first, to_regclass('knot') is null as broken_left_nothing");
    expect(rows).toEqual([{ first: true, broken_left_nothing: true }]);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    const file = write('20260101_first', 'create table thread (id int);');
    await migrate(database.url, directory);
    appendFileSync(file, ' ');
    await expect(migrate(database.url, directory)).rejects.toThrow(/was changed after it had been applied/);
  });

  it('refuses a database that a newer release has migrated', async () => {
    write('20260101_first', 'create table thread (id int);');
    await migrate(database.url, directory);
    rmSync(join(directory, '20260101_first'), { recursive: true });
    await expect(migrate(database.url, directory)).rejects.toThrow(/opened by a newer Heddle/);
  });

  it('refuses a migration that sorts before one that was applied', async () => {
    write('20260102_second', 'create table thread (id int);');
    await migrate(database.url, directory);
    write('20260101_late', 'create table knot (id int);');
    await expect(migrate(database.url, directory)).rejects.toThrow(/is older than 20260102_second/);
  });
});
