import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../core/events.ts';
import type { Definition } from '../definition/schema.ts';
import { definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest();
  t.behaviours.set('asleep', (_input, context) => new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))));
});
afterAll(async () => {
  expect(await t.violations()).toEqual([]);
  await t.close();
});

const one = (rest: Parameters<typeof work>[3], behaviour = 'asleep', more: Parameters<typeof definition>[3] = {}): Definition =>
  definition('timeout', [node('start', 'start'), work('a', behaviour, '', rest), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'), more);
const timeoutsOf = async (runId: string) =>
  (await t.engine.readEvents(runId, 0, 200)).filter((event): event is RunEvent & { type: 'attempt.timed_out' } => event.type === 'attempt.timed_out').map((event) => [event.attempt, event.data.timeout]);
const again = (maximumAttempts: number) => ({ maximumAttempts, initialInterval: '1ms', jitter: 0 });

describe('a timeout', () => {
  it('of an attempt is start-to-close: it stops the attempt, and the next one has the whole time again', async () => {
    const run = await t.run(one({ timeouts: { startToClose: '300ms' }, retry: again(2) }));
    expect([run.status, await timeoutsOf(run.id)]).toEqual(['failed', [[1, 'startToClose'], [2, 'startToClose']]]);
  });

  it('of a queue that nobody serves is schedule-to-start, and is not tried again', async () => {
    const run = await t.run(one({ taskQueue: 'nobody-serves-this', timeouts: { scheduleToStart: '300ms' }, retry: again(3) }));
    expect([run.status, run.error?.type, await timeoutsOf(run.id)]).toEqual(['failed', 'timeout', [[1, 'scheduleToStart']]]);
  });

  it('of all attempts together is schedule-to-close: the attempt under way is the last', async () => {
    const run = await t.run(one({ timeouts: { startToClose: '1s', scheduleToClose: '1500ms' }, retry: again(9) }));
    expect([run.status, await timeoutsOf(run.id)]).toEqual(['failed', [[1, 'startToClose'], [2, 'scheduleToClose']]]);
  });

  it('of silence is heartbeat: the next attempt begins with the details of the last beat', async () => {
    const seen: unknown[] = [];
    t.behaviours.set('silent', async (input, context) => {
      seen.push(context.lastHeartbeat);
      if (context.attempt === 3) return 'done';
      context.heartbeat({ at: context.attempt, input });
      return await new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error)));
    });
    const run = await t.run(one({ timeouts: { startToClose: '60s', heartbeat: '700ms' }, retry: again(3) }, 'silent'));
    expect([run.status, run.output, await timeoutsOf(run.id)]).toEqual(['completed', 'done', [[1, 'heartbeat'], [2, 'heartbeat']]]);
    expect(seen).toEqual([null, { at: 1, input: '' }, { at: 2, input: '' }]);
  });

  it('of the whole run is a cancel that ends timed out', async () => {
    const run = await t.run(one({}, 'asleep', { settings: { timeout: '400ms' } }));
    expect([run.status, run.error?.type]).toEqual(['timed_out', 'run_timeout']);
  });

  it('of the whole run does not count the time of people, unless it is told to', async () => {
    const asking = (timeoutCountsPeople: boolean): Definition =>
      definition('people', [node('start', 'start'), node('ok', 'approval', { title: 'Ok?' }), node('end', 'end', { output: 'in time' })], edges('start > ok:approved > end'), { settings: { timeout: '300ms', timeoutCountsPeople } });
    const { run: counting } = await t.engine.startRun({ definition: asking(true), willWait: true });
    const { run: patient } = await t.engine.startRun({ definition: asking(false) });
    // When the one that counts has run out, the time of the other would have, too.
    expect((await t.engine.waitForEnd(counting.id, 10_000)).status).toBe('timed_out');
    const [approval] = (await t.engine.listApprovals({ runId: patient.id }, {})).items;
    await t.engine.decideApproval(approval!.id, { outcome: 'approved', by: 'ann' });
    expect(await t.engine.waitForEnd(patient.id, 10_000)).toMatchObject({ status: 'completed', output: 'in time' });
  });
});
