import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenTask, RunCommit, RunStart } from '../ports/run-commit.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { commitBatch } from './commit.ts';
import { fitsOne } from './commit-one.ts';
import { connect, type Connections } from './pool.ts';

let database: TestDatabase;
let db: Connections;
let client: pg.PoolClient;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, 'test');
  client = await db.hard.connect();
});
afterAll(async () => {
  client.release();
  await db.close();
  await database.drop();
});

const context = { workspaceId: 'default', process: 'test', now: 1_000 };
const summary = { status: 'running' as const, generation: 1, endedAt: null, output: null, error: null, waitingFor: [], openCompensations: [], searchAttributes: { city: 'Bern' }, memo: {} };
const start: RunStart = { coreVersion: 1, workflowId: null, workflowName: 'Test', version: null, definitionId: 'd', earlierDefinitions: [], trigger: 'api', key: null, idempotencyKey: null, requestHash: null, parent: null, forkedFrom: null, startedAt: 900, latestOfSlug: null };
const task = (seq: number, token: string | null): OpenTask => ({ seq, path: `s${seq}`, node: 's', attempt: 1, queue: 'default', priority: 3, availableAt: 950, startToCloseMs: 60_000, heartbeatMs: null, scheduleToStartAt: 5_000, scheduleToCloseAt: null, token, external: false, rung: token === null });
const nothing = { start: null, moveTo: null, row: null, guards: [], closeTasks: [], openTasks: [], abortTasks: [], setTimers: [], clearTimers: [], clear: false, openApprovals: [], changeApprovals: [], send: [], taken: [], deadLetters: [], closeLetters: false, values: [] };

const started = (runId: string, key: string | null = null): RunCommit => ({
  ...nothing, runId, expectedSeq: 0, seq: 2, start: { ...start, workflowId: 'w', key }, row: summary, openTasks: [task(2, 'first')],
  events: [
    { seq: 1, at: 900, derived: false, id: 'start', type: 'run.resumed', data: { reason: 'it’s "quoted" \\ and 汉字', by: null } },
    { seq: 2, at: 900, derived: true, type: 'step.scheduled', path: 's2', attempt: 1, data: {} },
  ],
});
const stepped = (runId: string, token = 'first'): RunCommit => ({
  ...nothing, runId, expectedSeq: 2, seq: 4, guards: [{ task: 2, token }], closeTasks: [2], openTasks: [task(4, 'kept')],
  events: [
    { seq: 3, at: 901, derived: false, id: 'outcome-2', type: 'step.completed', path: 's2', attempt: 1, data: { task: 2, output: { n: 1 }, worker: 'w', startedAt: 900 } },
    { seq: 4, at: 901, derived: true, type: 'step.scheduled', path: 's4', attempt: 1, data: {} },
  ],
});
const ended = (runId: string): RunCommit => ({
  ...nothing, runId, expectedSeq: 4, seq: 6, guards: [{ task: 4, token: 'kept' }], closeTasks: [4], clear: true, row: { ...summary, status: 'completed', endedAt: 902, output: { n: 2 } },
  events: [
    { seq: 5, at: 902, derived: false, id: 'outcome-4', type: 'step.completed', path: 's4', attempt: 1, data: { task: 4, output: { n: 2 } } },
    { seq: 6, at: 902, derived: true, type: 'run.completed', data: { output: { n: 2 } } },
  ],
});
const signalled = (runId: string): RunCommit => ({ ...nothing, runId, expectedSeq: 2, seq: 3, events: [{ seq: 3, at: 901, derived: false, id: 's', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } }] });

async function rowsOf(runId: string): Promise<unknown> {
  const all = async (table: string, id: string): Promise<unknown> => {
    const { rows } = await database.query(`SELECT row_to_json(t)::text AS row FROM ${table} t WHERE ${id} = '${runId}' ORDER BY seq`);
    return rows.map(({ row }) => JSON.parse((row as string).replaceAll(runId, 'RUN')) as unknown);
  };
  return { runs: await all('runs', 'id'), events: await all('events', 'run_id'), tasks: await all('tasks', 'run_id') };
}

/** The same commits by the statement for one run and by the batch's (a lent connection always takes that). */
async function both(name: string, commits: ((runId: string) => RunCommit)[]): Promise<{ one: unknown[]; batch: unknown[] }> {
  const answers: { one: unknown[]; batch: unknown[] } = { one: [], batch: [] };
  for (const make of commits) {
    for (const way of ['one', 'batch'] as const) {
      const commit = make(`${name}-${way}`);
      expect(fitsOne(commit)).toBe(true);
      answers[way].push((await commitBatch(way === 'one' ? db.hard : client, context, commit.start === null ? 'advance' : 'start', [commit]))[0]);
    }
  }
  expect(await rowsOf(`${name}-one`)).toEqual(await rowsOf(`${name}-batch`));
  return answers;
}

describe('a commit of one run by itself', () => {
  it.each([
    ['start', [(id: string) => started(id)]],
    ['step', [(id: string) => started(id), (id: string) => stepped(id)]],
    ['end', [(id: string) => started(id), (id: string) => stepped(id), ended]],
    ['signal', [(id: string) => started(id), signalled]],
  ])('writes what a batch writes: %s', async (name, commits) => {
    const { one, batch } = await both(name, commits);
    expect(one).toEqual(commits.map(() => ({ result: 'written' })));
    expect(batch).toEqual(one);
  });

  it.each([
    ['behind', [(id: string) => started(id), (id: string) => ({ ...stepped(id), expectedSeq: 1 })], { result: 'lost' }],
    ['fenced', [(id: string) => started(id), (id: string) => stepped(id, 'another')], { result: 'fenced', tasks: [2] }],
    ['again', [(id: string) => started(id), (id: string) => started(id)], { result: 'conflict' }],
  ])('writes nothing and says why: %s', async (name, commits, answer) => {
    const { one, batch } = await both(name, commits);
    expect(one.at(-1)).toEqual(answer);
    expect(batch.at(-1)).toEqual(answer);
  });

  it('of a run whose key is taken is a conflict and leaves no trace', async () => {
    await commitBatch(db.hard, context, 'start', [started('holder', 'k')]);
    expect(await commitBatch(db.hard, context, 'start', [started('second', 'k')])).toEqual([{ result: 'conflict' }]);
    expect(await rowsOf('second')).toEqual({ runs: [], events: [], tasks: [] });
  });

  it('passes over a run that another connection holds, as a batch does', async () => {
    await commitBatch(db.hard, context, 'start', [started('held')]);
    await client.query(`BEGIN`);
    await client.query(`SELECT 1 FROM runs WHERE id = 'held' FOR NO KEY UPDATE`);
    expect(await commitBatch(db.hard, context, 'advance', [stepped('held')])).toEqual([{ result: 'lost' }]);
    await client.query('ROLLBACK');
  });

  it('is left to the batch when it does anything rare', () => {
    expect(fitsOne({ ...stepped('x'), taken: ['message'] })).toBe(false);
    expect(fitsOne({ ...ended('x'), moveTo: { definitionId: 'd2', version: 2 } })).toBe(false);
    expect(fitsOne({ ...stepped('x'), clearTimers: [1] })).toBe(false);
    expect(fitsOne({ ...stepped('x'), closeTasks: [2, 3] })).toBe(false);
    expect(fitsOne({ ...stepped('x'), openTasks: [{ ...task(4, null), attempt: 2 }] })).toBe(false);
  });
});
