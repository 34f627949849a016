import { expect, test } from 'vitest';
import type { InputPayload } from './events.ts';
import { replay } from './replay.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

type ControlType = 'run.paused' | 'run.resumed' | 'run.cancel_requested' | 'run.terminated';
const control = (world: World, type: ControlType) => world.submit({ type, data: { reason: 'because', by: 'anna' } });
const retry = (world: World, generation = 2) => world.submit({ type: 'run.retried', data: { reason: null, by: null, generation } });

test('while paused an outcome is recorded and nothing starts; resume takes up what was held, in order', () => {
  const world = worldOf([task('a'), task('b'), { id: 'w', type: 'wait', params: { for: '1s' } }, task('c')], 'start>a a>b start>w w>c').start();
  expect(control(world, 'run.paused')).toBeNull();
  expect(control(world, 'run.paused')?.code).toBe('already_paused');
  world.complete('a', 1);
  world.must({ type: 'timer.fired', path: 'w', data: { timer: [...world.timers.keys()][0] ?? 0 } });
  expect([world.state.status, world.status('b'), world.status('w'), world.tasks.size]).toEqual(['paused', 'pending', 'waiting', 0]);
  expect(control(world, 'run.resumed')).toBeNull();
  expect([world.status('b'), world.status('c')]).toEqual(['scheduled', 'scheduled']);
  expect(control(world, 'run.resumed')?.code).toBe('not_paused');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a failure, a decision and a child that come while paused are answered on resume', () => {
  const nodes = [task('a', { retry: { maximumAttempts: 2, jitter: 0 } }), { id: 'ask', type: 'approval', params: { title: 'x' } }, { id: 'c', type: 'child', params: { workflow: 'o' } }];
  const world = worldOf(nodes, 'start>a start>ask start>c').start();
  control(world, 'run.paused');
  expect(world.effects.at(-1)).toMatchObject({ type: 'child.cancel', how: 'pause' });
  world.fail('a', { type: 'Boom', message: 'boom' }, true);
  world.perform({ do: 'decide', path: 'ask' });
  world.perform({ do: 'child', child: [...world.children.values()][0]! });
  expect([world.status('a'), world.status('ask'), world.status('c')]).toEqual(['scheduled', 'waiting', 'waiting']);
  control(world, 'run.resumed');
  expect([world.status('a'), world.status('ask'), world.status('c')]).toEqual(['retrying', 'completed', 'completed']);
});

test('a cancel lifts a pause, withdraws the waits, asks attempts to stop and ends cancelled', () => {
  const nodes = [task('a'), { id: 'w', type: 'wait', params: { for: '1h' } }, { id: 'c', type: 'child', params: { workflow: 'o' } }, { id: 'g', type: 'group' }, task('x', { parent: 'g' })];
  const world = worldOf(nodes, 'start>a start>w start>c start>g').start();
  control(world, 'run.paused');
  world.complete('a');
  expect(control(world, 'run.cancel_requested')).toBeNull();
  expect(control(world, 'run.cancel_requested')?.code).toBe('already_cancelling');
  expect(control(world, 'run.paused')?.code).toBe('already_cancelling');
  expect([world.status('w'), world.state.steps.get('c')?.cancelling, world.state.steps.get('g/x')?.cancelling]).toEqual(['cancelled', true, true]);
  world.perform({ do: 'abort', task: world.task('g/x') });
  world.perform({ do: 'child', child: [...world.children.values()][0]! });
  expect([world.state.status, world.status('c'), world.timers.size]).toEqual(['cancelled', 'cancelled', 0]);
});

test('what was recorded while paused is not answered after a cancel by starting anything', () => {
  const world = worldOf([task('a', { retry: { maximumAttempts: 3 } }), task('b'), task('next')], 'start>a start>b b>next').start();
  control(world, 'run.paused');
  world.fail('a', { type: 'Boom', message: 'boom' }, true);
  world.complete('b');
  control(world, 'run.cancel_requested');
  expect([world.state.status, world.status('a'), world.status('next')]).toEqual(['cancelled', 'cancelled', 'pending']);
});

test('terminate ends the run at once, compensates nothing, and tells parent and children', () => {
  const nodes = [{ id: 's', type: 'saga' }, task('a', { parent: 's' }), task('noA', { parent: 's' }), { id: 'c', type: 'child', params: { workflow: 'o' }, parent: 's' }];
  const world = worldOf(nodes, 'start>s a>c a~noA').start({ parent: { runId: 'p', path: 'x', generation: 1, awaited: true } });
  world.complete('s/a');
  expect(control(world, 'run.terminated')).toBeNull();
  expect([world.state.status, world.tasks.size, world.status('s/c')]).toEqual(['terminated', 0, 'cancelled']);
  expect(world.effects.map((effect) => effect.type).slice(-3)).toEqual(['child.cancel', 'run.clear', 'parent.notify']);
  expect(control(world, 'run.terminated')?.code).toBe('run_over');
});

test('the run’s timeout is a cancel that ends timed out, and stands still while paused', () => {
  const world = worldOf([task('a')], 'start>a').start({ timeoutMs: 10_000 });
  control(world, 'run.paused');
  expect(world.timers.size).toBe(0);
  world.now += 60_000;
  control(world, 'run.resumed');
  const timer = [...world.timers.values()][0];
  expect((timer?.dueAt ?? 0) - world.now).toBeGreaterThan(9_900);
  world.must({ type: 'timer.fired', path: null, data: { timer: timer?.seq ?? 0 } });
  world.perform({ do: 'abort', task: world.task('a') });
  expect([world.state.status, world.state.error?.type]).toEqual(['timed_out', 'run_timeout']);
  expect(retry(world)).toBeNull();
  world.complete('a');
  expect(world.state.status).toBe('completed');
});

test('an end clears the run’s timeout, with and without clean-up', () => {
  for (const clean of [[], [task('clean', { always: true })]]) {
    const world = worldOf([task('a'), ...clean], 'start>a').start({ timeoutMs: 10_000 });
    world.complete('a');
    if (clean.length > 0) world.complete('clean');
    expect([world.state.status, world.timers.size]).toEqual(['completed', 0]);
  }
});

test('a retry runs what failed again and keeps what was done', () => {
  const world = worldOf([task('a'), task('b'), task('c'), task('clean', { always: true })], 'start>a a>b b>c').start();
  world.complete('a', 1);
  world.fail('b');
  world.complete('clean');
  expect(retry(world, 3)?.code).toBe('duplicate');
  expect(retry(world)).toBeNull();
  expect([world.state.generation, world.status('a'), world.status('b'), world.status('c')]).toEqual([2, 'completed', 'scheduled', 'pending']);
  world.complete('b');
  world.complete('c', 3);
  world.complete('clean');
  expect([world.state.status, world.state.output]).toEqual(['completed', 3]);
});

test('a retry is refused when there is nothing to retry', () => {
  const open = worldOf([task('a')], 'start>a').start();
  expect(retry(open)?.code).toBe('run_not_over');
  open.complete('a');
  expect(retry(open)?.code).toBe('not_retryable');
  const child = worldOf([task('a')], 'start>a').start({ parent: { runId: 'p', path: 'x', generation: 1, awaited: true } });
  child.fail('a');
  expect(retry(child)?.code).toBe('not_retryable');
});

test('nothing is taken before the start, a second start is refused, and what is over stays over', () => {
  const world = worldOf([task('a')], 'start>a');
  expect(control(world, 'run.paused')?.code).toBe('unknown_step');
  world.start();
  const started = world.history[0] as InputPayload & { type: 'run.started' };
  expect(world.submit({ type: 'run.started', data: started.data })?.code).toBe('duplicate');
  const { seq } = world.task('a');
  world.complete('a');
  expect(world.submit({ type: 'step.completed', path: 'a', attempt: 1, data: { task: seq, output: 1 } })?.code).toBe('run_over');
  expect(world.submit({ type: 'signal.received', data: { name: 'x', payload: null, clientId: null, by: null } })?.code).toBe('run_over');
});

test('an instant before the last event’s is lifted to it', () => {
  const world = worldOf([task('a')], 'start>a').start();
  const last = world.state.at;
  world.now -= 60_000;
  world.complete('a');
  expect(world.history.every((event) => event.at <= world.state.at) && world.state.at >= last).toBe(true);
});

test('of two answers that come while paused the first counts', () => {
  const nodes = [{ id: 's', type: 'signal', params: { name: 'go', timeout: '1h' } }, { id: 'c', type: 'child', params: { workflow: 'o' } }, task('a')];
  const world = worldOf(nodes, 'start>s start>c start>a').start();
  control(world, 'run.paused');
  world.must({ type: 'signal.received', data: { name: 'go', payload: 'came', clientId: null, by: null } });
  world.must({ type: 'timer.fired', path: 's', data: { timer: world.state.steps.get('s')?.timer ?? 0 } });
  const wait = world.state.steps.get('c')?.wait;
  for (const output of ['first', 'second']) world.must({ type: 'child.closed', path: 'c', data: { runId: wait?.kind === 'child' ? wait.runId : '', generation: 1, status: 'completed', output, error: null } });
  control(world, 'run.resumed');
  expect([world.state.steps.get('s'), world.state.steps.get('c')]).toMatchObject([{ branch: 'out', output: 'came' }, { output: 'first' }]);
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('an attempt that answers while paused, after its grace was over, is closed once', () => {
  const world = worldOf([task('a'), task('b')], 'start>a start>b').start();
  world.fail('a');
  control(world, 'run.paused');
  world.must({ type: 'timer.fired', path: 'b', data: { timer: world.state.steps.get('b')?.timer ?? 0 } });
  world.perform({ do: 'abort', task: world.task('b') });
  control(world, 'run.resumed');
  expect([world.state.status, world.status('b'), world.tasks.size, world.types().filter((type) => type === 'step.cancelled b').length]).toEqual(['failed', 'cancelled', 0, 1]);
});

test('the run ends after the last of its clean-up steps', () => {
  const world = worldOf([task('a'), task('one', { always: true }), task('two', { always: true })], 'start>a').start();
  world.complete('a');
  world.complete('one');
  expect([world.status('two'), world.over]).toEqual(['scheduled', false]);
  world.complete('two');
  expect(world.state.status).toBe('completed');
});

test('what nobody can hold is closed at once: a retry that is not due, and a task opened by the very input', () => {
  const retry = worldOf([task('a', { retry: { maximumAttempts: 3, initialInterval: '1h', jitter: 0 } })], 'start>a').start();
  retry.fail('a', { type: 'Boom', message: 'boom' }, true);
  control(retry, 'run.cancel_requested');
  expect([retry.state.status, retry.tasks.size, retry.timers.size]).toEqual(['cancelled', 0, 0]);
  const born = worldOf([{ id: 'x', type: 'transform', params: { value: '{{ input.list[3] }}' } }, task('a')], 'start>a start>x').start({ input: { list: [] } });
  expect([born.state.status, born.tasks.size]).toEqual(['failed', 0]);
});

test('a decision that comes after the time to decide, while paused, is refused', () => {
  const world = worldOf([{ id: 'ask', type: 'approval', params: { title: 'x', due: '1h', onTimeout: 'rejected' } }], 'start>ask').start();
  control(world, 'run.paused');
  world.must({ type: 'timer.fired', path: 'ask', data: { timer: [...world.timers.keys()][0] ?? 0 } });
  expect(world.submit({ type: 'approval.decided', path: 'ask', data: { outcome: 'approved', by: 'anna', comment: null, data: null, shownHash: null } })?.code).toBe('not_waiting');
  control(world, 'run.resumed');
  expect([world.state.status, world.state.steps.get('ask')?.branch]).toEqual(['completed', 'rejected']);
});
