import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
import type { Definition } from '../definition/schema.ts';
import { createPostgresStore } from '../postgres/store.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import type { HandedTask } from './engine.ts';

let t: EngineUnderTest;
let count = 0;
const queueName = (): string => `q-${++count}`;
const external = (queue: string, rest: JsonObject = {}): Definition =>
  definition('external', [node('start', 'start'), node('x', 'external', { queue, input: { n: '{{ input.n }}' } }, rest), node('end', 'end', { output: '{{ nodes.x.output }}' })], edges('start > x > end'));
const poll = (queue: string, more: { limit?: number; waitMs?: number; leaseMs?: number; worker?: string; signal?: AbortSignal } = {}) => t.engine.pollTasks({ queue, worker: 'w1', limit: 1, waitMs: 10_000, leaseMs: 60_000, ...more });
const one = async (queue: string, more: Parameters<typeof poll>[1] = {}): Promise<HandedTask> => {
  const tasks = await poll(queue, more);
  expect(tasks).toHaveLength(1);
  return tasks[0]!;
};
const start = async (queue: string, rest: JsonObject = {}, n = 1): Promise<string> => (await t.engine.startRun({ definition: external(queue, rest), input: { n } })).run.id;
const control = (runId: string, type: 'run.paused' | 'run.resumed' | 'run.cancel_requested' | 'run.terminated') => t.engine.submit(runId, { id: `${type}-${runId}`, type, data: { reason: null, by: null } });
const failure = { type: 'Broken', message: 'It broke.' };
/** As if the poller had been away for as long as its lease. */
const letPass = (task: HandedTask) => t.database.query('UPDATE tasks SET lease_until = 1 WHERE run_id = $1 AND token = $2', [task.runId, task.token]);

beforeAll(async () => {
  t = await engineUnderTest({ workers: 2 });
});
afterAll(async () => {
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

describe('an external task', () => {
  it('is taken with its input, and its output is that of the step', async () => {
    const queue = queueName();
    const run = await start(queue, {}, 7);
    const task = await one(queue);
    expect(task).toMatchObject({ id: `${run}.${task.id.slice(run.length + 1)}`, runId: run, path: 'x', node: 'x', queue, input: { n: 7 }, attempt: 1, deliveries: 1, heartbeat: null, closeBy: null });
    expect(task.idempotencyKey).toMatch(/^hd-[0-9a-f]{40}$/);
    expect(await t.engine.completeTask(task.id, task.token, { done: true })).toBe(true);
    expect(await t.engine.waitForEnd(run, 10_000)).toMatchObject({ status: 'completed', output: { done: true } });
    const outcome = (await t.engine.readEvents(run, 0, 100)).find((event) => event.type === 'step.completed' && event.path === 'x');
    expect(outcome).toMatchObject({ data: { worker: 'external:w1', startedAt: task.claimedAt } });
    expect(await t.engine.replayRun(run)).toMatchObject({ ok: true });
  });

  it('comes to whoever waits for it, and to one of many', async () => {
    const queue = queueName();
    const waiting = Promise.all(Array.from({ length: 5 }, () => poll(queue, { waitMs: 15_000 })));
    const runs = await Promise.all(Array.from({ length: 5 }, (_, n) => start(queue, {}, n)));
    const tasks = (await waiting).flat();
    expect(tasks.map(({ runId }) => runId).sort()).toEqual(runs.sort());
    await Promise.all(tasks.map((task) => t.engine.completeTask(task.id, task.token, null)));
    for (const run of runs) expect((await t.engine.waitForEnd(run, 10_000)).status).toBe('completed');
  });

  it('comes the most urgent first, as many as were asked for; nothing comes from an empty queue', async () => {
    const queue = queueName();
    expect(await poll(queue, { waitMs: 0 })).toEqual([]);
    const low = await start(queue, { priority: 0 });
    const high = await start(queue, { priority: 9 });
    const [lower, higher] = [await start(queue, { priority: 0 }), await start(queue, { priority: 9 })];
    const tasks = await poll(queue, { limit: 10 });
    expect(tasks.map(({ runId }) => runId)).toEqual([high, higher, low, lower]);
    const again = await start(queue, { priority: 0 });
    const urgent = await start(queue, { priority: 9 });
    expect((await one(queue)).runId).toBe(urgent);
    expect((await one(queue)).runId).toBe(again);
    for (const run of [low, high, lower, higher, again, urgent]) await control(run, 'run.terminated');
  });

  it('is not claimed for a client that has gone', async () => {
    const queue = queueName();
    const leaving = new AbortController();
    const waiting = poll(queue, { waitMs: 30_000, signal: leaving.signal });
    leaving.abort();
    expect(await waiting).toEqual([]);
    const run = await start(queue);
    // One that leaves while its claim is made gives back what it was given.
    const gone = new AbortController();
    const claiming = poll(queue, { signal: gone.signal });
    gone.abort();
    expect(await claiming).toEqual([]);
    const task = await one(queue);
    expect(task).toMatchObject({ runId: run, deliveries: 1 });
    await t.engine.completeTask(task.id, task.token, null);
  });

  it('is left alone by our workers, though they serve a queue of the same name', async () => {
    const mixed = definition('mixed', [node('start', 'start'), work('a', 'echo'), node('x', 'external', { queue: 'default', input: 1 }), work('b', 'echo'), node('end', 'end', { output: '{{ nodes.b.output }}' })], edges('start > a > x > b > end'));
    const { run } = await t.engine.startRun({ definition: mixed, input: 'in' });
    const task = await one('default');
    const before = (await t.database.query('SELECT dispatch, rung_at, created_at FROM tasks WHERE run_id = $1', [run.id])).rows[0]!;
    await t.database.query('UPDATE tasks SET token = NULL, worker = NULL, claimed_at = NULL, lease_until = NULL, created_at = 1, available_at = 1 WHERE run_id = $1', [run.id]);
    // Everything that could ring for it is asked by hand, as the reconciler would.
    const store = createPostgresStore({ databaseUrl: t.database.url, workspaceId: 'default', process: 'test' });
    const mine = (tasks: readonly { runId: string }[]) => tasks.filter(({ runId }) => runId === run.id);
    expect(mine(await store.tasksDueWithin(60_000, 100))).toEqual([]);
    expect(mine(await store.unclaimedSince(0, null, 100))).toEqual([]);
    expect(mine(await store.everythingUnclaimed(null, 100, true))).toEqual([]);
    expect(await store.markRung([{ runId: run.id, seq: Number(task.id.slice(run.id.length + 1)) }])).toEqual([]);
    await store.close();
    expect((await t.database.query('SELECT dispatch, rung_at, token FROM tasks WHERE run_id = $1', [run.id])).rows[0]).toEqual({ dispatch: before.dispatch, rung_at: null, token: null });
    expect((await t.engine.listTaskQueues()).filter(({ name }) => name === 'default').map(({ external: outside, waiting }) => [outside, waiting])).toEqual([[false, 0], [true, 1]]);
    const again = await one('default');
    await t.engine.completeTask(again.id, again.token, 2);
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 'in' });
  });
});

describe('its token', () => {
  it('is needed for every word, and a word that is said again is known', async () => {
    const queue = queueName();
    const run = await start(queue);
    const task = await one(queue);
    const { engine } = t;
    const said = [
      () => engine.heartbeatTask(task.id, 'another', null, 60_000), () => engine.completeTask(task.id, 'another', 1), () => engine.failTask(task.id, 'another', failure, true, null),
      () => engine.completeTask('no task', 'x', 1), () => engine.completeTask('nobody.3', 'x', 1),
    ];
    for (const say of said) await expect(say()).rejects.toMatchObject({ code: 'task_lost' });
    expect(await Promise.all([t.engine.completeTask(task.id, task.token, 'mine'), t.engine.completeTask(task.id, task.token, 'mine')]).then((answers) => answers.filter((isNew) => isNew))).toEqual([true]);
    expect(await t.engine.completeTask(task.id, task.token, 'mine')).toBe(false);
    await expect(t.engine.failTask(task.id, task.token, failure, true, null)).rejects.toMatchObject({ code: 'task_lost' });
    expect((await t.engine.waitForEnd(run, 10_000)).output).toBe('mine');
  });

  it('is void when the lease has passed: the same attempt goes to another with the last details, and the late answer is refused', async () => {
    const queue = queueName();
    const run = await start(queue);
    const first = await one(queue, { leaseMs: 1_000 });
    await t.engine.heartbeatTask(first.id, first.token, { at: 40 }, 1_000);
    await letPass(first);
    const second = await one(queue, { worker: 'w2', waitMs: 15_000 });
    expect(second).toMatchObject({ id: first.id, attempt: 1, deliveries: 2, heartbeat: { at: 40 }, idempotencyKey: first.idempotencyKey });
    await expect(t.engine.completeTask(first.id, first.token, 'late')).rejects.toMatchObject({ code: 'task_lost' });
    await expect(t.engine.heartbeatTask(first.id, first.token, null, 1_000)).rejects.toMatchObject({ code: 'task_lost' });
    await t.engine.completeTask(second.id, second.token, 'in time');
    expect((await t.engine.waitForEnd(run, 10_000)).output).toBe('in time');
  });

  it('is void the third time for good: the step fails as worker_lost and is listed among the dead letters', async () => {
    const queue = queueName();
    const run = await start(queue);
    for (let delivery = 1; delivery <= 3; delivery++) {
      const task = await one(queue, { waitMs: 15_000 });
      expect(task.deliveries).toBe(delivery);
      await letPass(task);
    }
    expect(await t.engine.waitForEnd(run, 15_000)).toMatchObject({ status: 'failed', error: { type: 'worker_lost' } });
    expect((await t.engine.listDeadLetters({})).items.some((letter) => letter.runId === run)).toBe(true);
  });
});

describe('a failure', () => {
  it('is tried again by the policy of the node, or not at all', async () => {
    const queue = queueName();
    const run = await start(queue, { retry: { maximumAttempts: 2, initialInterval: '10ms' } });
    const first = await one(queue);
    expect(await t.engine.failTask(first.id, first.token, failure, true, null)).toBe(true);
    expect(await t.engine.failTask(first.id, first.token, failure, true, null)).toBe(false);
    const second = await one(queue);
    expect([second.attempt, second.deliveries, second.id === first.id]).toEqual([2, 1, false]);
    await t.engine.failTask(second.id, second.token, failure, false, null);
    expect(await t.engine.waitForEnd(run, 10_000)).toMatchObject({ status: 'failed', error: { type: 'Broken', foreign: true } });
  });

  it('of an expression is the step’s own: nobody is given the task', async () => {
    const queue = queueName();
    const broken = definition('broken', [node('start', 'start'), node('x', 'external', { queue, input: '{{ input.n + {} }}' }), node('end', 'end')], edges('start > x > end'));
    const { run } = await t.engine.startRun({ definition: broken, input: { n: 1 } });
    expect(await poll(queue, { waitMs: 500 })).toEqual([]);
    const { status, error } = await t.engine.waitForEnd(run.id, 10_000);
    expect({ status, type: error?.type, foreign: error?.foreign }).toEqual({ status: 'failed', type: 'expression_error', foreign: undefined });
  });

  it.each<[string, JsonObject, boolean]>([
    ['scheduleToStart', { scheduleToStart: '200ms' }, false],
    ['startToClose', { startToClose: '300ms' }, true],
    ['heartbeat', { heartbeat: '300ms' }, true],
    ['scheduleToClose', { scheduleToClose: '300ms' }, true],
  ])('by the timeout %s holds', async (kind, timeouts, taken) => {
    const queue = queueName();
    const run = await start(queue, { timeouts, retry: { maximumAttempts: 1 } });
    const task = taken ? await one(queue) : null;
    expect(await t.engine.waitForEnd(run, 15_000)).toMatchObject({ status: 'failed', error: { type: expect.stringMatching(/timeout/i) as string } });
    const timedOut = (await t.engine.readEvents(run, 0, 100)).find((event) => event.type === 'attempt.timed_out');
    expect(timedOut).toMatchObject({ data: { timeout: kind } });
    if (task !== null) await expect(t.engine.completeTask(task.id, task.token, null)).rejects.toMatchObject({ code: 'task_lost' });
  });
});

describe('a control', () => {
  it('to cancel is told with the next heartbeat, and what the poller answers ends the step', async () => {
    const queue = queueName();
    const run = await start(queue);
    const task = await one(queue);
    expect((await t.engine.heartbeatTask(task.id, task.token, null, 60_000)).state).toBe('held');
    await control(run, 'run.cancel_requested');
    expect((await t.engine.heartbeatTask(task.id, task.token, null, 60_000)).state).toBe('cancel');
    await t.engine.failTask(task.id, task.token, { type: 'Stopped', message: 'As asked.' }, true, null);
    expect((await t.engine.waitForEnd(run, 10_000)).status).toBe('cancelled');
  });

  it('to cancel undoes what a poller may have begun before it let its lease pass', async () => {
    const queue = queueName();
    const saga = definition('saga', [node('start', 'start'), node('book', 'saga'), node('x', 'external', { queue, input: 1 }, { parent: 'book' }), work('undoX', 'echo', 'undone', { parent: 'book' }), node('end', 'end')], edges('start > book > end', 'x ~ undoX'));
    const { run } = await t.engine.startRun({ definition: saga });
    const task = await one(queue);
    // Both in one second: no other poller comes in between.
    await letPass(task);
    await control(run.id, 'run.cancel_requested');
    expect((await t.engine.waitForEnd(run.id, 15_000)).status).toBe('cancelled');
    expect(t.behaviours.calls.filter((call) => call.runId === run.id).map(({ input }) => input)).toEqual(['undone']);
  });

  it('to cancel needs no poller while nobody has the task', async () => {
    const queue = queueName();
    const run = await start(queue);
    await control(run, 'run.cancel_requested');
    expect((await t.engine.waitForEnd(run, 15_000)).status).toBe('cancelled');
    expect(await poll(queue, { waitMs: 0 })).toEqual([]);
  });

  it('to cancel is not tried in vain, each second and before all others, while the run is parked', async () => {
    const run = await start(queueName());
    await t.database.query(`UPDATE runs SET parked = 'cannot go on' WHERE id = $1`, [run]);
    await t.database.query('UPDATE tasks SET abort_until = 9e15 WHERE run_id = $1', [run]);
    const store = createPostgresStore({ databaseUrl: t.database.url, workspaceId: 'default', process: 'test' });
    expect((await store.withdrawnExternals(500)).map(({ runId }) => runId)).not.toContain(run);
    await store.close();
    await t.database.query('UPDATE runs SET parked = NULL WHERE id = $1', [run]);
    await control(run, 'run.terminated');
  });

  it('to pause keeps tasks back, and takes what is handed in', async () => {
    const queue = queueName();
    const [held, waits] = [await start(queue), await start(queue)];
    const task = await one(queue);
    const [mine, other] = task.runId === held ? [held, waits] : [waits, held];
    await control(mine, 'run.paused');
    await control(other, 'run.paused');
    expect(await poll(queue, { waitMs: 0 })).toEqual([]);
    expect(await t.engine.completeTask(task.id, task.token, 'while paused')).toBe(true);
    await control(mine, 'run.resumed');
    await control(other, 'run.resumed');
    expect((await t.engine.waitForEnd(mine, 10_000)).output).toBe('while paused');
    const next = await one(queue);
    expect(next.runId).toBe(other);
    await control(other, 'run.terminated');
    await expect(t.engine.heartbeatTask(next.id, next.token, null, 60_000)).rejects.toMatchObject({ code: 'task_lost' });
  });
});
