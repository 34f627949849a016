import { expect, test } from 'vitest';
import { replay } from './replay.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const ask = (id: string, params = {}) => ({ id, type: 'approval', params: { title: 'x', ...params } });
const timer = (world: World) => [...world.timers.values()].find((each) => each.purpose === 'run-timeout');
const decide = (world: World, path: string) => world.perform({ do: 'decide', path });
const spent = (world: World) => world.history.flatMap((event) => (event.type.startsWith('run.timeout') ? [event.type] : []));

test('the run’s timeout stands still while only people are waited for, and goes on with what is left', () => {
  const world = worldOf([task('a'), ask('one'), ask('two'), task('b')], 'start>a a>one a>two one:approved>b').start({ timeoutMs: 10_000, timeoutCountsPeople: false });
  world.now += 4_000;
  expect(timer(world)).toBeDefined();
  world.complete('a');
  expect(timer(world)).toBeUndefined();
  world.now += 3_600_000;
  decide(world, 'two');
  expect(timer(world)).toBeUndefined();
  decide(world, 'one');
  expect((timer(world)?.dueAt ?? 0) - world.now).toBe(10_000 - 4_000 - 1);
  expect(spent(world)).toEqual(['run.timeout_suspended', 'run.timeout_continued']);
  world.must({ type: 'timer.fired', path: null, data: { timer: timer(world)?.seq ?? 0 } });
  world.perform({ do: 'abort', task: world.task('b') });
  expect(world.state.status).toBe('timed_out');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('it runs on while anything else is waited for or worked on beside the people', () => {
  for (const beside of [task('x'), { id: 'x', type: 'wait', params: { for: '1h' } }, { id: 'x', type: 'signal', params: { name: 'go' } }, { id: 'x', type: 'child', params: { workflow: 'o' } }]) {
    const world = worldOf([ask('one'), beside], 'start>one start>x').start({ timeoutMs: 10_000, timeoutCountsPeople: false });
    expect(timer(world)).toBeDefined();
  }
});

test('in containers and from the very start it is the same, and an approval’s own due time runs', () => {
  const world = worldOf([{ id: 'm', type: 'map', params: { items: [1, 2] } }, { ...ask('each', { due: '1h', onTimeout: 'rejected' }), parent: 'm' }], 'start>m').start({ timeoutMs: 10_000, timeoutCountsPeople: false });
  expect([timer(world), world.timers.size, world.state.timeoutRemainingMs]).toEqual([undefined, 2, 10_000]);
  world.run();
  expect([world.state.status, world.timers.size]).toEqual(['completed', 0]);
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a pause, a cancel and a retry find it as it should be', () => {
  const world = worldOf([ask('one'), task('b')], 'start>one one:approved>b').start({ timeoutMs: 10_000, timeoutCountsPeople: false });
  const control = (type: 'run.paused' | 'run.resumed' | 'run.cancel_requested') => world.must({ type, data: { reason: null, by: null } });
  control('run.paused');
  world.now += 60_000;
  control('run.resumed');
  expect([timer(world), world.state.timeoutRemainingMs]).toEqual([undefined, 10_000]);
  control('run.paused');
  decide(world, 'one');
  control('run.resumed');
  expect((timer(world)?.dueAt ?? 0) - world.now).toBe(10_000);
  world.fail('b');
  expect([world.state.status, world.timers.size]).toEqual(['failed', 0]);
  world.must({ type: 'run.retried', data: { reason: null, by: null, generation: 2 } });
  expect((timer(world)?.dueAt ?? 0) - world.now).toBe(10_000);
  control('run.cancel_requested');
  world.run();
  expect([world.state.status, world.timers.size]).toEqual(['cancelled', 0]);
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('it counts people when the definition asks for it, and in histories that say nothing of it', () => {
  for (const counts of [{ timeoutCountsPeople: true }, {}]) {
    const world = worldOf([ask('one')], 'start>one').start({ timeoutMs: 10_000, ...counts });
    expect([timer(world) === undefined, spent(world)]).toEqual([false, []]);
  }
});
