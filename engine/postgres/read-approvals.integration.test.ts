import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalList } from '../ports/views.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { connect, type Connections } from './pool.ts';
import { listApprovals } from './read-approvals.ts';

let database: TestDatabase;
let db: Connections;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, 'test', 1);
  // Opened in the order of their names; due at 300, 200, 100 or never.
  for (const sql of [
    `INSERT INTO approvals (workspace_id, run_id, seq, path, node, workflow_name, status, title, context, assignees, quorum, outcomes, opened_at, due_at, shown_hash)
     SELECT 'default', 'o' || i, s, 'a', 'a', 'x', 'open', 't', '', '{}', 1, '{yes}', i / 2, CASE WHEN i % 4 = 0 THEN NULL ELSE (4 - i % 4) * 100 END, '' FROM generate_series(1, 8) i, generate_series(1, 2) s`,
    `INSERT INTO approvals (workspace_id, run_id, seq, path, node, workflow_name, status, title, context, assignees, quorum, outcomes, opened_at, closed_at, shown_hash)
     SELECT 'default', 'c' || i, 1, 'a', 'a', 'x', 'decided', 't', '', '{}', 1, '{yes}', 100 + i, 1000 - i / 2, '' FROM generate_series(1, 7) i`,
  ]) await database.query(sql);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** A list from its first page to its last, as run ids with their seq. */
async function walk(status: ApprovalList, limit: number): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await listApprovals({ db, workspaceId: 'default', process: 'test', now: () => 0 }, { status }, { limit, ...(cursor === null ? {} : { cursor }) });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor === null) return seen;
  }
}

describe('requests are listed', () => {
  it.each([1, 3, 500])('open ones first due first, without a due time last, the longest open first, %d a page', async (limit) => {
    expect(await walk('open', limit)).toEqual(['o3.1', 'o3.2', 'o7.1', 'o7.2', 'o2.1', 'o2.2', 'o6.1', 'o6.2', 'o1.1', 'o1.2', 'o5.1', 'o5.2', 'o4.1', 'o4.2', 'o8.1', 'o8.2']);
  });

  it.each([1, 3, 500])('closed ones the last closed first, %d a page', async (limit) => {
    expect(await walk('closed', limit)).toEqual(['c1.1', 'c2.1', 'c3.1', 'c4.1', 'c5.1', 'c6.1', 'c7.1']);
  });

  it.each([1, 4, 500])('all of them newest first, %d a page', async (limit) => {
    expect(await walk('all', limit)).toEqual(['c7.1', 'c6.1', 'c5.1', 'c4.1', 'c3.1', 'c2.1', 'c1.1', 'o8.1', 'o8.2', 'o6.1', 'o6.2', 'o7.1', 'o7.2', 'o4.1', 'o4.2', 'o5.1', 'o5.2', 'o2.1', 'o2.2', 'o3.1', 'o3.2', 'o1.1', 'o1.2']);
  });
});
