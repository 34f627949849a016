import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { oneSql } from './commit-one.ts';
import { commitSql } from './commit-sql.ts';
import { PLANNER } from './pool.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The lines of the generic plan that say how `runs`, `tasks` and `workflows` are read, each with its condition. */
async function reads(text: string): Promise<{ scan: string; condition: string }[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(PLANNER);
    const parameters = Math.max(...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
    await client.query(`PREPARE commit AS ${text}`);
    const types = (await client.query<{ types: string[] }>(`SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = 'commit'`)).rows[0]!.types;
    const sample = (type: string): string => (type.endsWith('[]') ? `'{}'` : type === 'boolean' ? 'false' : type === 'text' ? `'x'` : type === 'json' ? `'null'` : '0');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE commit (${types.slice(0, parameters).map(sample).join(', ')})`);
    const lines = rows.map((row) => row['QUERY PLAN'].trim());
    return lines.flatMap((scan, index) => (/Scan.* on (runs|tasks|workflows) /.test(scan) ? [{ scan, condition: lines[index + 1] ?? '' }] : []));
  } finally {
    await client.end();
  }
}

async function expectKeys(): Promise<void> {
  const one = (form: 'lean' | 'row') => oneSql({ form, guarded: true, events: 2, tasks: 1, clear: form === 'row' });
  for (const text of [commitSql('lean'), commitSql('full'), one('lean'), one('row')]) {
    const found = await reads(text);
    expect(found.length).toBeGreaterThanOrEqual(3);
    for (const { scan, condition } of found) {
      // A run that was locked is written where it lies.
      if (scan.includes('Tid Scan on runs')) {
        expect(condition).toMatch(/TID Cond: \((\w+\.tid = ctid|ctid = \(InitPlan \d+\)\.col1)\)/);
        continue;
      }
      expect(scan).toMatch(/Index Scan using (runs|tasks)_pkey/);
      expect(condition).toMatch(/workspace_id = \$1\) AND \((id|run_id) = /);
    }
  }
  for (const text of [commitSql('start'), oneSql({ form: 'start', guarded: false, events: 2, tasks: 1, clear: false })]) {
    const found = (await reads(text)).filter(({ scan }) => scan.includes(' on workflows'));
    expect(found).toEqual([{ scan: expect.stringMatching(/Index Scan using workflows_workspace_id_slug_key/), condition: expect.stringMatching(/workspace_id = \$1\) AND \(slug >= /) }]);
  }
}

const fill = (rows: number) => [
  `INSERT INTO workflows (workspace_id, id, slug, name, draft, draft_hash, created_at, updated_at) SELECT 'default', 'w' || i, 'w' || i, 'x', '{}', '', 0, 0 FROM generate_series(1, ${rows}) i ON CONFLICT DO NOTHING`,
  `INSERT INTO runs (workspace_id, id, seq, status, core_version, workflow_name, definition_id, trigger, started_at) SELECT 'default', 'r' || i, 1, 'running', 1, 'x', 'x', 'api', i FROM generate_series(1, ${rows}) i ON CONFLICT DO NOTHING`,
  `INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, created_at, available_at) SELECT 'default', 'r' || i, 3, 1, 'x', 'x', 'default', 0, 0 FROM generate_series(1, ${rows}) i ON CONFLICT DO NOTHING`,
];

describe('the plan of a commit reads runs, tasks and workflows by keys of their own, and runs it has locked by their place', () => {
  it('while nothing is known of the tables', async () => await expectKeys());

  it('when the statistics say one row', async () => {
    for (const sql of fill(1)) await database.query(sql);
    await database.query('ANALYZE');
    await expectKeys();
  });

  it('when many runs are known and no task is left', async () => {
    for (const sql of fill(3_000)) await database.query(sql);
    await database.query('DELETE FROM tasks');
    await database.query('VACUUM ANALYZE runs, tasks');
    await expectKeys();
  });
});
