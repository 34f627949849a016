import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest({ workers: 1 });
});
afterAll(async () => await t.close());

describe('an agent that records', () => {
  it('is seen to be alive by others than its own worker, and keeps the details of its last heartbeat', async () => {
    let finish: (value: string) => void = () => {};
    t.behaviours.set('agent', async (_input, context) => {
      context.heartbeat({ tokens: 7 });
      await new Promise((resolve) => setTimeout(resolve, 400));
      await context.record({ call: 1 });
      return await new Promise<string>((resolve) => (finish = resolve));
    });
    const { run } = await t.engine.startRun({ definition: definition('agent', [node('start', 'start'), work('a', 'agent', '', { timeouts: { heartbeat: '30s' } }), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end')) });
    const task = async () => (await t.engine.readTasks(run.id))[0];
    const beaten = await until('the heartbeat is written', async () => (await task())?.heartbeatAt);
    const later = await until('the record is', async () => {
      const row = await task();
      return row?.heartbeatAt != null && row.heartbeatAt > beaten ? row : null;
    }, 3_000);
    expect(later.heartbeat).toEqual({ tokens: 7 });
    finish('done');
    expect(await t.engine.waitForEnd(run.id, 5_000)).toMatchObject({ status: 'completed', output: 'done' });
  });
});
