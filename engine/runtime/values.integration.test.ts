import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
import type { Definition } from '../definition/schema.ts';
import { runners } from '../nodes/runners.ts';
import { createPostgresStore, type PostgresStore } from '../postgres/store.ts';
import type { ValueChange } from '../ports/store.ts';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';

let t: EngineUnderTest;
let store: PostgresStore;

/** The next of these writes of a step is carried out, and its answer is lost. */
let loseAnswers = 0;
const forgetful = (made: PostgresStore): PostgresStore => ({
  ...made,
  async writeValue(write) {
    const written = await made.writeValue(write);
    if (loseAnswers-- > 0) throw new Error('The connection broke.');
    return written;
  },
});

beforeAll(async () => {
  t = await engineUnderTest({ workers: 1, worker: { runners, wrapStore: forgetful } });
  store = createPostgresStore({ databaseUrl: t.database.url, workspaceId: 'default', process: 'test' });
});
afterAll(async () => {
  await store.close();
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

const step = (params: JsonObject, rest = {}): Definition => definition('one step', [node('start', 'start'), node('s', 'store', params, rest), node('end', 'end', { output: '{{ nodes.s.output }}' })], edges('start > s > end'));
const put = (key: string, value: string, more: JsonObject = {}): Definition => step({ operation: 'put', collection: 'c', key, value, ...more });

let count = 0;
/** A task that is held, as a worker holds one; the row of its run is not needed to write. */
async function heldTask(): Promise<{ runId: string; seq: number; token: string }> {
  const task = { runId: `run-${++count}`, seq: 3, token: `token-${count}` };
  await t.database.query(`INSERT INTO tasks (workspace_id, run_id, seq, attempt, path, node, queue, created_at, available_at, token) VALUES ('default', $1, $2, 1, 's', 's', 'nobody', 0, 0, $3)`, [task.runId, task.seq, task.token]);
  return task;
}
const release = (runId: string) => t.database.query('DELETE FROM tasks WHERE run_id = $1', [runId]);
const changed = (key: string, value: string, ifVersion: number | null = null): ValueChange => ({ operation: 'put', collection: 'c', key, value, ifVersion });

describe('the store', () => {
  it('keeps what a run put for the runs after it', async () => {
    expect(await t.run(put('kept', '{{ input }}'), { a: [1, 'ü'] })).toMatchObject({ status: 'completed', output: { key: 'kept', version: 1, created: true } });
    expect((await t.run(step({ operation: 'get', collection: 'c', key: 'kept' }))).output).toMatchObject({ found: true, value: { a: [1, 'ü'] }, version: 1 });
    expect((await t.engine.readRecord('c', 'kept'))?.path).toBe('s');
  });

  it('writes once for a step whose attempt is delivered again, though the first answer was lost', async () => {
    loseAnswers = 1;
    const run = await t.run(put('lost', '{{ input }}', {}), 'mine');
    expect(run).toMatchObject({ status: 'completed', output: { version: 1, created: true } });
    const state = await t.engine.viewState(run.id);
    expect(state.steps.get('s')!.attempt).toBe(2);
    expect((await t.engine.readRecord('c', 'lost'))?.version).toBe(1);
  });

  it('leaves what others wrote meanwhile to a write that comes again, and answers what the first one came to', async () => {
    const [mine, other] = [await heldTask(), await heldTask()];
    const write = { task: mine, id: 'my-step', path: 's', ...changed('contested', 'mine') };
    expect(await store.writeValue(write)).toEqual({ result: 'written', version: 1 });
    expect(await store.writeValue({ task: other, id: 'other-step', path: 's', ...changed('contested', 'theirs') })).toEqual({ result: 'written', version: 2 });
    expect(await store.writeValue(write)).toEqual({ result: 'written', version: 1 });
    expect(await store.readValue('c', 'contested')).toMatchObject({ value: 'theirs', version: 2, runId: other.runId });
    const away = { task: mine, id: 'my-delete', path: 's', operation: 'delete' as const, collection: 'c', key: 'contested' };
    expect(await store.writeValue(away)).toEqual({ result: 'written', version: 2 });
    await store.writeValue({ task: other, id: 'other-step-2', path: 's', ...changed('contested', 'anew') });
    expect(await store.writeValue(away)).toEqual({ result: 'written', version: 2 });
    expect(await store.readValue('c', 'contested')).toMatchObject({ value: 'anew', version: 1 });
    await release(mine.runId);
    await release(other.runId);
  });

  it('takes nothing from an attempt that no longer holds its task', async () => {
    const task = await heldTask();
    expect(await store.writeValue({ task: { ...task, token: 'older' }, id: 'late', path: 's', ...changed('fenced', 'x') })).toEqual({ result: 'fenced' });
    await release(task.runId);
    expect(await store.writeValue({ task, id: 'later', path: 's', ...changed('fenced', 'x') })).toEqual({ result: 'fenced' });
    expect(await store.readValue('c', 'fenced')).toBeNull();
  });

  it('lets one of many win that put over the same version', async () => {
    const tasks = await Promise.all(Array.from({ length: 8 }, heldTask));
    for (const version of [0, 1, 2]) {
      const results = await Promise.all(tasks.map((task) => store.writeValue({ task, id: `round-${version}`, path: 's', ...changed('raced', task.runId, version) })));
      expect(results.filter(({ result }) => result === 'written')).toHaveLength(1);
      expect(results.filter(({ result }) => result === 'conflict')).toHaveLength(7);
    }
    expect((await store.readValue('c', 'raced'))?.version).toBe(3);
    for (const { runId } of tasks) await release(runId);
  });

  it('counts every put of many at once', async () => {
    const tasks = await Promise.all(Array.from({ length: 20 }, heldTask));
    await Promise.all(tasks.map((task) => store.writeValue({ task, id: 'put', path: 's', ...changed('busy', task.runId) })));
    expect((await store.readValue('c', 'busy'))?.version).toBe(20);
    for (const { runId } of tasks) await release(runId);
  });

  it('fails a step that asks for another version, by its error branch if it has one', async () => {
    const handled = definition('handled', [node('start', 'start'), node('s', 'store', { operation: 'put', collection: 'c', key: 'raced', value: 1, ifVersion: 99 }, { onError: 'branch' }), node('end', 'end', { output: '{{ nodes.s.error.type }}' })], edges('start > s:error > end'));
    expect(await t.run(handled)).toMatchObject({ status: 'completed', output: 'VersionConflict' });
  });

  it('lists by prefix, page by page, in byte order, and ends a page that grows too large', async () => {
    const task = await heldTask();
    const keys = ['a', 'a/1', 'a/2', 'a/ä', 'a%', 'A', 'b'];
    for (const key of keys) await store.writeValue({ task, id: `list-${key}`, path: 's', operation: 'put', collection: 'list', key, value: key, ifVersion: null });
    const inOrder = ['A', 'a', 'a%', 'a/1', 'a/2', 'a/ä', 'b'];
    const walk = async (prefix: string, limit: number) => {
      const seen: string[] = [];
      for (let cursor: string | null = null; ; ) {
        const page = await store.listValues('list', prefix, { limit, cursor });
        seen.push(...page.items.map(({ key }) => key));
        if (page.nextCursor === null) return seen;
        cursor = page.nextCursor;
      }
    };
    expect(await walk('', 2)).toEqual(inOrder);
    expect(await walk('a/', 100)).toEqual(['a/1', 'a/2', 'a/ä']);
    expect(await walk('nothing', 100)).toEqual([]);
    const large = 'x'.repeat(250_000);
    for (let index = 10; index < 30; index++) await store.writeValue({ task, id: `large-${index}`, path: 's', operation: 'put', collection: 'large', key: `k${index}`, value: large, ifVersion: null });
    const page = await store.rangeOfValues('large', { prefix: '', after: null, limit: 1_000 });
    expect([page.items.length, page.nextAfter]).toEqual([17, 'k26']);
    expect((await store.rangeOfValues('large', { prefix: '', after: 'k26', limit: 1_000 })).items).toHaveLength(3);
    const { items } = await store.listCollections({});
    expect(items.map(({ name, count }) => [name, count])).toEqual([['c', expect.any(Number)], ['large', 20], ['list', 7]]);
    const first = await store.listCollections({ limit: 1 });
    expect((await store.listCollections({ limit: 1, cursor: first.nextCursor })).items[0]!.name).toBe('large');
    await release(task.runId);
  });
});
