import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../engine/testing/database.ts';
import { tablesOfSchema, type Tables } from './schema-file.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('schema.prisma and the migrated database hold the same tables, columns and nullability', async () => {
  const described = tablesOfSchema(readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8'));
  expect(Object.keys(described).length).toBeGreaterThan(5);
  const { rows } = await database.query(
    "select c.table_name, c.column_name, c.is_nullable = 'YES' as nullable from information_schema.columns c join information_schema.tables t using (table_schema, table_name) where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> '_prisma_migrations'",
  );
  const migrated: Tables = {};
  for (const row of rows) (migrated[String(row['table_name'])] ??= {})[String(row['column_name'])] = { nullable: row['nullable'] === true };
  expect(migrated).toEqual(described);
});
