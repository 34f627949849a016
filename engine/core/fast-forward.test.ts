import { expect, test } from 'vitest';
import { replay } from './replay.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const goTo = (world: World, to: string) => world.submit({ type: 'run.fast_forwarded', data: { to, reason: 'done by hand', by: 'anna' } });
const control = (world: World, type: 'run.paused' | 'run.resumed' | 'run.cancel_requested') => world.must({ type, data: { reason: null, by: null } });
const ends = (world: World): void => {
  world.run();
  expect(world.over).toBe(true);
  expect(replay(world.plan, world.runId, world.history).divergence).toBeUndefined();
};

test('to a node: what leads to it and has not begun is skipped, what hangs off that is dead, what stands beside goes on', () => {
  const world = worldOf([task('a'), task('b'), task('c'), task('side'), task('beside'), task('goal', { params: { source: 'x', input: '{{ nodes.b.output }}' } })], 'start>a a>b b>c c>goal b>side start>beside').start();
  expect(goTo(world, 'goal')).toBeNull();
  expect(['b', 'c', 'side', 'goal', 'beside'].map((id) => world.status(id))).toEqual(['skipped', 'skipped', 'skipped', 'pending', 'scheduled']);
  expect([world.state.steps.get('b')?.skipped, world.state.steps.get('side')?.skipped]).toEqual(['fast-forward', 'dead-path']);
  expect(world.state.steps.get('a')).toMatchObject({ cancelling: true, skipped: 'fast-forward' });
  world.perform({ do: 'abort', task: world.task('a') });
  expect([world.status('a'), world.status('goal'), world.state.steps.get('b')?.output]).toEqual(['cancelled', 'scheduled', null]);
  ends(world);
  expect(world.state.status).toBe('completed');
});

test('what people, timers, signals and children were waited for is withdrawn at once, and containers are closed with what stands in them', () => {
  const nodes = [
    { id: 'w', type: 'wait', params: { for: '1h' } }, { id: 'ask', type: 'approval', params: { title: 'x' } }, { id: 's', type: 'signal', params: { name: 'go' } },
    { id: 'g', type: 'group' }, { id: 'w2', type: 'wait', params: { for: '1h' }, parent: 'g' }, { id: 'c', type: 'child', params: { workflow: 'o' } }, task('goal'),
  ];
  const world = worldOf(nodes, 'start>w start>ask start>s start>g start>c w>goal ask:approved>goal s>goal g>goal c>goal').start();
  expect(goTo(world, 'goal')).toBeNull();
  expect([...['w', 'ask', 's', 'g', 'g/w2'].map((path) => world.status(path)), world.approvals.size, world.timers.size]).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled', 0, 0]);
  expect(world.effects.some((effect) => effect.type === 'child.cancel' && effect.how === 'cancel')).toBe(true);
  expect(world.status('goal')).toBe('pending');
  world.perform({ do: 'child', child: [...world.children.values()][0]! });
  expect([world.status('c'), world.status('goal')]).toEqual(['cancelled', 'scheduled']);
  ends(world);
});

test('the goal runs whatever its join and the branches before it say', () => {
  const nodes = [task('a', { onError: 'branch' }), { id: 'if', type: 'condition', params: { if: 'true' } }, task('no'), task('goal', { join: { atLeast: 2 } }), task('b')];
  const world = worldOf(nodes, 'start>a a>if if:false>no no>goal a:error>goal start>b b>goal').start();
  world.complete('b');
  expect(goTo(world, 'goal')).toBeNull();
  // It came to its end before it could be stopped.
  world.complete('a', 'done');
  expect([world.state.steps.get('a'), world.status('goal')]).toMatchObject([{ status: 'completed', output: 'done', skipped: null }, 'scheduled']);
  ends(world);
  expect(world.state.status).toBe('completed');
});

test('an open saga on the way is undone before the goal runs', () => {
  const world = worldOf([{ id: 's', type: 'saga' }, task('a', { parent: 's' }), task('noA', { parent: 's' }), task('b', { parent: 's' }), task('goal')], 'start>s s>goal a>b a~noA').start();
  world.complete('s/a');
  expect(goTo(world, 'goal')).toBeNull();
  world.perform({ do: 'abort', task: world.task('s/b') });
  expect([world.state.status, world.status('goal')]).toEqual(['compensating', 'pending']);
  world.complete('s/noA');
  expect([world.status('s'), world.status('s/a'), world.status('goal')]).toEqual(['cancelled', 'compensated', 'scheduled']);
  ends(world);
});

test('within an iteration it concerns that iteration alone', () => {
  const world = worldOf([{ id: 'm', type: 'map', params: { items: [1, 2] } }, task('x', { parent: 'm' }), task('y', { parent: 'm' }), task('z', { parent: 'm' })], 'start>m x>y y>z').start();
  expect(goTo(world, 'm[1]/z')).toBeNull();
  world.perform({ do: 'abort', task: world.task('m[1]/x') });
  expect([world.status('m[1]/y'), world.status('m[1]/z'), world.status('m[0]/x')]).toEqual(['skipped', 'scheduled', 'scheduled']);
  ends(world);
  expect(world.state.status).toBe('completed');
});

test('to an iteration of a loop: the current one ends first, those between never start, and previous is the last that ran', () => {
  const world = worldOf([{ id: 'l', type: 'loop', params: { count: 10 } }, task('x', { parent: 'l', params: { source: 'x', input: '{{ previous }}' } })], 'start>l').start();
  world.complete('l[0]/x', 'zero');
  expect(goTo(world, 'l[7]')).toBeNull();
  expect(world.status('l[1]/x')).toBe('scheduled');
  world.complete('l[1]/x', 'one');
  expect(world.types().filter((type) => type.startsWith('iteration.skipped'))).toEqual(['iteration.skipped l']);
  expect(world.history.find((event) => event.type === 'iteration.skipped')?.data).toEqual({ from: 2, to: 6, reason: 'fast-forward' });
  expect([world.status('l[7]/x'), world.state.scopes.get('l[7]')?.previous]).toEqual(['scheduled', 'one']);
  ends(world);
  expect([world.state.status, world.state.steps.get('l')?.container?.completed]).toEqual(['completed', 5]);
});

test('to an iteration of a map: what is open goes on, and the skipped ones are null in the output', () => {
  const world = worldOf([{ id: 'm', type: 'map', params: { items: [0, 1, 2, 3, 4, 5], concurrency: 2 } }, task('x', { parent: 'm' })], 'start>m', {}, (path) => ({ kind: 'complete', output: path })).start();
  expect(goTo(world, 'm[4]')).toBeNull();
  expect([...world.tasks.values()].map((open) => open.path)).toEqual(['m[0]/x', 'm[1]/x']);
  ends(world);
  expect(world.state.output).toEqual(['m[0]/x', 'm[1]/x', null, null, 'm[4]/x', 'm[5]/x']);
});

test('a loop that would have ended before the iteration ends there', () => {
  const world = worldOf([{ id: 'l', type: 'loop', params: { while: 'iteration < 3', maximum: 20 } }, task('x', { parent: 'l' })], 'start>l').start();
  expect(goTo(world, 'l[9]')).toBeNull();
  world.complete('l[0]/x', 'only');
  expect([world.state.status, world.state.output]).toEqual(['completed', 'only']);
});

test('forward only, and only to what there is', () => {
  const nodes = [
    task('a'), task('b'), { id: 'm', type: 'map', params: { items: [1, 2, 3], concurrency: 1 } }, task('x', { parent: 'm' }), { id: 'l', type: 'loop', params: { while: 'true', maximum: 5 } }, task('y', { parent: 'l' }),
    { id: 's', type: 'saga' }, task('u', { parent: 's' }), task('noU', { parent: 's' }), task('clean', { always: true }), { id: 'later', type: 'group' }, task('z', { parent: 'later' }),
  ];
  const world = worldOf(nodes, 'start>a a>b start>m start>l start>s u~noU b>later').start();
  const code = (to: string) => goTo(world, to)?.code ?? null;
  expect(['a', 'start', 'm', 's/u'].map(code)).toEqual(['already_past', 'already_past', 'already_past', 'already_past']);
  expect(['nobody', 'm/x', 'm[9]/x', 'later/z', 's/noU', 'clean', '', 'a[1]', 'nobody[1]', 'b[0]', 's[0]', 'm[3]', 'l[5]'].map(code)).toEqual(Array.from({ length: 13 }, () => 'unknown_target'));
  world.complete('m[0]/x');
  expect(['m[0]', 'm[1]', 'm[0]/x', 'l[0]'].map(code)).toEqual(['already_past', 'already_past', 'already_past', 'already_past']);
  expect(code('l[3]')).toBeNull();
  expect(code('l[2]')).toBe('already_past');
  expect(world.history.filter((event) => event.type === 'run.fast_forwarded')).toHaveLength(1);
  control(world, 'run.cancel_requested');
  expect(code('b')).toBe('already_cancelling');
  ends(world);
  expect(code('b')).toBe('run_over');
});

test('while paused it is recorded and acted on when the run goes on; what happened meanwhile comes first', () => {
  const world = worldOf([task('a'), task('b'), task('goal')], 'start>a a>b b>goal').start();
  control(world, 'run.paused');
  world.complete('a');
  expect(goTo(world, 'goal')).toBeNull();
  expect([world.status('b'), world.status('goal')]).toEqual(['pending', 'pending']);
  control(world, 'run.resumed');
  expect(world.status('goal')).toBe('scheduled');
  world.run();
  expect([world.state.status, world.state.steps.get('b')?.skipped]).toEqual(['completed', 'fast-forward']);
  const cancelled = worldOf([task('a'), task('b'), task('goal')], 'start>a a>b b>goal').start();
  control(cancelled, 'run.paused');
  goTo(cancelled, 'goal');
  control(cancelled, 'run.cancel_requested');
  cancelled.perform({ do: 'abort', task: cancelled.task('a') });
  expect([cancelled.state.status, cancelled.status('goal')]).toEqual(['cancelled', 'pending']);
});

test('a retry runs the goal again and leaves what was gone past', () => {
  const world = worldOf([task('a'), task('b'), task('goal')], 'start>a a>b b>goal').start();
  goTo(world, 'goal');
  world.perform({ do: 'abort', task: world.task('a') });
  world.fail('goal');
  expect(world.state.status).toBe('failed');
  world.must({ type: 'run.retried', data: { reason: null, by: null, generation: 2 } });
  expect([world.status('a'), world.status('b'), world.status('goal')]).toEqual(['cancelled', 'skipped', 'scheduled']);
  ends(world);
  expect(world.state.status).toBe('completed');
});
