import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Definition } from '../definition/schema.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';
import { definitionId } from './plans.ts';

let t: EngineUnderTest;
const child = definition('child', [node('start', 'start'), work('a', 'child-work'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));
const parent = (params: Parameters<typeof node>[2], rest = {}): Definition => definition('parent', [node('start', 'start'), node('c', 'child', params, rest), node('end', 'end', { output: '{{ nodes.c.output }}' })], edges('start > c > end'));

async function publish(slug: string, document: Definition): Promise<void> {
  const id = definitionId(document);
  const draft = JSON.stringify(document);
  await t.database.query(`INSERT INTO workflows (workspace_id, id, slug, name, draft, draft_hash, latest_version, created_at, updated_at) VALUES ('default', $1, $1, $1, $2::json, '', 1, 0, 0)`, [slug, draft]);
  await t.database.query(`INSERT INTO definitions (workspace_id, id, document, created_at) VALUES ('default', $1, $2::json, 0)`, [id, draft]);
  await t.database.query(`INSERT INTO workflow_versions (workspace_id, workflow_id, number, definition_id, hash, created_at) VALUES ('default', $1, 1, $2, '', 0)`, [slug, id]);
}

beforeAll(async () => {
  t = await engineUnderTest();
  t.behaviours.set('child-work', (input) => input);
  await publish('kid', child);
});
afterAll(async () => {
  await until('every message is delivered', async () => (await t.database.query('SELECT FROM outbox')).rowCount === 0);
  expect(await t.violations({ idle: true })).toEqual([]);
  await t.close();
});

describe('a child run', () => {
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

  it('is cancelled with its parent', async () => {
    t.behaviours.set('child-work', (_input, context) => new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))));
    const { run } = await t.engine.startRun({ definition: parent({ workflow: 'kid' }) });
    await until('the child works', () => t.behaviours.calls.some((call) => call.name === 'child-work' && call.runId !== run.id && call.input === null));
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
