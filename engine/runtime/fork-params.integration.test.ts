import { afterAll, beforeAll, expect, it } from 'vitest';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest();
});
afterAll(async () => {
  expect(await t.violations({ idle: true })).toEqual([]);
  await t.close();
});

it('edited parameters reach the worker: of the attempt that starts again and of the step after it, in the fork alone', async () => {
  let hold = true;
  t.behaviours.set('held', (input, context) => (hold ? new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))) : Promise.resolve(input)));
  const twoSteps = definition('two', [node('start', 'start'), work('a', 'held', 'drawn {{ input }}'), work('b', 'echo', 'drawn'), node('end', 'end', { output: ['{{ nodes.a.output }}', '{{ nodes.b.output }}'] })], edges('start > a > b > end'));
  const { run } = await t.engine.startRun({ definition: twoSteps, input: 1 });
  await until('the step runs', () => t.behaviours.calls.some((call) => call.runId === run.id));
  const edits = { params: { a: { input: 'edited {{ input }}' }, b: { input: 'edited' } } };
  expect(await t.engine.planFork(run.id, { mode: 'fork', edits })).toMatchObject({ refusal: null, edited: [{ node: 'a', params: ['input'], again: ['a'] }, { node: 'b', again: [] }] });
  hold = false;
  const forked = await t.engine.forkRun(run.id, { mode: 'fork', edits });
  expect(forked).toMatchObject({ forked: true });
  const fork = forked.forked ? forked.run.id : '';
  expect((await t.engine.waitForEnd(fork, 10_000)).output).toEqual(['edited 1', 'edited']);
  expect([(await t.engine.replayRun(fork)).ok, (await t.engine.readRun(run.id))?.status]).toEqual([true, 'running']);
  expect(await t.engine.resolveStepInput(run.id, 'a')).toMatchObject({ params: { input: 'drawn 1' } });
  await t.engine.submit(run.id, { id: 'end', type: 'run.terminated', data: { reason: null, by: null } });
});
