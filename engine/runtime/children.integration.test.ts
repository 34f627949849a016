import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Definition } from '../definition/schema.ts';
import type { PostgresStore } from '../postgres/store.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish as publishIn } from '../testing/publish.ts';
import { until } from '../testing/until.ts';
import { NESTED_RUNS } from './starts.ts';

let t: EngineUnderTest;
const child = definition('child', [node('start', 'start'), work('a', 'child-work'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));
const parent = (params: Parameters<typeof node>[2], rest = {}): Definition => definition('parent', [node('start', 'start'), node('c', 'child', params, rest), node('end', 'end', { output: '{{ nodes.c.output }}' })], edges('start > c > end'));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A store in which some workflows are slow to be found, or never are. */
const odd = (store: PostgresStore): PostgresStore => ({
  ...store,
  async findVersion(workflow, version) {
    if (workflow === 'late') await pause(600);
    if (workflow === 'broken') throw new TypeError('cannot read secret of undefined');
    return await store.findVersion(workflow, version);
  },
});
const publish = (slug: string, document: Definition): Promise<void> => publishIn(t.database, slug, document);

beforeAll(async () => {
  t = await engineUnderTest({ engine: { wrapStore: odd }, worker: { wrapStore: odd } });
  t.behaviours.set('child-work', (input) => input);
  await publish('kid', child);
});
afterAll(async () => {
  await until('every message is delivered', async () => (await t.database.query('SELECT FROM outbox')).rowCount === 0);
  expect(await t.violations({ idle: true })).toEqual([]);
  await t.close();
});

describe('a child run', () => {
  it('has the priority of the node that starts it, else that of its parent', async () => {
    const priorityOf = async (rest: object, priority: number): Promise<unknown> => {
      const { run } = await t.engine.startRun({ definition: parent({ workflow: 'kid', input: 1 }, rest), input: {}, priority });
      await t.engine.waitForEnd(run.id, 10_000);
      const [kid] = (await t.engine.listRuns({ parentRunId: run.id }, {})).items;
      const [begun] = await t.engine.readEvents(kid!.id, 0, 1);
      return begun?.type === 'run.started' ? begun.data.priority : undefined;
    };
    expect([await priorityOf({}, 40), await priorityOf({ priority: -2 }, 40)]).toEqual([40, -2]);
  });

  it('hands its outcome to its parent', async () => {
    const run = await t.run(parent({ workflow: 'kid', input: '{{ input.n * 2 }}' }), { n: 4 });
    expect(run).toMatchObject({ status: 'completed', output: 8 });
    const children = (await t.engine.listRuns({ parentRunId: run.id }, {})).items;
    expect(children).toHaveLength(1);
    expect(children[0]).toMatchObject({ status: 'completed', trigger: 'child', workflowSlug: 'kid', version: 1, parent: { runId: run.id, path: 'c' } });
  });

  it('is started once for each item of a map', async () => {
    const many = definition('many', [node('start', 'start'), node('each', 'map', { items: '{{ input }}' }), node('c', 'child', { workflow: 'kid', input: '{{ item }}' }, { parent: 'each' }), node('end', 'end', { output: '{{ nodes.each.output }}' })], edges('start > each > end'));
    const items = Array.from({ length: 25 }, (_, index) => index);
    const run = await t.run(many, items);
    expect(run.output).toEqual(items);
    expect((await t.engine.listRuns({ parentRunId: run.id }, { limit: 100 })).items).toHaveLength(25);
  });

  it('that cannot be started fails its step, not the engine', async () => {
    const run = await t.run(parent({ workflow: 'nobody' }));
    expect(run).toMatchObject({ status: 'failed' });
    expect(JSON.stringify(run.error)).toContain('workflow_not_found');
  });

  it('is held to the input schema of its workflow, defaults filled in', async () => {
    const strict = { ...child, name: 'strict', input: { type: 'object', required: ['n'], properties: { n: { type: 'integer' }, unit: { type: 'string', default: 'm' } } } };
    await publish('strict', strict);
    expect(await t.run(parent({ workflow: 'strict', input: { n: 4 } }))).toMatchObject({ status: 'completed', output: { n: 4, unit: 'm' } });
    const refused = await t.run(parent({ workflow: 'strict', input: { n: 'four' } }));
    expect(refused).toMatchObject({ status: 'failed', error: { cause: { type: 'input_invalid' } } });
    expect(JSON.stringify(refused.error)).toContain('/n');
    expect((await t.engine.listRuns({ parentRunId: refused.id }, {})).items).toEqual([]);
  });

  it('of a workflow that starts itself comes to an end', async () => {
    await publish('mirror', parent({ workflow: 'mirror' }));
    const { run } = await t.engine.startRun({ workflow: 'mirror' });
    const ended = await t.engine.waitForEnd(run.id, 20_000);
    expect(ended.status).toBe('failed');
    expect(JSON.stringify(ended.error)).toContain('nested_too_deep');
    expect((await t.database.query(`SELECT FROM runs WHERE workflow_id = 'mirror'`)).rowCount).toBe(NESTED_RUNS);
  });

  it('that cannot be started for a reason nobody knows fails its step in the end, and the reason stays in the log', async () => {
    const ended = await t.run(parent({ workflow: 'broken' }), null, 25_000);
    expect(ended).toMatchObject({ status: 'failed', error: { cause: { type: 'start_failed' } } });
    expect(JSON.stringify(ended.error)).not.toContain('secret');
  });

  it('is not paused by a pause that came late and was overtaken by its resume', async () => {
    await publish('late', definition('late', [node('start', 'start'), node('w', 'wait', { for: '4s' }), work('a', 'child-work'), node('end', 'end', { output: 'on time' })], edges('start > w > a > end')));
    const { run } = await t.engine.startRun({ definition: parent({ workflow: 'late' }) });
    const control = { reason: null, by: null };
    // The child has not begun: the pause must be sent again, a second later.
    await t.engine.submit(run.id, { id: 'p', type: 'run.paused', data: control });
    await until('the child has begun', async () => (await t.engine.listRuns({ parentRunId: run.id }, {})).items.length === 1);
    expect((await t.database.query(`SELECT FROM outbox WHERE source_run_id = $1 AND kind = 'control'`, [run.id])).rowCount).toBe(1);
    await t.engine.submit(run.id, { id: 'r', type: 'run.resumed', data: control });
    expect(await t.engine.waitForEnd(run.id, 12_000)).toMatchObject({ status: 'completed', output: 'on time' });
    const [kid] = (await t.engine.listRuns({ parentRunId: run.id }, {})).items;
    const heard = (await t.engine.readEvents(kid!.id, 0, 100)).map((event) => event.type).filter((type) => type === 'run.paused' || type === 'run.resumed');
    expect(heard).toEqual(['run.paused', 'run.resumed']);
  });

  it('is cancelled with its parent', async () => {
    t.behaviours.set('child-work', (_input, context) => new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))));
    const before = t.behaviours.called('child-work');
    const { run } = await t.engine.startRun({ definition: parent({ workflow: 'kid' }) });
    await until('the child works', () => t.behaviours.called('child-work') > before);
    await t.engine.submit(run.id, { id: 'stop', type: 'run.cancel_requested', data: { reason: null, by: null } });
    expect((await t.engine.waitForEnd(run.id, 10_000)).status).toBe('cancelled');
    const [kid] = (await t.engine.listRuns({ parentRunId: run.id }, {})).items;
    expect((await t.engine.waitForEnd(kid!.id, 10_000)).status).toBe('cancelled');
    t.behaviours.set('child-work', (input) => input);
  });
});

describe('a start', () => {
  it('with the same idempotency key gives the same run, and 409 for another request', async () => {
    const start = (input: number) => t.engine.startRun({ workflow: 'kid', input, idempotencyKey: 'once' });
    const answers = await Promise.all([start(1), start(1), start(1)]);
    expect(new Set(answers.map((answer) => answer.run.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.created)).toHaveLength(1);
    await expect(start(2)).rejects.toMatchObject({ code: 'idempotency_conflict' });
    await t.engine.waitForEnd(answers[0]!.run.id, 10_000);
  });

  it('with a key that an open run holds is refused, answered with it, or replaces it', async () => {
    const waits = definition('waits', [node('start', 'start'), node('s', 'signal', { name: 'go' }), node('end', 'end')], edges('start > s > end'));
    await publish('waits', waits);
    const first = await t.engine.startRun({ workflow: 'waits', key: 'k' });
    await expect(t.engine.startRun({ workflow: 'waits', key: 'k' })).rejects.toMatchObject({ code: 'key_in_use', context: { runId: first.run.id } });
    expect(await t.engine.startRun({ workflow: 'waits', key: 'k', onConflict: 'return' })).toMatchObject({ created: false, run: { id: first.run.id } });
    const second = await t.engine.startRun({ workflow: 'waits', key: 'k', onConflict: 'cancel' });
    expect(second.run.id).not.toBe(first.run.id);
    expect((await t.engine.readRun(first.run.id))?.status).toBe('cancelled');
    expect((await t.engine.findRunByKey('waits', 'k'))?.id).toBe(second.run.id);
    await t.engine.submit(second.run.id, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
  });

  it('of what is not there, or cannot be run, is refused with a code', async () => {
    await expect(t.engine.startRun({ workflow: 'nobody' })).rejects.toMatchObject({ code: 'workflow_not_found' });
    await expect(t.engine.startRun({ workflow: 'kid', version: 7 })).rejects.toMatchObject({ code: 'version_not_found' });
    await expect(t.engine.startRun({ workflow: 'kid', entry: 'a' })).rejects.toMatchObject({ code: 'entry_not_found' });
    await expect(t.engine.startRun({ definition: { ...child, nodes: [] } })).rejects.toMatchObject({ code: 'definition_invalid' });
  });
});
