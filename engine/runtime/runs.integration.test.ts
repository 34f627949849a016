import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../core/events.ts';
import { StepFailure } from '../ports/node-runner.ts';
import { chain, definition, edges, node, work } from '../testing/build.ts';
import { engineUnderTest, type EngineUnderTest } from '../testing/engine-under-test.ts';
import { until } from '../testing/until.ts';

let t: EngineUnderTest;
beforeAll(async () => {
  t = await engineUnderTest();
});
afterAll(async () => {
  expect(await t.violations()).toEqual([]);
  await t.close();
});

const control = { reason: null, by: 'test' };

describe('a run on real servers', () => {
  it('goes down a chain, each step reading the one before', async () => {
    const run = await t.run(chain(10), { n: 0 });
    expect(run).toMatchObject({ status: 'completed', output: 10, lastSeq: 24 });
  });

  it('spreads a fan-out and joins it', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `f${index}`);
    const nodes = [node('start', 'start'), ...names.map((name, index) => work(name, 'increment', `{{ input.n + ${index} }}`)), work('join', 'echo', `{{ [${names.map((name) => `nodes.${name}.output`).join(', ')}] }}`), node('end', 'end', { output: '{{ nodes.join.output }}' })];
    const run = await t.run(definition('fan', nodes, edges(...names.map((name) => `start > ${name} > join`), 'join > end')), { n: 1 });
    expect(run.output).toEqual(names.map((_, index) => index + 2));
  });

  it('maps over items with a limit, in item order', async () => {
    const nodes = [node('start', 'start'), node('each', 'map', { items: '{{ input.items }}', concurrency: 3 }), work('twice', 'echo', '{{ item * 2 }}', { parent: 'each' }), node('end', 'end', { output: '{{ nodes.each.output }}' })];
    const run = await t.run(definition('map', nodes, edges('start > each > end')), { items: [1, 2, 3, 4, 5, 6, 7] });
    expect(run.output).toEqual([2, 4, 6, 8, 10, 12, 14]);
  });

  it('tries again after a failure, not before the interval is over, and hands on the heartbeat', async () => {
    const seen: unknown[] = [];
    t.behaviours.set('flaky', async (input, context) => {
      seen.push(context.lastHeartbeat);
      if (context.attempt < 3) {
        context.heartbeat({ at: context.attempt });
        throw new StepFailure('Busy', 'Come back.');
      }
      return input;
    });
    const retry = { maximumAttempts: 3, initialInterval: '200ms', backoffCoefficient: 1, jitter: 0 };
    const run = await t.run(definition('retry', [node('start', 'start'), work('a', 'flaky', '{{ input }}', { retry }), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end')), 7);
    expect(run).toMatchObject({ status: 'completed', output: 7 });
    const events = await t.engine.readEvents(run.id, 0, 100);
    const retrying = events.filter((event): event is RunEvent & { type: 'step.retrying' } => event.type === 'step.retrying');
    const began = events.flatMap((event) => (event.type === 'attempt.failed' || (event.type === 'step.completed' && !event.derived) ? [event.data.startedAt ?? 0] : []));
    expect(retrying).toHaveLength(2);
    retrying.forEach((event, index) => expect(began[index + 1]).toBeGreaterThanOrEqual(event.data.dueAt));
    expect(seen).toEqual([null, { at: 1 }, { at: 2 }]);
  });

  // The bench holds the product to 100 ms. Here a timer that nobody watches would come late, by the 2.5 s for which it is held.
  it('fires a timer at its instant, never early', async () => {
    const run = await t.run(definition('wait', [node('start', 'start'), node('w', 'wait', { for: '300ms' }), node('w2', 'wait', { for: '1500ms' }), node('end', 'end', { output: 1 })], edges('start > w > w2 > end')));
    const events = await t.engine.readEvents(run.id, 0, 100);
    const due = events.flatMap((event) => (event.type === 'step.waiting' && event.data.wait.kind === 'timer' ? [event.data.wait.dueAt] : []));
    const fired = events.filter((event) => event.type === 'timer.fired').map((event) => event.at);
    expect(fired).toHaveLength(2);
    fired.forEach((at, index) => {
      expect(at).toBeGreaterThanOrEqual(due[index]!);
      expect(at - due[index]!).toBeLessThan(2_500);
    });
  });

  it('takes a signal that came before it was waited for, and each client id once', async () => {
    const { run } = await t.engine.startRun({ definition: definition('signal', [node('start', 'start'), node('w', 'wait', { for: '200ms' }), node('s', 'signal', { name: 'go' }), node('end', 'end', { output: '{{ nodes.s.output }}' })], edges('start > w > s > end')) });
    const signal = (payload: number) => t.engine.submit(run.id, { id: 'signal-c1', type: 'signal.received', data: { name: 'go', payload, clientId: 'c1', by: null } });
    expect((await signal(1)).accepted).toBe(true);
    expect(await signal(2)).toMatchObject({ accepted: false, refusal: { code: 'duplicate' } });
    expect((await t.engine.waitForEnd(run.id, 10_000)).output).toBe(1);
  });

  it('lets people decide once, and says who did', async () => {
    const { run } = await t.engine.startRun({ definition: definition('approve', [node('start', 'start'), node('ok', 'approval', { title: 'Pay {{ input.n }}?' }), node('end', 'end', { output: '{{ nodes.ok.output.by }}' })], edges('start > ok:approved > end')), input: { n: 5 } });
    const [approval] = (await t.engine.listApprovals({ runId: run.id }, {})).items;
    expect(approval).toMatchObject({ status: 'open', title: 'Pay 5?', path: 'ok', quorum: 1 });
    const decisions = await Promise.all(['ann', 'ben', 'cat'].map((by) => t.engine.decideApproval(approval!.id, { outcome: 'approved', by })));
    expect(decisions.filter((decision) => decision.accepted)).toHaveLength(1);
    const ended = await t.engine.waitForEnd(run.id, 10_000);
    const after = await t.engine.readApproval(approval!.id);
    expect(after).toMatchObject({ status: 'decided', outcome: 'approved', decisions: [{ by: ended.output, outcome: 'approved' }] });
    expect((await t.engine.listApprovals({ runId: run.id }, {})).items).toEqual([]);
  });

  it('compensates a saga in reverse order', async () => {
    const nodes = [
      node('start', 'start'), node('book', 'saga'), work('a', 'echo', 'A', { parent: 'book' }), work('b', 'echo', 'B', { parent: 'book' }), work('c', 'fail', 'C', { parent: 'book', retry: { maximumAttempts: 1 } }),
      work('undoA', 'undo', '{{ compensated.output }}', { parent: 'book' }), work('undoB', 'undo', '{{ compensated.output }}', { parent: 'book' }), node('end', 'end', { output: 1 }),
    ];
    t.behaviours.set('undo', (input) => input);
    const run = await t.run(definition('saga', nodes, edges('start > book > end', 'a > b > c', 'a ~ undoA', 'b ~ undoB')));
    expect(run.status).toBe('failed');
    expect(t.behaviours.calls.filter((call) => call.runId === run.id && call.name === 'undo').map((call) => call.input)).toEqual(['B', 'A']);
  });

  it('cancels a running step by its signal, and terminates at once', async () => {
    t.behaviours.set('long', (_input, context) => new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason as Error))));
    const long = definition('long', [node('start', 'start'), work('a', 'long'), node('end', 'end')], edges('start > a > end'));
    const { run } = await t.engine.startRun({ definition: long });
    await until('the step runs', () => t.behaviours.calls.some((call) => call.runId === run.id));
    expect((await t.engine.submit(run.id, { id: 'cancel', type: 'run.cancel_requested', data: control })).accepted).toBe(true);
    expect((await t.engine.waitForEnd(run.id, 10_000)).status).toBe('cancelled');
    const { run: other } = await t.engine.startRun({ definition: long });
    await t.engine.submit(other.id, { id: 'kill', type: 'run.terminated', data: control });
    expect((await t.engine.readRun(other.id))?.status).toBe('terminated');
    expect(await t.engine.submit(other.id, { id: 'late', type: 'run.paused', data: control })).toMatchObject({ accepted: false, refusal: { code: 'run_over' } });
  });

  it('starts nothing while it is paused', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    t.behaviours.set('gate', async () => (await gate, 1));
    const { run } = await t.engine.startRun({ definition: definition('pause', [node('start', 'start'), work('a', 'gate'), work('b', 'after-pause'), node('end', 'end', { output: 1 })], edges('start > a > b > end')) });
    t.behaviours.set('after-pause', () => 1);
    await until('the step runs', () => t.behaviours.calls.some((call) => call.runId === run.id && call.name === 'gate'));
    await t.engine.submit(run.id, { id: 'p', type: 'run.paused', data: control });
    open();
    await until('the outcome is recorded', async () => (await t.engine.readEvents(run.id, 0, 100)).some((event) => event.type === 'step.completed' && !event.derived));
    expect(t.behaviours.called('after-pause')).toBe(0);
    expect((await t.engine.readRun(run.id))?.status).toBe('paused');
    await t.engine.submit(run.id, { id: 'r', type: 'run.resumed', data: control });
    expect((await t.engine.waitForEnd(run.id, 10_000)).status).toBe('completed');
  });

  it('times an attempt out', async () => {
    t.behaviours.set('asleep', () => new Promise(() => {}));
    const run = await t.run(definition('timeout', [node('start', 'start'), work('a', 'asleep', '', { timeouts: { startToClose: '200ms' }, retry: { maximumAttempts: 1 } }), node('end', 'end')], edges('start > a > end')));
    expect(run.status).toBe('failed');
    expect((await t.engine.readEvents(run.id, 0, 100)).find((event) => event.type === 'attempt.timed_out')?.data).toMatchObject({ timeout: 'startToClose' });
  });

  it('gives back a cached output within its time', async () => {
    t.behaviours.set('costly', () => t.behaviours.called('costly'));
    const cached = definition('cache', [node('start', 'start'), work('a', 'costly', '{{ input }}', { cache: { ttl: '1h' } }), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end'));
    const [first, second, other] = [await t.run(cached, 'x'), await t.run(cached, 'x'), await t.run(cached, 'y')];
    expect([first.output, second.output, other.output]).toEqual([1, 1, 2]);
  });

  it('records an agent call durably, for whoever goes on with the step', async () => {
    t.behaviours.set('agent', async (_input, context) => {
      await context.record({ call: context.records.length });
      if (context.attempt === 1) throw new StepFailure('Crash', 'Gone.');
      return { records: context.records.length };
    });
    const run = await t.run(definition('agent', [node('start', 'start'), work('a', 'agent', '', { retry: { maximumAttempts: 2, initialInterval: '1ms' } }), node('end', 'end', { output: '{{ nodes.a.output }}' })], edges('start > a > end')));
    expect(run.output).toEqual({ records: 1 });
    expect((await t.engine.viewState(run.id)).steps.get('a')?.records).toEqual([{ call: 0 }, { call: 1 }]);
  });

  it('replays, and gives each step the input it had', async () => {
    const run = await t.run(chain(5), { n: 3 });
    expect(await t.engine.replayRun(run.id)).toMatchObject({ ok: true, events: 14 });
    expect(await t.engine.resolveStepInput(run.id, 's2')).toEqual({ params: { source: 'increment', input: 4 } });
  });
});
