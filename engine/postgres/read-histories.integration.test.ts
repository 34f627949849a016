import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { connect, type Connections } from './pool.ts';
import { readHistories } from './read-histories.ts';

let database: TestDatabase;
let db: Connections;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, 'test');
  for (const run of ['a', 'b']) {
    await database.query(`INSERT INTO runs (workspace_id, id, seq, status, core_version, workflow_name, definition_id, trigger, started_at) VALUES ('default', '${run}', 3, 'running', 1, 'x', 'of ${run}', 'api', 0)`);
    await database.query(`INSERT INTO events (workspace_id, run_id, seq, at, derived, type, input_id, data) SELECT 'default', '${run}', n, n, n > 1, 'x', 'i' || n, '{}' FROM generate_series(1, 3) n`);
  }
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

it('histories come in the order wanted, each what was asked for, also of one run twice; of no run there is none', async () => {
  const wanted = [['b', 0], ['nobody', 0], ['a', 2], ['b', 1], ['a', 3]] as const;
  const histories = await readHistories({ db, workspaceId: 'default', process: 'test', now: () => 0 }, wanted.map(([runId, after]) => ({ runId, after, snapshot: null })));
  expect(histories.map((history) => history && { of: history.definitionId, seqs: history.events.map(({ seq }) => seq), more: history.more })).toEqual([
    { of: 'of b', seqs: [1, 2, 3], more: false }, undefined, { of: 'of a', seqs: [3], more: false }, { of: 'of b', seqs: [2, 3], more: false }, { of: 'of a', seqs: [], more: false },
  ]);
});
