import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compose, type Composed } from '../compose.ts';
import type { JsonObject } from '../definition/json.ts';
import { documentSchema } from '../definition/read.ts';
import type { Definition } from '../definition/schema.ts';
import { StoreUnavailable } from '../ports/store.ts';
import { createPrisma, type PrismaClient } from '../postgres/prisma.ts';
import { createWorkflowStore, type WorkflowStore } from '../postgres/workflows.ts';
import { createTestDatabase, testRedis, type TestDatabase } from '../testing/database.ts';
import { EngineError } from './engine.ts';
import { schedules } from './schedules.ts';
import { triggerVerbs } from './triggers.ts';

const MINUTE = 60_000;
let database: TestDatabase;
let prisma: PrismaClient;
let workflows: WorkflowStore;
let one: Composed;
let two: Composed;
let told: unknown[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { url, prefix } = testRedis();
  prisma = createPrisma(database.url);
  workflows = createWorkflowStore(prisma, 'default');
  [one, two] = [compose({ databaseUrl: database.url, redisUrl: url, redisPrefix: prefix }, 'worker'), compose({ databaseUrl: database.url, redisUrl: url, redisPrefix: prefix }, 'worker')];
  await Promise.all([one.store.syncClock(), two.store.syncClock()]);
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await prisma.$disconnect();
  await database.drop();
});
beforeEach(() => {
  told = [];
});
afterEach(async () => {
  await database.query(`UPDATE runs SET status = 'completed'`);
  await database.query('DELETE FROM triggers');
});

/** What a worker does once a second. */
function looker(parts: Composed, changes: Partial<Parameters<typeof schedules>[0]> = {}) {
  const { act, counts } = schedules({ store: parts.store, starts: parts.starts, runs: parts.runs, live: { list: (change) => told.push(change) }, log: parts.log, ...changes });
  return { look: () => act(() => false), counts };
}

const scheduled = (params: JsonObject, name = 'Scheduled'): Definition =>
  documentSchema.parse({
    heddle: 1, name,
    nodes: [{ id: 'start', type: 'start' }, { id: 'clock', type: 'start', name: 'Clock', params: { on: 'schedule', ...params } }, { id: 'wait', type: 'wait', params: { for: '1h' } }, { id: 'end', type: 'end', params: { output: '{{ input }}' } }],
    edges: [{ id: 'a', source: 'start', target: 'wait' }, { id: 'b', source: 'clock', target: 'wait' }, { id: 'c', source: 'wait', target: 'end' }],
  });

let made = 0;
async function publish(definition: Definition): Promise<string> {
  const workflow = await workflows.create({ slug: `scheduled-${made++}`, definition }, one.now());
  await workflows.publish(workflow!.id, '', one.now());
  return workflow!.id;
}
async function publishNext(id: string, definition: Definition): Promise<void> {
  const { revision } = (await workflows.find(id))!;
  await workflows.saveDraft(id, revision, { definition }, one.now());
  await workflows.publish(id, '', one.now());
}
const only = async (workflowId: string) => (await one.store.listTriggers({ workflowId }, { limit: 10 })).items[0]!;
const runsOf = async (workflowId: string) => (await one.store.listRuns({ workflowId }, { limit: 100 })).items;
/** As if it had last been dealt with so long ago. */
const setBack = (id: string, ms: number) => database.query('UPDATE triggers SET cursor_at = (extract(epoch FROM clock_timestamp()) * 1000)::int8 - $2, next_at = 0 WHERE id = $1', [id, ms]);
const onTheHour = (every: number) => Math.floor(one.now() / every) * every;

describe('a schedule', () => {
  it('fires nothing before it is published, and then what comes after', async () => {
    const workflow = await workflows.create({ slug: 'unpublished', definition: scheduled({ every: '15m' }) }, one.now());
    expect(await only(workflow!.id)).toBeUndefined();
    await workflows.publish(workflow!.id, '', one.now());
    await looker(one).look();
    const trigger = await only(workflow!.id);
    expect(trigger).toMatchObject({ node: 'clock', name: 'Clock', kind: 'schedule', lastRun: null, lastProblem: null, nextAt: onTheHour(15 * MINUTE) + 15 * MINUTE });
    expect(await runsOf(workflow!.id)).toEqual([]);
  });

  it('starts one run for an instant, by its own start and with its own input, however many workers look', async () => {
    const id = await publish(scheduled({ every: '15m', input: { for: '{{ scheduledAt }}' } }));
    const trigger = await only(id);
    const at = onTheHour(15 * MINUTE);
    await database.query('UPDATE triggers SET cursor_at = $2, next_at = $2 WHERE id = $1', [trigger.id, at - 1]);
    await Promise.all([one, two, one, two, one, two].map((parts) => looker(parts).look()));
    const runs = await runsOf(id);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ trigger: 'schedule', version: 1, memo: { scheduledAt: new Date(at).toISOString() } });
    const [started] = await one.store.readEvents(runs[0]!.id, 0, 1);
    expect(started).toMatchObject({ type: 'run.started', data: { entry: 'clock', trigger: 'schedule', input: { for: new Date(at).toISOString() } } });
    expect(await only(id)).toMatchObject({ lastAt: at, lastRun: runs[0]!.id, lastProblem: null, nextAt: at + 15 * MINUTE });
    expect(told).toEqual([{ type: 'trigger', workflow: id }]);
  });

  it('starts no second run when a worker dies between the start and the advance', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const trigger = await only(id);
    await setBack(trigger.id, 15 * MINUTE);
    const dying = looker(one, { store: { ...one.store, settleTrigger: () => Promise.reject(new StoreUnavailable('killed')) } });
    await dying.look();
    expect([(await runsOf(id)).length, (await only(id)).lastRun]).toEqual([1, null]);
    // Nobody else is at it until its time with the dead one is over.
    await looker(two).look();
    expect((await only(id)).lastRun).toBeNull();
    await database.query('UPDATE triggers SET taken_until = 0');
    // Even though what was published meanwhile would refuse it.
    await publishNext(id, { ...scheduled({ every: '15m' }), input: { type: 'object', required: ['other'] } });
    await looker(two).look();
    const runs = await runsOf(id);
    expect(runs).toHaveLength(1);
    expect(await only(id)).toMatchObject({ lastRun: runs[0]!.id, lastProblem: null });
  });

  it('knows the run that a dead worker started as open when a later instant comes', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    await looker(one, { store: { ...one.store, settleTrigger: () => Promise.reject(new StoreUnavailable('killed')) } }).look();
    const [first] = await runsOf(id);
    // As if all of it had been an hour ago.
    const then = Date.parse((first!.memo as { scheduledAt: string }).scheduledAt) - 60 * MINUTE;
    await database.query('UPDATE runs SET idempotency_key = $2 WHERE id = $1', [first!.id, `schedule:${trigger}:${then}`]);
    await database.query('UPDATE runs SET request_hash = idempotency_key WHERE id = $1', [first!.id]);
    await database.query('UPDATE triggers SET cursor_at = $2::int8 - 1, taken_until = $2::int8 + 31000 WHERE id = $1', [trigger, then]);
    await looker(two).look();
    expect((await runsOf(id)).map((run) => run.id)).toEqual([first!.id]);
    expect(await only(id)).toMatchObject({ lastRun: first!.id, lastProblem: { code: 'overlap' } });
  });

  describe('whose workers die one after the other', () => {
    const dies = { settleTrigger: () => Promise.reject(new StoreUnavailable('killed')) };
    const expire = (trigger: string) => database.query('UPDATE triggers SET taken_until = (extract(epoch FROM clock_timestamp()) * 1000)::int8 - 1 WHERE id = $1', [trigger]);
    /** As if the run, and whoever took the schedule for it, had been so long ago. */
    async function longAgo(trigger: string, run: { id: string; memo: unknown }, ms: number): Promise<void> {
      const then = Date.parse((run.memo as { scheduledAt: string }).scheduledAt) - ms;
      await database.query(`UPDATE runs SET idempotency_key = $2, request_hash = $2 WHERE id = $1`, [run.id, `schedule:${trigger}:${then}`]);
      await database.query('UPDATE triggers SET cursor_at = least(cursor_at, $2::int8 - 1), taken_until = $2::int8 + 31000 WHERE id = $1', [trigger, then]);
    }

    it('knows the run of the first of three', async () => {
      const id = await publish(scheduled({ every: '15m' }));
      const { id: trigger } = await only(id);
      await setBack(trigger, 15 * MINUTE);
      await looker(one, { store: { ...one.store, ...dies } }).look();
      const [first] = await runsOf(id);
      await longAgo(trigger, first!, 60 * MINUTE);
      for (const token of ['second', 'third']) {
        expect(await two.store.takeDueTriggers(token, 10, 30_000)).toHaveLength(1);
        await expire(trigger);
      }
      await looker(two).look();
      expect((await runsOf(id)).map((run) => run.id)).toEqual([first!.id]);
      expect(await only(id)).toMatchObject({ lastRun: first!.id, lastProblem: { code: 'overlap' } });
    });

    it('knows the run of the second, which was for a later instant than that of the first', async () => {
      const id = await publish(scheduled({ every: '15m' }));
      const { id: trigger } = await only(id);
      await setBack(trigger, 15 * MINUTE);
      await one.store.takeDueTriggers('first', 10, 30_000);
      const longest = onTheHour(15 * MINUTE) - 120 * MINUTE;
      await database.query('UPDATE triggers SET cursor_at = $2::int8 - 1, taken_until = $2::int8 + 31000 WHERE id = $1', [trigger, longest]);
      await looker(one, { store: { ...one.store, ...dies } }).look();
      const [second] = await runsOf(id);
      await longAgo(trigger, second!, 60 * MINUTE);
      await looker(two).look();
      expect((await runsOf(id)).map((run) => run.id)).toEqual([second!.id]);
      expect(await only(id)).toMatchObject({ lastRun: second!.id, lastProblem: { code: 'overlap' } });
    });

    it('tells the latest where two of them started one, and cancels the other when it says so', async () => {
      const id = await publish(scheduled({ every: '15m', overlap: 'cancel' }));
      const { id: trigger } = await only(id);
      await setBack(trigger, 15 * MINUTE);
      await looker(one, { store: { ...one.store, ...dies } }).look();
      const [first] = await runsOf(id);
      await longAgo(trigger, first!, 120 * MINUTE);
      // The first was slow: the second looked before its run stood.
      await looker(two, { store: { ...two.store, ...dies, findByIdempotencyKey: () => Promise.resolve(null) } }).look();
      const [second] = (await runsOf(id)).filter((run) => run.id !== first!.id);
      await longAgo(trigger, second!, 60 * MINUTE);
      // One of them at a time: what comes next is another look's.
      const worker = looker(one, { starts: { startScheduled: () => Promise.reject(new EngineError('input_invalid', 'None now.')) } });
      await worker.look();
      expect(await only(id)).toMatchObject({ lastRun: second!.id });
      expect((await runsOf(id)).map(({ id: each, status }) => [each, status])).toEqual([[second!.id, 'running'], [first!.id, 'cancelled']]);
    });

    it('keeps the instants of a hundred of them, that of the first among them', async () => {
      const id = await publish(scheduled({ every: '15m' }));
      const { id: trigger } = await only(id);
      const lefts: number[][] = [];
      for (let taker = 0; taker < 105; taker++) {
        const [due] = await one.store.takeDueTriggers(`taker-${taker}`, 10, 30_000);
        lefts.push([...due!.leftAt]);
        await expire(trigger);
      }
      expect([lefts[0], lefts[1]!.length, lefts.at(-1)!.length]).toEqual([[], 1, 100]);
      expect(lefts.at(-1)![0]).toBe(lefts[1]![0]);
      expect(lefts.at(-1)!.slice(1, -1)).toEqual(lefts.at(-2)!.slice(2));
    });
  });

  it('goes on when the clock that went by years ahead is set right, and starts nothing twice', async () => {
    const id = await publish(scheduled({ every: '15m', overlap: 'allow' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    await looker(one).look();
    const [run] = await runsOf(id);
    const before = await only(id);
    // It was next year for a moment, and a worker died in it.
    const aYear = 365 * 24 * 60 * MINUTE;
    await database.query(`UPDATE triggers SET cursor_at = cursor_at + $2, next_at = next_at + $2, last_at = last_at + $2, taken_token = 'dead', taken_until = next_at + $2 WHERE id = $1`, [trigger, aYear]);
    await looker(two).look();
    const { nextAt } = await only(id);
    expect([nextAt, (await runsOf(id)).length]).toEqual([before.nextAt, 1]);
    // The instant that has had its run comes again, and finds it.
    await setBack(trigger, 15 * MINUTE);
    await looker(two).look();
    expect((await runsOf(id)).map(({ id: each }) => each)).toEqual([run!.id]);
    expect(await only(id)).toMatchObject({ lastRun: run!.id, lastAt: before.lastAt });
    await one.store.noteTrigger(trigger, { at: one.now(), runId: 'by-hand', problem: null });
    const { rows } = await database.query('SELECT last_run FROM triggers WHERE id = $1', [trigger]);
    expect(rows[0]!['last_run']).toBe('by-hand');
  });

  it('tells of what a person started though the clock was ahead when it last came', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await database.query(`UPDATE triggers SET last_run = 'next-year', last_at = $2 WHERE id = $1`, [trigger, one.now() + 24 * 60 * MINUTE]);
    await one.store.noteTrigger(trigger, { at: one.now(), runId: 'by-hand', problem: null });
    const { rows } = await database.query('SELECT last_run FROM triggers WHERE id = $1', [trigger]);
    expect(rows[0]!['last_run']).toBe('by-hand');
  });

  describe('whose clock was set right by more than half an hour', () => {
    /** A run of each of two instants, of which the one that is due again is over, and a look since. */
    async function comeAgain(overlap: 'cancel' | 'allow', { laterId }: { laterId: boolean }): Promise<{ id: string; live: string; over: string }> {
      const id = await publish(scheduled({ every: '15m', overlap }));
      const { id: trigger } = await only(id);
      const at = onTheHour(15 * MINUTE);
      const start = async (instant: number) => (await one.starts.startScheduled({ workflow: id, node: 'clock', at: instant, idempotencyKey: `schedule:${trigger}:${instant}` })).run.id;
      // The ids of runs go by the clock as well: those of a time that was ahead are later ones.
      const [first, second] = laterId ? [await start(at - 15 * MINUTE), await start(at)] : [await start(at), await start(at + 15 * MINUTE)];
      const [live, over] = laterId ? [first, second] : [second, first];
      await database.query(`UPDATE runs SET status = 'completed' WHERE id = $1`, [over]);
      await database.query('UPDATE triggers SET cursor_at = $2, next_at = $2, last_run = $3, last_at = $2 WHERE id = $1', [trigger, at - 1, live]);
      await looker(one).look();
      return { id, live, over };
    }
    it.each([['was behind, so that the run it finds is an older one', false], ['was ahead, so that the run it finds seems a later one', true]])('leaves the run that is open alone when it %s', async (_why, laterId) => {
      const { id, live, over } = await comeAgain('cancel', { laterId });
      expect((await one.store.readRun(live))!.status).toBe('running');
      expect((await runsOf(id)).map((run) => run.id).sort()).toEqual([live, over].sort());
      expect(await only(id)).toMatchObject({ lastRun: live, nextAt: onTheHour(15 * MINUTE) + 15 * MINUTE, lastProblem: null });
    });
    it('goes not back to an older run where several may be open', async () => {
      const { id, live } = await comeAgain('allow', { laterId: false });
      expect(await only(id)).toMatchObject({ lastRun: live });
    });

    it('stays as it is while it is paused, and nothing is said of it', async () => {
      const id = await publish(scheduled({ every: '15m' }));
      const { id: trigger } = await only(id);
      await one.store.pauseTrigger(trigger, { at: 1, by: null, reason: null });
      await database.query('UPDATE triggers SET cursor_at = $2, next_at = $2 WHERE id = $1', [trigger, one.now() + 24 * 60 * MINUTE]);
      expect(await one.store.wakeTriggersAhead(30 * MINUTE, 30_000)).toEqual([]);
      await one.store.pauseTrigger(trigger, null);
      await looker(one).look();
      expect(await only(id)).toMatchObject({ nextAt: onTheHour(15 * MINUTE) + 15 * MINUTE });
    });

    it('knows the run of a worker that died over it while the clock was ahead, and goes on from now', async () => {
      const id = await publish(scheduled({ every: '15m' }));
      const { id: trigger } = await only(id);
      const ahead = onTheHour(15 * MINUTE) + 24 * 60 * MINUTE;
      const { run } = await one.starts.startScheduled({ workflow: id, node: 'clock', at: ahead, idempotencyKey: `schedule:${trigger}:${ahead}` });
      await database.query(`UPDATE triggers SET cursor_at = $2::int8 - 1, next_at = $2, taken_token = 'dead', taken_until = $2::int8 + 31000 WHERE id = $1`, [trigger, ahead]);
      const coming = onTheHour(15 * MINUTE) + 15 * MINUTE;
      await looker(two).look();
      expect(await only(id)).toMatchObject({ lastRun: run.id, lastProblem: null, nextAt: coming });
      // The next instant has it in mind.
      await setBack(trigger, 15 * MINUTE);
      await looker(two).look();
      expect((await runsOf(id)).map(({ id: each }) => each)).toEqual([run.id]);
      expect((await only(id)).lastProblem).toMatchObject({ code: 'overlap', message: expect.stringContaining(run.id) });
    });
  });

  it('keeps a run that is open in mind when a person starts another', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    await looker(one).look();
    const [first] = await runsOf(id);
    const { lastAt } = await only(id);
    const { fireTrigger } = triggerVerbs({ store: one.store, starts: one.starts, now: () => one.now(), tell: (change) => told.push(change) });
    const byHand = () => fireTrigger(trigger, null);
    await database.query(`UPDATE runs SET status = 'completed' WHERE id = $1`, [await byHand()]);
    expect(await only(id)).toMatchObject({ lastRun: first!.id, lastAt });
    await setBack(trigger, 15 * MINUTE);
    await looker(one).look();
    expect((await only(id)).lastProblem).toMatchObject({ code: 'overlap', message: expect.stringContaining(first!.id) });
    // Of one that is over nothing is lost.
    await database.query(`UPDATE runs SET status = 'completed' WHERE id = $1`, [first!.id]);
    const second = await byHand();
    expect(await only(id)).toMatchObject({ lastRun: second, lastProblem: null });
  });

  it('says when it last came, and names no run that is not kept any more', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    await looker(one).look();
    const { lastRun, lastAt } = await only(id);
    expect(lastRun).not.toBeNull();
    await database.query(`UPDATE runs SET status = 'completed', ended_at = 1 WHERE id = $1`, [lastRun]);
    expect(await one.store.deleteOldRuns(2, 10)).toMatchObject({ deleted: 1 });
    expect(await only(id)).toMatchObject({ lastRun: null, lastAt });
    expect(await one.store.readTrigger(trigger)).toMatchObject({ lastRun: null, lastAt });
    // The next one is not kept from its start by what is gone, and the instant that has had its run has no other.
    await looker(one).look();
    expect(await runsOf(id)).toEqual([]);
  });

  it('knows the run that it started without hearing so, when a later instant comes', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    const deaf = looker(one, {
      starts: {
        async startScheduled(request) {
          await one.starts.startScheduled(request);
          throw new EngineError('unavailable', 'The answer was lost.');
        },
      },
    });
    await deaf.look();
    const [run] = await runsOf(id);
    expect(await only(id)).toMatchObject({ lastRun: null, lastProblem: { code: 'start_failed' } });
    await database.query('UPDATE triggers SET next_at = 0 WHERE id = $1', [trigger]);
    const anHourLater: typeof one.store.takeDueTriggers = async (...asked) => (await two.store.takeDueTriggers(...asked)).map((due) => ({ ...due, now: due.now + 60 * MINUTE }));
    await looker(two, { store: { ...two.store, takeDueTriggers: anHourLater } }).look();
    expect((await runsOf(id)).map(({ id: each }) => each)).toEqual([run!.id]);
    expect(await only(id)).toMatchObject({ lastRun: run!.id, lastProblem: null });
  });

  it('looks for the run of the first start of which it heard nothing, after however many', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    const worker = looker(one, { starts: { startScheduled: () => Promise.reject(new EngineError('unavailable', 'Not now.')) } });
    const left: number[][] = [];
    for (let tries = 0; tries < 12; tries++) {
      await worker.look();
      const { rows } = await database.query('UPDATE triggers SET next_at = 0 WHERE id = $1 RETURNING to_json(left_at) AS left_at', [trigger]);
      left.push(rows[0]!['left_at'] as number[]);
    }
    expect([left[0]!.length, left[11]!.length, left[11]![0]]).toEqual([1, 12, left[0]![0]]);
  });

  it('knows the run that was being started while it was paused and resumed', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    const slow = looker(one, {
      starts: {
        async startScheduled(request) {
          await one.store.pauseTrigger(trigger, { at: 1, by: null, reason: null });
          await one.store.pauseTrigger(trigger, null);
          return await one.starts.startScheduled(request);
        },
      },
    });
    await slow.look();
    const [run] = await runsOf(id);
    expect(await only(id)).toMatchObject({ lastRun: run!.id });
  });

  it('comes with all others that are due, however many they are', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    await database.query(`INSERT INTO triggers (workspace_id, id, workflow_id, node, name, kind, rule, created_at, cursor_at, next_at) SELECT workspace_id, id || n, workflow_id, node || n, name, kind, rule, created_at, cursor_at, 0 FROM triggers, generate_series(1, 250) n WHERE id = $1`, [trigger]);
    const worker = looker(one, { starts: { startScheduled: () => Promise.reject(new EngineError('input_invalid', 'None of them.')) } });
    await worker.look();
    expect(worker.counts.scheduleFaults).toBe(251);
  });

  it('has no say any more when another worker took it meanwhile', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    await setBack((await only(id)).id, 15 * MINUTE);
    const [taken] = await one.store.takeDueTriggers('first', 10, -1);
    const [again] = await two.store.takeDueTriggers('second', 10, 30_000);
    expect([taken!.id, again!.taken]).toEqual([again!.id, 'second']);
    expect(await one.store.settleTrigger(taken!.id, 'first', { cursor: 1, nextAt: 1, fired: null, problem: null })).toBe(false);
  });

  it('skips while the run before is open, and tells so', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    await looker(one).look();
    await setBack(trigger, 15 * MINUTE);
    await looker(one).look();
    const runs = await runsOf(id);
    expect(runs).toHaveLength(1);
    expect((await only(id)).lastProblem).toMatchObject({ code: 'overlap', message: expect.stringContaining(runs[0]!.id) });
  });

  it.each([['allow', 'running'], ['cancel', 'cancelled']] as const)('with overlap %s starts another and leaves the one before %s', async (overlap, status) => {
    const id = await publish(scheduled({ every: '5s', overlap }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 5_000);
    await looker(one).look();
    const [first] = await runsOf(id);
    await database.query('UPDATE triggers SET cursor_at = last_at, next_at = last_at WHERE id = $1', [trigger]);
    // The instant after, whenever that is.
    for (let tries = 0; (await runsOf(id)).length < 2 && tries < 700; tries++) {
      await looker(one).look();
      await database.query('UPDATE triggers SET next_at = 0 WHERE id = $1', [trigger]);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect((await runsOf(id)).length).toBe(2);
    expect((await one.store.readRun(first!.id))!.status).toBe(status);
  });

  describe('with overlap cancel', () => {
    /** A run of it that is open, for another instant than the one that is due. */
    async function withOneOpen(): Promise<{ id: string; trigger: string; first: string }> {
      const id = await publish(scheduled({ every: '15m', overlap: 'cancel' }));
      const { id: trigger } = await only(id);
      await setBack(trigger, 15 * MINUTE);
      await looker(one).look();
      const [first] = await runsOf(id);
      await database.query(`UPDATE runs SET idempotency_key = 'earlier', request_hash = 'earlier' WHERE id = $1`, [first!.id]);
      await setBack(trigger, 15 * MINUTE);
      return { id, trigger, first: first!.id };
    }
    const statusOf = async (runId: string) => (await one.store.readRun(runId))!.status;

    it('leaves the one before alone when the next one cannot be started', async () => {
      const { id, first } = await withOneOpen();
      await looker(one, { starts: { startScheduled: () => Promise.reject(new EngineError('input_invalid', 'It takes another input now.')) } }).look();
      expect(await statusOf(first)).toBe('running');
      expect(await only(id)).toMatchObject({ lastRun: first, lastProblem: { code: 'input_invalid' } });
    });

    it('cancels it all the same when whoever started the next one did not live to do so', async () => {
      const { id, trigger, first } = await withOneOpen();
      const dead: Partial<Parameters<typeof schedules>[0]> = { runs: { deliver: () => new Promise(() => {}) } };
      // It stands still for ever at the cancel.
      void looker(one, dead).look();
      for (let tries = 0; (await runsOf(id)).length < 2 && tries < 500; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
      expect(await statusOf(first)).toBe('running');
      await database.query('UPDATE triggers SET taken_until = (extract(epoch FROM clock_timestamp()) * 1000)::int8 - 1 WHERE id = $1', [trigger]);
      await looker(two).look();
      expect(await statusOf(first)).toBe('cancelled');
      const [next] = (await runsOf(id)).filter((run) => run.id !== first);
      expect(await only(id)).toMatchObject({ lastRun: next!.id, lastProblem: null });
    });

    it.each([
      ['for now', new EngineError('unsupported', 'A newer build has it.'), 'not_cancelled'],
      ['for a reason that nobody knows', new Error('what?'), 'not_cancelled'],
      ['because it is gone', new EngineError('run_not_found', 'There is no such run.'), undefined],
    ])('keeps the run that it has started in mind when the one before cannot be cancelled %s', async (_why, error, code) => {
      const { id, first } = await withOneOpen();
      await looker(one, { runs: { deliver: () => Promise.reject(error) } }).look();
      const [next] = (await runsOf(id)).filter((run) => run.id !== first);
      const { lastRun, lastProblem } = await only(id);
      expect([lastRun, lastProblem?.code, await statusOf(first)]).toEqual([next!.id, code, 'running']);
    });

    it('does not end what somebody has started since', async () => {
      const { id, trigger } = await withOneOpen();
      void looker(one, { runs: { deliver: () => new Promise(() => {}) } }).look();
      for (let tries = 0; (await runsOf(id)).length < 2 && tries < 500; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
      const { run } = await one.starts.start({ workflow: id, entry: 'clock', input: {} });
      await database.query('UPDATE triggers SET last_run = $2, taken_until = (extract(epoch FROM clock_timestamp()) * 1000)::int8 - 1 WHERE id = $1', [trigger, run.id]);
      await looker(two).look();
      expect(await statusOf(run.id)).toBe('running');
    });
  });

  it('makes up everything within its catch-up time, and only the latest without one', async () => {
    const all = await publish(scheduled({ every: '15m', catchUp: '1h', overlap: 'allow' }));
    const latest = await publish(scheduled({ every: '15m', overlap: 'allow' }));
    for (const id of [all, latest]) await setBack((await only(id)).id, 600 * MINUTE);
    await looker(one).look();
    const instants = (await runsOf(all)).map((run) => Date.parse((run.memo as { scheduledAt: string }).scheduledAt)).sort((a, b) => a - b);
    const newest = onTheHour(15 * MINUTE);
    expect(instants).toEqual([3, 2, 1, 0].map((back) => newest - back * 15 * MINUTE));
    expect((await runsOf(latest)).map((run) => (run.memo as { scheduledAt: string }).scheduledAt)).toEqual([new Date(newest).toISOString()]);
    expect((await only(latest)).lastProblem).toMatchObject({ code: 'missed' });
  });

  it('that cannot start its run says why, goes on, and keeps nobody else', async () => {
    const refused = await publish(scheduled({ every: '15m' }));
    const broken = await publish(scheduled({ every: '15m' }));
    const good = await publish(scheduled({ every: '15m' }));
    for (const id of [refused, broken, good]) await setBack((await only(id)).id, 15 * MINUTE);
    await database.query(`UPDATE triggers SET rule = '{"cron":"75 * * * *"}' WHERE workflow_id = $1`, [broken]);
    const refuses = (request: Parameters<typeof one.starts.startScheduled>[0]) => (request.workflow === refused ? Promise.reject(new EngineError('input_invalid', 'The input lacks its name.')) : one.starts.startScheduled(request));
    const worker = looker(one, { starts: { startScheduled: refuses } });
    await worker.look();
    expect(await only(refused)).toMatchObject({ lastRun: null, nextAt: onTheHour(15 * MINUTE) + 15 * MINUTE, lastProblem: { code: 'input_invalid', message: expect.stringContaining('name') } });
    expect(await only(broken)).toMatchObject({ lastRun: null, nextAt: null, lastProblem: { code: 'rule_invalid', message: expect.stringContaining('The minute "75"') } });
    expect(await runsOf(good)).toHaveLength(1);
    expect(worker.counts).toMatchObject({ scheduled: 1, scheduleFaults: 2 });
    await worker.look();
    expect(worker.counts.scheduleFaults).toBe(2);
  });

  it('tries again what cannot be started at the moment, and not at once', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    await setBack(trigger, 15 * MINUTE);
    let fails = 1;
    const worker = looker(one, { starts: { startScheduled: (request) => (fails-- > 0 ? Promise.reject(new EngineError('unavailable', 'Not now.')) : one.starts.startScheduled(request)) } });
    await worker.look();
    const waiting = await only(id);
    expect(waiting).toMatchObject({ lastRun: null, lastProblem: { code: 'start_failed' } });
    expect(waiting.nextAt! - one.now()).toBeGreaterThan(3_000);
    await database.query('UPDATE triggers SET next_at = 0 WHERE id = $1', [trigger]);
    await worker.look();
    expect(await only(id)).toMatchObject({ lastAt: onTheHour(15 * MINUTE), lastProblem: null });
    expect(await runsOf(id)).toHaveLength(1);
  });

  it('starts nothing while it is paused, and makes nothing of that time up', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const { id: trigger } = await only(id);
    expect(await one.store.pauseTrigger(trigger, { at: 1, by: 'Ada', reason: 'holiday' })).toBe(true);
    expect(await one.store.pauseTrigger(trigger, { at: 2, by: null, reason: null })).toBe(false);
    await setBack(trigger, 15 * MINUTE);
    await looker(one).look();
    expect(await runsOf(id)).toEqual([]);
    await publishNext(id, scheduled({ every: '30m' }));
    expect((await only(id)).paused).toEqual({ at: 1, by: 'Ada', reason: 'holiday' });
    expect(await one.store.pauseTrigger(trigger, null)).toBe(true);
    await looker(one).look();
    expect(await runsOf(id)).toEqual([]);
    expect(await only(id)).toMatchObject({ paused: null, nextAt: onTheHour(30 * MINUTE) + 30 * MINUTE });
  });

  it('goes with its workflow, also while a worker is at it', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const trigger = await only(id);
    await setBack(trigger.id, 15 * MINUTE);
    const [due] = await one.store.takeDueTriggers('mine', 10, 30_000);
    expect(await workflows.remove(id)).toEqual({ removed: true, openRuns: 0 });
    await expect(one.starts.startScheduled({ workflow: id, node: 'clock', at: 0, idempotencyKey: 'x' })).rejects.toMatchObject({ code: 'workflow_not_found' });
    expect(await one.store.settleTrigger(due!.id, 'mine', { cursor: 1, nextAt: 1, fired: null, problem: null })).toBe(false);
    expect(await one.store.readTrigger(trigger.id)).toBeNull();
  });
});

describe('a publication', () => {
  it('keeps the place in time of a schedule that it does not change, and begins anew with one that it does', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    await looker(one).look();
    const before = await only(id);
    await publishNext(id, { ...scheduled({ every: '15m' }), description: 'the same schedule' });
    expect(await only(id)).toEqual(before);
    await publishNext(id, scheduled({ cron: '0 9 * * *', timezone: 'Europe/Berlin' }));
    const after = await only(id);
    expect([after.id, after.rule]).toEqual([before.id, { cron: '0 9 * * *', everyMs: null, timezone: 'Europe/Berlin', overlap: 'skip', catchUpMs: null }]);
    expect(after.nextAt).toBeLessThanOrEqual(one.now());
  });

  it('looks again at a schedule that could not be kept, also where it is drawn as before', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    await database.query(`UPDATE triggers SET cursor_at = 0, next_at = NULL, last_problem = '{"at":1,"code":"rule_invalid","message":"No such zone."}' WHERE workflow_id = $1`, [id]);
    await publishNext(id, { ...scheduled({ every: '15m' }), description: 'the same schedule' });
    await looker(one).look();
    expect(await runsOf(id)).toEqual([]);
    expect(await only(id)).toMatchObject({ nextAt: onTheHour(15 * MINUTE) + 15 * MINUTE, lastProblem: null });
  });

  it('takes away what is not drawn any more, and a webhook of the same node is another', async () => {
    const id = await publish(scheduled({ every: '15m' }));
    const clock = await only(id);
    const hooked = scheduled({});
    await publishNext(id, { ...hooked, nodes: hooked.nodes.map((node) => (node.id === 'clock' ? { ...node, params: { on: 'webhook' } } : node)) });
    const hook = await only(id);
    expect(hook).toMatchObject({ node: 'clock', kind: 'webhook', rule: null, nextAt: null });
    expect(hook.id).not.toBe(clock.id);
    expect(hook.token).toMatch(/^[\w-]{32}$/);
    await publishNext(id, { ...scheduled({}), nodes: hooked.nodes.map((node) => (node.id === 'clock' ? { ...node, disabled: true, params: {} } : node)) });
    expect(await one.store.listTriggers({ workflowId: id }, {})).toMatchObject({ items: [] });
  });

  it('leaves a start that nobody names to people: the run enters by the one that has no schedule', async () => {
    const definition = scheduled({ every: '15m' });
    const id = await publish({ ...definition, nodes: [definition.nodes[1]!, definition.nodes[0]!, ...definition.nodes.slice(2)] });
    const { run } = await one.starts.start({ workflow: id });
    expect((await one.store.readEvents(run.id, 0, 1))[0]).toMatchObject({ data: { entry: 'start' } });
  });
});
