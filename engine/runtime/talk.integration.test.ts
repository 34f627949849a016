import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { publish } from '../testing/publish.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest();
  await publish(t.database, 'kid', definition('kid', [node('start', 'start'), work('a', 'echo', 'drawn'), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end')));
});
afterAll(async () => {
  expect(await t.violations({ idle: true })).toEqual([]);
  await t.close();
});

describe('an override', () => {
  it('reaches the worker that runs the step, in this run alone', async () => {
    const two = definition('two', [node('start', 'start'), node('go', 'signal', { name: 'go' }), work('b', 'echo', 'drawn {{ input }}'), node('end', 'end', { output: '{{ nodes.b.output }}' })], edges('start > go > b > end'));
    const [{ run }, { run: beside }] = await Promise.all([t.engine.startRun({ definition: two, input: 1 }), t.engine.startRun({ definition: two, input: 2 })]);
    expect(await t.engine.overrideNode(run.id, { node: 'b', params: { input: 'given {{ input + 1 }}' }, reason: 'wrong text', by: 'ann' })).toMatchObject({ accepted: true });
    for (const { id } of [run, beside]) await t.engine.submit(id, { id: 'go', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    expect([(await t.engine.waitForEnd(run.id, 10_000)).output, (await t.engine.waitForEnd(beside.id, 10_000)).output]).toEqual(['given 2', 'drawn 2']);
    expect(await t.engine.resolveStepInput(run.id, 'b')).toMatchObject({ params: { input: 'given 2' } });
    expect((await t.engine.replayRun(run.id)).ok).toBe(true);
  });

  it('is checked as the definition is: every expression, and what it reads', async () => {
    const { run } = await t.engine.startRun({ definition: definition('checked', [node('start', 'start'), node('go', 'signal', { name: 'go' }), work('b', 'echo'), work('c', 'echo'), node('end', 'end')], edges('start > go > b > c > end')) });
    const refused = (node: string, params: object) => t.engine.overrideNode(run.id, { node, params: params as never }).then(() => null, (error: unknown) => error);
    expect(await refused('nobody', {})).toMatchObject({ code: 'node_unknown' });
    expect(await refused('b', { input: '{{ nodes.c.output }}' })).toMatchObject({ code: 'override_invalid', findings: [{ code: 'reference_not_before', pointer: '/params/input' }] });
    expect(await refused('b', { source: 5, other: 1 })).toMatchObject({ code: 'override_invalid' });
    expect(await t.engine.overrideNode(run.id, { node: 'b', params: {}, workflow: 'nothing' }).catch((error: unknown) => error)).toMatchObject({ code: 'workflow_not_found' });
    await t.engine.submit(run.id, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
  });

  it('is inherited by the children that start later, and fails the step when it does not fit their version', async () => {
    const parent = definition('parent', [node('start', 'start'), node('go', 'signal', { name: 'go' }), node('c', 'child', { workflow: 'kid' }), node('end', 'end', { output: '{{ nodes.c.output }}' })], edges('start > go > c > end'));
    const started = await Promise.all([1, 2].map(() => t.engine.startRun({ definition: parent })));
    const [run, odd] = started.map((each) => each.run.id) as [string, string];
    await t.engine.overrideNode(run, { workflow: 'kid', node: 'a', params: { input: 'inherited' } });
    // As if another version were the latest by the time the child starts.
    await t.engine.submit(odd, { id: 'odd', type: 'run.overridden', data: { workflow: 'kid', node: 'gone', params: {}, reason: null, by: null } });
    for (const id of [run, odd]) await t.engine.submit(id, { id: 'go', type: 'signal.received', data: { name: 'go', payload: null, clientId: null, by: null } });
    expect(await t.engine.waitForEnd(run, 10_000)).toMatchObject({ status: 'completed', output: 'inherited' });
    expect((await t.engine.waitForEnd(odd, 10_000)).error).toMatchObject({ type: 'child_failed', cause: { type: 'override_invalid' } });
  });
});

describe('a fast-forward', () => {
  it('stops the attempt that is under way, and goes on to the step', async () => {
    t.behaviours.set('long', (_input, context) => new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))));
    const { run } = await t.engine.startRun({ definition: definition('forward', [node('start', 'start'), work('a', 'long'), work('b', 'fail'), work('c', 'echo', 'reached'), node('end', 'end', { output: '{{ nodes.c.output }}' })], edges('start > a > b > c > end')), willWait: true });
    await until('the step runs', () => t.behaviours.calls.some((call) => call.runId === run.id));
    expect(await t.engine.submit(run.id, { id: 'ff', type: 'run.fast_forwarded', data: { to: 'c', reason: null, by: null } })).toMatchObject({ accepted: true });
    expect(await t.engine.waitForEnd(run.id, 10_000)).toMatchObject({ status: 'completed', output: 'reached' });
    const { steps } = await t.engine.viewState(run.id);
    expect(['a', 'b', 'c'].map((path) => [steps.get(path)?.status, steps.get(path)?.skipped])).toEqual([['cancelled', 'fast-forward'], ['skipped', 'fast-forward'], ['completed', null]]);
  });
});

describe('a pause', () => {
  it('leaves the children alone when it is told to', async () => {
    await publish(t.database, 'slow-kid', definition('slow-kid', [node('start', 'start'), node('s', 'signal', { name: 'go' }), node('end', 'end', { output: 'done' })], edges('start > s > end')));
    const parent = definition('parent', [node('start', 'start'), node('c', 'child', { workflow: 'slow-kid' }), node('end', 'end')], edges('start > c > end'));
    const { run } = await t.engine.startRun({ definition: parent });
    const child = await until('the child runs', async () => (await t.engine.listRuns({ parentRunId: run.id }, {})).items[0]);
    const control = (id: string, type: 'run.paused' | 'run.resumed', children?: false) => t.engine.submit(run.id, { id, type, data: { reason: null, by: null, ...(children === false ? { children } : {}) } });
    await control('p1', 'run.paused', false);
    await control('r1', 'run.resumed', false);
    await control('p2', 'run.paused');
    await until('the child is paused', async () => (await t.engine.readRun(child.id))?.status === 'paused');
    const told = (await t.engine.readEvents(child.id, 0, 100)).filter((event) => event.type === 'run.paused' || event.type === 'run.resumed');
    expect(told).toHaveLength(1);
    await t.engine.submit(run.id, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
    await until('the child is over', async () => (await t.engine.readRun(child.id))?.status === 'terminated');
  });
});
