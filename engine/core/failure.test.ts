import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { CORE_VERSION } from './advance.ts';
import { evolve } from './evolve.ts';
import { isInside } from './paths.ts';
import { replay } from './replay.ts';
import { task, worldOf } from './testing/build.fixture.ts';

const BOOM = { type: 'Boom', message: 'boom' };

test('a failed attempt is tried again with a growing wait, until the attempts are used up', () => {
  const world = worldOf([task('a', { retry: { maximumAttempts: 3, initialInterval: '1s', backoffCoefficient: 2, jitter: 0 } })], 'start>a').start();
  world.fail('a', BOOM, true);
  const first = world.task('a');
  expect([world.status('a'), first.attempt, first.availableAt - world.now]).toEqual(['retrying', 2, 1_000]);
  world.fail('a', BOOM, true);
  expect(world.task('a').availableAt - world.now).toBe(2_000);
  world.fail('a', BOOM, true);
  expect(world.state.status).toBe('failed');
  expect(world.state.error).toEqual(BOOM);
  expect(world.state.steps.get('a')?.attempts.map((attempt) => attempt.error?.type)).toEqual(['Boom', 'Boom', 'Boom']);
});

test('jitter moves the wait by at most its share, the same in every replay', () => {
  const world = worldOf([task('a', { retry: { maximumAttempts: 2, initialInterval: '10s', jitter: 0.5 } })], 'start>a').start();
  world.fail('a', BOOM, true);
  const wait = world.task('a').availableAt - world.now;
  expect(wait).toBeGreaterThanOrEqual(5_000);
  expect(wait).toBeLessThanOrEqual(15_000);
  world.complete('a');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('an error type the policy names is not tried again, nor one the runner calls final', () => {
  const world = worldOf([task('a', { retry: { maximumAttempts: 5, nonRetryable: ['Boom'] } })], 'start>a').start();
  world.fail('a', BOOM, true);
  expect(world.state.status).toBe('failed');
});

test('what the outside asks to wait is waited for', () => {
  const world = worldOf([task('a', { retry: { maximumAttempts: 2, initialInterval: '1s', jitter: 0 } })], 'start>a').start();
  const { seq } = world.task('a');
  world.must({ type: 'attempt.failed', path: 'a', attempt: 1, data: { task: seq, error: BOOM, retryable: true, retryAfterMs: 60_000 } });
  expect(world.task('a').availableAt - world.now).toBe(60_000);
});

test('no attempt starts after the time for all of them is over', () => {
  const world = worldOf([task('a', { retry: { maximumAttempts: 9, initialInterval: '10s', jitter: 0 }, timeouts: { scheduleToClose: '5s' } })], 'start>a').start();
  world.fail('a', BOOM, true);
  expect(world.state.status).toBe('failed');
});

test('an attempt that runs too long is tried again; a queue that was too slow is not', () => {
  const make = () => worldOf([task('a', { retry: { maximumAttempts: 2, jitter: 0 } })], 'start>a').start();
  const slow = make();
  slow.must({ type: 'attempt.timed_out', path: 'a', attempt: 1, data: { task: slow.task('a').seq, timeout: 'startToClose', startedAt: slow.now } });
  expect(slow.status('a')).toBe('retrying');
  const late = make();
  late.must({ type: 'attempt.timed_out', path: 'a', attempt: 1, data: { task: late.task('a').seq, timeout: 'scheduleToStart' } });
  expect(late.state.error?.type).toBe('timeout');
});

test('onError continue goes on by out with no output, branch by error', () => {
  const goes = worldOf([task('a', { onError: 'continue' }), { id: 'b', type: 'transform', params: { value: '{{ nodes.a.error.message }}' } }], 'start>a a>b').start();
  goes.fail('a');
  expect([goes.state.status, goes.state.output]).toEqual(['completed', 'boom']);
  const branches = worldOf([task('a', { onError: 'branch' }), task('fine'), task('mend')], 'start>a a>fine a:error>mend').start();
  branches.fail('a');
  expect([branches.status('fine'), branches.status('mend')]).toEqual(['skipped', 'scheduled']);
});

test('an unhandled failure closes the scope: waits are withdrawn, attempts asked to stop, nothing starts', () => {
  const nodes = [task('a'), task('b'), { id: 'w', type: 'wait', params: { for: '1h' } }, task('next'), { id: 'ask', type: 'approval', params: { title: 'ok?', due: '1d' } }];
  const world = worldOf(nodes, 'start>a start>b start>w a>next start>ask').start();
  world.fail('a');
  expect([world.status('w'), world.status('ask'), world.status('next')]).toEqual(['cancelled', 'cancelled', 'pending']);
  expect(world.over).toBe(false);
  world.complete('b');
  expect(world.state.status).toBe('failed');
  expect(world.timers.size).toBe(0);
});

test('an attempt that does not answer is given up after its grace', () => {
  const world = worldOf([task('a'), task('b')], 'start>a start>b').start();
  world.fail('a');
  const grace = [...world.timers.values()].find((timer) => timer.purpose === 'grace');
  expect(grace?.dueAt).toBe(world.now + 30_000);
  world.must({ type: 'timer.fired', path: 'b', data: { timer: grace?.seq ?? 0 } });
  expect([world.state.status, world.tasks.size]).toEqual(['failed', 0]);
});

test('an expression that fails is a failure of its node, not tried again', () => {
  const nodes = [{ id: 'a', type: 'transform', params: { value: '{{ input.list[3] }}' }, onError: 'branch' as const }, task('mend')];
  const world = worldOf(nodes, 'start>a a:error>mend').start({ input: { list: [] } });
  expect(world.state.steps.get('a')?.error?.type).toBe('expression_error');
  expect(world.status('mend')).toBe('scheduled');
});

test('a condition that gives no boolean is an error that says what it gave', () => {
  const world = worldOf([{ id: 'a', type: 'condition', params: { if: 'input.n' } }, { id: 's', type: 'switch', params: { cases: [{ id: 'x', when: 'input.n' }] }, onError: 'continue' }], 'start>a start>s').start({ input: { n: [] } });
  expect(world.state.error?.message).toContain('a list');
});

test('a late or foreign outcome is refused and changes nothing', () => {
  const world = worldOf([task('a')], 'start>a').start();
  const before = world.history.length;
  expect(world.submit({ type: 'step.completed', path: 'a', attempt: 1, data: { task: 99, output: 1 } })?.code).toBe('stale_attempt');
  expect(world.submit({ type: 'step.completed', path: 'nowhere', attempt: 1, data: { task: 3, output: 1 } })?.code).toBe('stale_attempt');
  expect(world.history.length).toBe(before);
});

test('recorded calls of an agent are kept in order and once', () => {
  const world = worldOf([task('a')], 'start>a').start();
  const { seq } = world.task('a');
  world.must({ type: 'agent.recorded', path: 'a', attempt: 1, data: { task: seq, index: 0, record: { call: 1 } } });
  expect(world.submit({ type: 'agent.recorded', path: 'a', attempt: 1, data: { task: seq, index: 0, record: { call: 1 } } })?.code).toBe('duplicate');
  expect(world.submit({ type: 'agent.recorded', path: 'a', attempt: 1, data: { task: 1, index: 1, record: {} } })?.code).toBe('stale_attempt');
  expect(world.state.steps.get('a')?.records).toEqual([{ call: 1 }]);
});

test('clean-up runs after everything else, sees the outcome, and does not change it', () => {
  const nodes = [task('a'), task('clean', { always: true, params: { source: 'return 1', input: '{{ run.outcome }}' } })];
  const world = worldOf(nodes, 'start>a').start();
  world.fail('a');
  expect([world.state.status, world.status('clean')]).toEqual(['running', 'scheduled']);
  world.fail('clean');
  expect([world.state.status, world.state.error]).toEqual(['failed', BOOM]);
  const fine = worldOf(nodes, 'start>a').start();
  fine.complete('a', 7);
  fine.complete('clean', 8);
  expect([fine.state.status, fine.state.output]).toEqual(['completed', 7]);
});

test('clean-up sees how the run ends when its output does not keep the schema; in runs of before it saw it completed', () => {
  const nodes = [task('a'), { id: 'end', type: 'end', params: { output: '{{ nodes.a.output }}' } }, { id: 'clean', type: 'set', always: true, params: { vars: { saw: '{{ run.outcome }}' } } }];
  const ended = (output: Json, coreVersion: number) => {
    const world = Object.assign(worldOf(nodes, 'start>a a>end', { output: { type: 'number' } }), { coreVersion }).start();
    world.complete('a', output);
    expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
    return [world.state.vars.at(-1)?.values['saw'], world.state.status, world.state.error?.type, world.state.output];
  };
  expect(ended('text', CORE_VERSION)).toEqual(['failed', 'failed', 'output_invalid', null]);
  expect(ended('text', 2)).toEqual(['completed', 'failed', 'output_invalid', null]);
  expect(ended(1, CORE_VERSION)).toEqual(['completed', 'completed', undefined, 1]);
});

test('replay names the first decision that differs, with both sides', () => {
  const world = worldOf([task('a'), task('b')], 'start>a a>b').start();
  world.complete('a');
  world.complete('b');
  const history = structuredClone(world.history);
  expect(replay(world.plan, world.runId, history)).toMatchObject({ ok: true, events: 7, decisions: 4 });
  const forged = history.map((event) => (event.type === 'step.scheduled' && event.path === 'b' ? { ...event, path: 'c' } : event));
  expect(replay(world.plan, world.runId, forged)).toMatchObject({ ok: false, divergence: { seq: 5, expected: { path: 'c' }, actual: { path: 'b' } } });
  expect(replay(world.plan, world.runId, history.slice(0, 2)).divergence?.message).toContain('more than the history holds');
  expect(replay(world.plan, world.runId, history.slice(1)).ok).toBe(false);
  const twice = [...history, { ...history[3]!, seq: 8 }];
  expect(replay(world.plan, world.runId, twice).divergence?.message).toContain('refuses');
});

test('a replay tells of an event out of its place, and of a plan that the history does not fit', () => {
  const world = worldOf([task('a')], 'start>a').start();
  expect(() => evolve(world.state, { ...world.history[0]!, seq: 9 })).toThrow('Event 9 does not follow event 3');
  const other = replay(worldOf([task('b'), { id: 'begin', type: 'start' }], 'begin>b').plan, world.runId, world.history);
  expect(other.ok).toBe(false);
  world.complete('a');
  const smaller = { ...world.plan, nodes: new Map([...world.plan.nodes].filter(([id]) => id !== 'a')) };
  expect(replay(smaller, world.runId, world.history).divergence?.message).toBe('The core fails on this input: There is no node "a": the history does not belong here.');
});

test('a path lies inside what stands before its slash or bracket, and everything lies inside the top level', () => {
  expect([isInside('book/hotel', 'book'), isInside('rounds[3]/ask', 'rounds'), isInside('booking', 'book'), isInside('book', 'book'), isInside('a/b', 'x')]).toEqual([true, true, false, false, false]);
  expect([isInside('a', ''), isInside('', '')]).toEqual([true, false]);
});
