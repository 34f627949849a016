import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
import type { RunFilter } from '../ports/views.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { listRunsSql } from './read-runs.ts';
import { createPostgresStore, type PostgresStore } from './store.ts';

let database: TestDatabase;
let store: PostgresStore;
const RUNS = 20_000;

const insert = (id: string, attributes: JsonObject) => database.query(`INSERT INTO runs (workspace_id, id, seq, status, core_version, workflow_name, definition_id, trigger, started_at, search_attributes) VALUES ('default', $1, 1, 'completed', 1, 'w', 'd', 'api', 5, $2)`, [id, attributes]);

beforeAll(async () => {
  database = await createTestDatabase();
  store = createPostgresStore({ databaseUrl: database.url, workspaceId: 'default', process: 'test' });
  await database.query(`INSERT INTO runs (workspace_id, id, seq, status, core_version, workflow_name, definition_id, trigger, started_at, search_attributes)
    SELECT 'default', 'r-' || n, 1, 'completed', 1, 'w', 'd', 'api', n, jsonb_build_object('order', 'o-' || n, 'n', n, 'even', n % 2 = 0) FROM generate_series(1, ${RUNS}) n`);
  await insert('text', { n: '17', tags: ['red', 'blue'], 'a.b': 'dot' });
  await insert('number', { n: 17.0, nothing: null });
  await database.query('ANALYZE runs');
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const idsOf = async (...attributes: NonNullable<RunFilter['attributes']>): Promise<string[]> => (await store.listRuns({ attributes }, { limit: 10 })).items.map(({ id }) => id).sort();

describe('a search attribute', () => {
  it('finds runs by text, number and truth, by an element of a list, and by several at once', async () => {
    expect(await idsOf({ name: 'order', value: 'o-77' })).toEqual(['r-77']);
    expect(await idsOf({ name: 'n', value: '17' })).toEqual(['number', 'r-17', 'text']);
    expect(await idsOf({ name: 'n', value: '"17"' })).toEqual(['text']);
    expect(await idsOf({ name: 'tags', value: 'blue' })).toEqual(['text']);
    expect(await idsOf({ name: 'tags', value: 'green' })).toEqual([]);
    expect(await idsOf({ name: 'a.b', value: 'dot' })).toEqual(['text']);
    expect(await idsOf({ name: 'nothing', value: 'null' })).toEqual(['number']);
    expect(await idsOf({ name: 'n', value: '44' }, { name: 'even', value: 'true' })).toEqual(['r-44']);
    expect(await idsOf({ name: 'n', value: '44' }, { name: 'even', value: 'false' })).toEqual([]);
    expect(await idsOf({ name: "o'rder", value: `'; DROP TABLE runs; --` })).toEqual([]);
    expect(await store.countRuns({ attributes: [{ name: 'even', value: 'true' }] }, 100)).toBe(100);
    expect(await store.countRuns({ attributes: [{ name: 'order', value: 'o-77' }] }, 100)).toBe(1);
  });

  it('is looked up in its index, not by going through the runs', async () => {
    const { text, values } = listRunsSql('default', { attributes: [{ name: 'n', value: '4321' }], statuses: ['completed'] }, {}, 51);
    const { rows } = await database.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
    const plan = JSON.stringify(rows[0]!['QUERY PLAN']);
    expect(plan).toContain('runs_search_attributes_idx');
    const removed = [...plan.matchAll(/"Rows Removed by (?:Filter|Index Recheck)":(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(removed).toBeLessThan(100);
  });
});
