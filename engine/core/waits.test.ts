import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { SIGNALS_KEPT } from './decide/guards.ts';
import { summarize } from './summary.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const signal = (world: World, name: string, payload: Json = null, clientId: string | null = null) => world.submit({ type: 'signal.received', data: { name, payload, clientId, by: null } });
const decide = (world: World, outcome: string, by: string) => world.submit({ type: 'approval.decided', path: 'ask', data: { outcome, by, comment: null, data: { n: 1 }, shownHash: null } });

test('a wait sets a timer for as long as it says and goes on when it fires', () => {
  const world = worldOf([{ id: 'w', type: 'wait', params: { for: '1h30m' } }, task('a')], 'start>w w>a').start();
  const timer = [...world.timers.values()][0];
  expect(timer?.dueAt).toBe(world.now + 5_400_000);
  expect(summarize(world.state).waitingFor).toEqual([{ path: 'w', kind: 'timer', name: 'w', dueAt: timer?.dueAt }]);
  world.must({ type: 'timer.fired', path: 'w', data: { timer: timer?.seq ?? 0 } });
  expect(world.status('a')).toBe('scheduled');
  expect(world.submit({ type: 'timer.fired', path: 'w', data: { timer: timer?.seq ?? 0 } })?.code).toBe('no_such_timer');
});

test('a wait may end at an instant, and says so when it is given neither', () => {
  const until = worldOf([{ id: 'w', type: 'wait', params: { until: '{{ input }}' } }], 'start>w').start({ input: '2030-01-31T09:00:00Z' });
  expect([...until.timers.values()][0]?.dueAt).toBe(Date.parse('2030-01-31T09:00:00Z'));
  const wrong = worldOf([{ id: 'w', type: 'wait', params: { for: '{{ input }}' } }], 'start>w').start({ input: 'soon' });
  expect(wrong.state.error).toMatchObject({ type: 'validation', message: expect.stringContaining('"soon"') });
});

test('a signal wakes the oldest step that waits for its name', () => {
  const nodes = [{ id: 'one', type: 'signal', params: { name: 'paid' } }, { id: 'two', type: 'signal', params: { name: 'paid' } }, { id: 'other', type: 'signal', params: { name: 'else' } }];
  const world = worldOf(nodes, 'start>one start>two start>other').start();
  signal(world, 'paid', 1);
  expect([world.status('one'), world.status('two'), world.status('other')]).toEqual(['completed', 'waiting', 'waiting']);
  signal(world, 'paid', 2);
  signal(world, 'else', 3);
  expect(world.state.output).toEqual({ one: 1, two: 2, other: 3 });
});

test('a signal that comes before the run waits is kept, and read once, oldest first', () => {
  const world = worldOf([task('a'), { id: 'one', type: 'signal', params: { name: 'paid' } }, { id: 'two', type: 'signal', params: { name: 'paid' } }], 'start>a a>one one>two').start();
  signal(world, 'paid', 1);
  signal(world, 'paid', 2);
  world.complete('a');
  expect([world.state.status, world.state.steps.get('one')?.output, world.state.output]).toEqual(['completed', 1, 2]);
  expect(world.state.signals.size).toBe(0);
});

test('a signal with the same client id is taken once, and too many are refused', () => {
  const world = worldOf([task('a')], 'start>a').start();
  expect(signal(world, 'x', 1, 'c1')).toBeNull();
  expect(signal(world, 'x', 1, 'c1')?.code).toBe('duplicate');
  for (let count = 1; count < SIGNALS_KEPT; count += 1) expect(signal(world, 'x')).toBeNull();
  expect(signal(world, 'x')?.code).toBe('too_many_signals');
});

test('a signal that does not come in time leaves by timeout; one that comes clears the timer', () => {
  const nodes = [{ id: 's', type: 'signal', params: { name: 'paid', timeout: '1h' } }, task('late'), task('paid')];
  const edges = 'start>s s>paid s:timeout>late';
  const timed = worldOf(nodes, edges).start();
  timed.must({ type: 'timer.fired', path: 's', data: { timer: [...timed.timers.keys()][0] ?? 0 } });
  expect([timed.status('late'), timed.status('paid')]).toEqual(['scheduled', 'skipped']);
  const paid = worldOf(nodes, edges).start();
  signal(paid, 'paid');
  expect([paid.status('paid'), paid.timers.size]).toEqual(['scheduled', 0]);
});

test('a name or a timeout that is no text or duration fails the step with a sentence', () => {
  expect(worldOf([{ id: 's', type: 'signal', params: { name: '{{ input }}' } }], 'start>s').start({ input: 3 }).state.error?.type).toBe('validation');
  expect(worldOf([{ id: 's', type: 'signal', params: { name: 'x', timeout: '{{ input }}' } }], 'start>s').start({ input: 'never' }).state.error?.type).toBe('validation');
});

const ask = (params: Record<string, Json> = {}) => [{ id: 'ask', type: 'approval', params: { title: 'Send {{ input.n }}?', ...params } }, task('yes'), task('no'), task('late')];
const askEdges = 'start>ask ask:approved>yes ask:rejected>no ask:timeout>late';

test('an approval opens a request with what is asked, and leaves by the outcome', () => {
  const world = worldOf(ask({ context: '# {{ input.n }}', assignees: ['anna'] }), askEdges).start({ input: { n: 5 } });
  expect(world.effects.find((effect) => effect.type === 'approval.open')).toMatchObject({ wait: { title: 'Send 5?', context: '# 5', assignees: ['anna'], outcomes: ['approved', 'rejected'], quorum: 1 } });
  expect(decide(world, 'perhaps', 'anna')?.code).toBe('unknown_outcome');
  expect(decide(world, 'approved', 'anna')).toBeNull();
  expect([world.status('yes'), world.status('no'), world.approvals.size]).toEqual(['scheduled', 'skipped', 0]);
  expect(world.state.steps.get('ask')?.output).toMatchObject({ outcome: 'approved', by: 'anna', data: { n: 1 } });
});

test('a second decision is refused and told who was first', () => {
  const world = worldOf(ask(), askEdges).start({ input: { n: 1 } });
  decide(world, 'rejected', 'anna');
  expect(decide(world, 'approved', 'ben')).toMatchObject({ code: 'already_decided', by: 'anna', outcome: 'rejected' });
  expect(world.submit({ type: 'approval.decided', path: 'yes', data: { outcome: 'approved', by: 'ben', comment: null, data: null, shownHash: null } })?.code).toBe('unknown_step');
});

test('a quorum needs so many approvals of different people, and one rejection decides', () => {
  const world = worldOf(ask({ quorum: 2 }), askEdges).start({ input: { n: 1 } });
  decide(world, 'approved', 'anna');
  expect(world.status('ask')).toBe('waiting');
  expect(decide(world, 'approved', 'anna')?.code).toBe('already_decided');
  decide(world, 'approved', 'ben');
  expect(world.status('yes')).toBe('scheduled');
  const rejected = worldOf(ask({ quorum: 2 }), askEdges).start({ input: { n: 1 } });
  decide(rejected, 'rejected', 'anna');
  expect(rejected.status('no')).toBe('scheduled');
});

test('an approval that nobody decides takes the outcome it names, else timeout', () => {
  const named = worldOf(ask({ due: '2d', onTimeout: 'rejected' }).filter((node) => node.id !== 'late'), 'start>ask ask:approved>yes ask:rejected>no').start({ input: { n: 1 } });
  named.must({ type: 'timer.fired', path: 'ask', data: { timer: [...named.timers.keys()][0] ?? 0 } });
  expect([named.status('no'), decide(named, 'approved', 'anna')?.code]).toEqual(['scheduled', 'not_waiting']);
  const plain = worldOf(ask({ due: '2d' }), askEdges).start({ input: { n: 1 } });
  plain.must({ type: 'timer.fired', path: 'ask', data: { timer: [...plain.timers.keys()][0] ?? 0 } });
  expect(plain.status('late')).toBe('scheduled');
});

test('a due time that is no duration fails the step', () => {
  expect(worldOf(ask({ due: '{{ input.n }}' }), askEdges).start({ input: { n: 'x' } }).state.error?.type).toBe('validation');
});

const child = (params: Record<string, Json> = {}) => [{ id: 'c', type: 'child', params: { workflow: 'other', input: '{{ input }}', ...params } }];
const closed = (world: World, status: 'completed' | 'failed' | 'cancelled', output: Json = null) => {
  const wait = world.state.steps.get('c')?.wait;
  const runId = wait?.kind === 'child' ? wait.runId : '';
  return world.submit({ type: 'child.closed', path: 'c', data: { runId, generation: 1, status, output, error: status === 'failed' ? { type: 'Boom', message: 'boom' } : null } });
};

test('a child is started once with its input, and its outcome is the step’s', () => {
  const world = worldOf(child({ key: 'k', version: 2 }), 'start>c').start({ input: { n: 1 } });
  expect(world.effects.filter((effect) => effect.type === 'child.start')).toMatchObject([{ workflow: 'other', version: 2, key: 'k', input: { n: 1 }, link: { path: 'c', awaited: true } }]);
  expect(closed(world, 'completed', 42)).toBeNull();
  expect([world.state.output, closed(world, 'completed')?.code]).toEqual([42, 'run_over']);
});

test('a child that fails is a failure with the child’s id and its error as the cause', () => {
  const world = worldOf(child(), 'start>c').start();
  closed(world, 'failed');
  expect(world.state.error).toMatchObject({ type: 'child_failed', details: { status: 'failed' }, cause: { type: 'Boom' } });
});

test('a child nobody waits for gives its id at once, and is told when the parent ends', () => {
  const world = worldOf([...child({ wait: false, parentClose: 'cancel' }), task('a')], 'start>c c>a').start();
  expect(world.state.steps.get('c')?.output).toHaveProperty('runId');
  world.complete('a');
  expect(world.effects.at(-1)).toMatchObject({ type: 'child.cancel', how: 'cancel' });
});

test('a child without a workflow fails the step', () => {
  expect(worldOf(child({ workflow: '{{ input }}' }), 'start>c').start({ input: 1 }).state.error?.type).toBe('validation');
});

test('set writes variables, search attributes and memo', () => {
  const nodes = [{ id: 's', type: 'set', params: { vars: { a: 1 }, searchAttributes: { order: '{{ input }}' }, memo: { note: 'x' } } }, { id: 't', type: 'set', params: { vars: { b: '{{ vars.a + 1 }}' } } }];
  const world = worldOf(nodes, 'start>s s>t').start({ input: 'o-1' });
  expect([world.state.vars.at(-1)?.values, summarize(world.state).searchAttributes, summarize(world.state).memo]).toEqual([{ a: 1, b: 2 }, { order: 'o-1' }, { note: 'x' }]);
});
