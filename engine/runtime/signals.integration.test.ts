import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../create-engine.ts';
import type { Json, JsonObject } from '../definition/json.ts';
import type { Definition } from '../definition/schema.ts';
import { definition, edges, node } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';
import type { Engine, SendSignal } from './engine.ts';

let t: EngineUnderTest;
let other: Engine;
/** Takes signals named `paid` until it has two, and gives their payloads. */
const SCHEMA = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
const takes = (count: number): Definition =>
  definition('takes', [node('start', 'start'), node('all', 'loop', { count }), node('s', 'signal', { name: 'paid', schema: SCHEMA }, { parent: 'all' }), node('keep', 'set', { vars: { got: '{{ default(vars.?got.orValue([]), []) + [nodes.s.output.n] }}' } }, { parent: 'all' }), node('end', 'end', { output: '{{ vars.got }}' })], edges('start > all > end', 's > keep'), { settings: { onConflict: 'fail' } });
const emits = (...params: JsonObject[]): Definition =>
  definition('emits', [node('start', 'start'), ...params.map((each, index) => node(`e${index}`, 'emit', { name: 'paid', ...each })), node('end', 'end', { output: 'sent' })], edges(['start', ...params.map((_, index) => `e${index}`), 'end'].join(' > ')));
const outboxIsEmpty = () => until('every message is delivered', async () => (await t.database.query('SELECT FROM outbox')).rowCount === 0);
const signal = (n: Json, more: Partial<SendSignal> = {}): SendSignal => ({ id: `test-${JSON.stringify(n)}-${Math.random()}`, name: 'paid', payload: { n }, clientId: null, by: null, ...more });
const runsOf = async (slug: string) => (await t.engine.listRuns({ workflowId: slug }, {})).items;

beforeAll(async () => {
  t = await engineUnderTest({ workers: 2 });
  other = await createEngine({ databaseUrl: t.database.url, redisUrl: t.redis.url, redisPrefix: t.redis.prefix });
  for (const [slug, count] of Object.entries({ one: 1, two: 2, fifty: 50 })) await publish(t.database, slug, takes(count));
  await publish(t.database, 'over-at-once', definition('over at once', [node('start', 'start'), node('c', 'condition', { if: 'false' }), node('s', 'signal', { name: 'paid' }), node('end', 'end')], edges('start > c:true > s', 'c:false > end')));
});
afterAll(async () => {
  await outboxIsEmpty();
  await other.close();
  expect(await t.closeChecked({ idle: true })).toEqual([]);
});

describe('emit', () => {
  it('reaches a run by its id, in the order in which it was sent', async () => {
    const { run } = await t.engine.startRun({ workflow: 'fifty' });
    const sent = Array.from({ length: 50 }, (_, n) => ({ run: run.id, payload: { n } }));
    expect((await t.run(emits(...sent))).output).toBe('sent');
    expect(await t.engine.waitForEnd(run.id, 15_000)).toMatchObject({ status: 'completed', output: Array.from({ length: 50 }, (_, n) => n) });
    const received = (await t.engine.readEvents(run.id, 0, 500)).find((event) => event.type === 'signal.received');
    expect(received).toMatchObject({ data: { name: 'paid', by: expect.stringMatching(/^/) as string } });
  });

  it('reaches the open run of a workflow by its key', async () => {
    const { run } = await t.engine.startRun({ workflow: 'two', key: 'order-1' });
    await t.run(emits({ workflow: 'two', key: 'order-1', payload: { n: 1 } }, { workflow: 'two', key: 'order-1', payload: { n: 2 } }));
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: [1, 2] });
  });

  it('starts the run when it is not there, and reaches the one it started with the next', async () => {
    await t.run(emits({ workflow: 'two', key: 'order-2', payload: { n: 3 }, start: true }, { workflow: 'two', key: 'order-2', payload: { n: 4 }, start: true }));
    await until('it has ended', async () => (await t.engine.listRuns({ workflowId: 'two', key: 'order-2', statuses: ['completed'] }, {})).items.length === 1);
    const [run] = (await t.engine.listRuns({ workflowId: 'two', key: 'order-2' }, {})).items;
    expect(run).toMatchObject({ status: 'completed', output: [3, 4], trigger: 'signal' });
  });

  it('counts once though it is delivered again', async () => {
    const { run } = await t.engine.startRun({ workflow: 'two' });
    const sender = await t.run(emits({ run: run.id, payload: { n: 1 } }));
    await outboxIsEmpty();
    const target = { target: { run: run.id }, name: 'paid', payload: { n: 1 }, id: `${sender.id}/e0/1` };
    await t.database.query(`INSERT INTO outbox (workspace_id, id, source_run_id, target_run_id, kind, payload, created_at) VALUES ('default', $1, $2, $3, 'signal', $4, 0)`, [`${sender.id}.99.0.signal`, sender.id, run.id, JSON.stringify(target)]);
    await outboxIsEmpty();
    expect((await t.engine.readEvents(run.id, 0, 500)).filter((event) => event.type === 'signal.received')).toHaveLength(1);
    await t.engine.submit(run.id, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
  });

  it.each<[string, () => Promise<JsonObject>]>([
    ['a run that is not there', async () => ({ run: 'nobody' })],
    ['a run that is over', async () => ({ run: (await t.engine.startRun({ workflow: 'over-at-once', input: {} })).run.id })],
    ['a key that no open run has', async () => ({ workflow: 'two', key: 'nobody' })],
    ['a workflow that is not there', async () => ({ workflow: 'nobody', key: 'k', start: true })],
    ['a workflow that knows no such signal, though it could be started', async () => ({ workflow: 'two', key: 'k-1', name: 'payed', start: true })],
    ['a run whose schema refuses the payload', async () => ({ workflow: 'two', key: 'k-2', payload: { n: 'much' }, start: true })],
  ])('to %s is dropped, and its sender goes on', async (_what, params) => {
    const before = (await runsOf('two')).length;
    expect(await t.run(emits({ payload: { n: 1 }, ...(await params()) }))).toMatchObject({ status: 'completed', output: 'sent' });
    await outboxIsEmpty();
    expect((await runsOf('two')).length).toBe(before);
  });

  it('waits for a run that has too many signals of the name', async () => {
    const full = definition('full', [node('start', 'start'), node('go', 'signal', { name: 'go' }), node('all', 'loop', { count: 1_001, maximum: 2_000 }), node('s', 'signal', { name: 'paid' }, { parent: 'all' }), node('end', 'end', { output: '{{ nodes.all.output.n }}' })], edges('start > go > all > end'));
    const { run } = await t.engine.startRun({ definition: full });
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => t.engine.signalRun(run.id, signal(n))));
    await expect(t.engine.signalRun(run.id, signal('one more'))).resolves.toMatchObject({ accepted: false, refusal: { code: 'too_many_signals' } });
    await t.run(emits({ run: run.id, payload: { n: 'last' } }));
    await until('it was tried', async () => (await t.database.query('SELECT FROM outbox WHERE error IS NOT NULL')).rowCount === 1);
    await t.engine.signalRun(run.id, signal(0, { name: 'go' }));
    const ended = await t.engine.waitForEnd(run.id, 30_000);
    expect(ended, JSON.stringify(ended.error)).toMatchObject({ status: 'completed', output: 'last' });
  });
});

describe('a signal that may start its run', () => {
  const start = async () => ({ input: {} });

  it('starts one run of many at once, through two engines, and every signal reaches it', async () => {
    for (let round = 0; round < 5; round++) {
      const key = `race-${round}`;
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? t.engine : other).signalByKey('fifty', key, signal(n), start)));
      expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
      expect(answers.filter(({ started }) => started)).toHaveLength(1);
      const run = await t.engine.waitForEnd(answers[0]!.runId, 15_000);
      expect([run.status, [...(run.output as number[])].sort((a, b) => a - b)]).toEqual(['completed', Array.from({ length: 50 }, (_, n) => n)]);
    }
  });

  it('reaches a run, each signal one of its own, though every run is over with the signal that started it', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? t.engine : other).signalByKey('one', 'short', signal(n), start)));
    const ended = await Promise.all(answers.map(({ runId }) => t.engine.waitForEnd(runId, 15_000)));
    expect(ended.map(({ output }) => (output as number[])[0]).sort((a, b) => a! - b!)).toEqual(Array.from({ length: 12 }, (_, n) => n));
  });

  it('is in the history from the beginning: start and signal are one commit', async () => {
    const { runId } = await t.engine.signalByKey('two', 'atomic', signal(1), start);
    const events = await t.engine.readEvents(runId, 0, 100);
    expect(events.filter((event) => !event.derived).map((event) => event.type)).toEqual(['run.started', 'signal.received']);
    expect(new Set(events.map((event) => event.at)).size).toBe(1);
    expect(await t.engine.replayRun(runId)).toMatchObject({ ok: true });
    await t.engine.submit(runId, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
  });

  it('starts nothing when the signal is refused', async () => {
    const before = (await runsOf('two')).length;
    await expect(t.engine.signalByKey('two', 'bad', signal('much'), start)).rejects.toMatchObject({ code: 'invalid_payload', findings: [{ pointer: '/payload/n' }] });
    await expect(t.engine.signalByKey('two', 'bad', signal(1, { name: 'payed' }), start)).rejects.toMatchObject({ code: 'unknown_signal' });
    await expect(t.engine.signalByKey('two', 'bad', signal(1), null)).rejects.toMatchObject({ code: 'run_not_found' });
    expect((await runsOf('two')).length).toBe(before);
  });

  it('says so when the run was over before it could take it', async () => {
    expect(await t.engine.signalByKey('over-at-once', 'k', signal(1), start)).toMatchObject({ started: true, answer: { accepted: false, refusal: { code: 'run_over' } } });
  });
});
