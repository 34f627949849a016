import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { replay } from './replay.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const updates = {
  limit: { schema: { type: 'object', required: ['to'], properties: { to: { type: 'integer' } } }, set: { limit: '{{ payload.to }}', before: '{{ vars.?limit.orValue(0) }}' }, result: { is: '{{ vars.limit }}', was: '{{ vars.before }}', of: '{{ input.n }}' } },
  stop: { set: { stop: true } },
  broken: { set: { limit: '{{ payload.list[9] }}' } },
};
const send = (world: World, name: string, payload: Json = null, clientId: string | null = null) => world.submit({ type: 'update.received', data: { name, payload, clientId, reason: null, by: 'anna' } });
const applied = (world: World) => world.history.flatMap((event) => (event.type === 'update.applied' ? [event.data] : []));
const loop = [{ id: 'v', type: 'set', params: { vars: { stop: false } } }, { id: 'l', type: 'loop', params: { while: '!vars.stop', maximum: 50 } }, task('x', { parent: 'l' })];

test('an update sets variables, answers from them, and stands in the history once', () => {
  const world = worldOf([task('a')], 'start>a', { updates }).start({ input: { n: 3 } });
  expect(send(world, 'limit', { to: 5 }, 'c1')).toBeNull();
  expect(send(world, 'limit', { to: 6 }, 'c1')).toMatchObject({ code: 'duplicate', seq: world.state.updateIds.get('c1') });
  expect(send(world, 'limit', { to: 7 }, 'c2')).toBeNull();
  expect(applied(world).map(({ result }) => result)).toEqual([{ is: 5, was: 0, of: 3 }, { is: 7, was: 5, of: 3 }]);
  expect(world.state.vars.at(-1)?.values).toMatchObject({ limit: 7, before: 5 });
  world.complete('a');
  expect(send(world, 'limit', { to: 7 }, 'c2')?.code).toBe('duplicate');
  expect(send(world, 'limit', { to: 8 })?.code).toBe('run_over');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a loop whose condition reads the variable ends after it', () => {
  const world = worldOf(loop, 'start>v v>l', { updates }).start();
  world.complete('l[0]/x');
  world.complete('l[1]/x', 'last');
  send(world, 'stop');
  expect(world.state.status).toBe('running');
  world.complete('l[2]/x', 'last');
  expect([world.state.status, world.state.output]).toEqual(['completed', 'last']);
});

test('while paused it is answered at once, and what it changes is seen when the run goes on', () => {
  const world = worldOf(loop, 'start>v v>l', { updates }).start();
  world.must({ type: 'run.paused', data: { reason: null, by: null } });
  expect(send(world, 'stop')).toBeNull();
  expect([applied(world).length, world.state.status, world.state.held.length]).toEqual([1, 'paused', 0]);
  world.complete('l[0]/x');
  world.must({ type: 'run.resumed', data: { reason: null, by: null } });
  expect(world.state.status).toBe('completed');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('one that cannot be is refused and leaves no trace: an unknown name, a payload that does not match, an expression that fails', () => {
  const world = worldOf([task('a')], 'start>a', { updates }).start();
  const { seq } = world.state;
  expect(send(world, 'limits')).toMatchObject({ code: 'unknown_update' });
  expect(send(world, 'limit', { to: 'much' })).toMatchObject({ code: 'invalid_payload', problems: [{ pointer: '/to' }] });
  expect(send(world, 'broken', { list: [] }, 'c1')).toMatchObject({ code: 'update_failed' });
  expect([world.state.seq, world.state.updateIds.size]).toEqual([seq, 0]);
  expect(send(worldOf([task('a')], 'start>a').start(), 'any')?.message).toBe('This workflow takes no updates.');
});

test('steps that were scheduled before keep the variables of then', () => {
  const world = worldOf([task('a'), { id: 'end', type: 'end', params: { output: '{{ vars.limit }}' } }], 'start>a a>end', { updates }).start({ input: { n: 1 } });
  send(world, 'limit', { to: 9 });
  world.complete('a');
  expect(world.state.output).toBe(9);
  expect(world.state.vars.find((entry) => entry.seq <= (world.state.steps.get('a')?.openedSeq ?? 0))?.values).toEqual({});
});
