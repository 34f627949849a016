import { expect, test } from 'vitest';
import { idempotencyKey, roundOf } from './identity.ts';
import { replay } from './replay.ts';
import { stepAt } from './scopes.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const retry = (world: World, generation = 2): void => world.must({ type: 'run.retried', data: { reason: null, by: null, generation } });
const keyOf = (world: World, path: string): string => idempotencyKey(world.runId, path, roundOf(world.state, stepAt(world.state, path).scope));

/** Version 2 leaves races as they were decided; of before, that histories go on as they did. */
function race(coreVersion: number): World {
  const nodes = [{ id: 'time', type: 'wait', params: { for: '1s' } }, { id: 'stop', type: 'signal', params: { name: 'stop' } }, { id: 'first', type: 'transform', params: { value: '{{ 1 }}' }, join: 'any', rest: 'cancel' } as const, task('after')];
  const world = worldOf(nodes, 'start>time start>stop time>first stop>first first>after');
  world.coreVersion = coreVersion;
  world.start();
  const timer = [...world.timers.values()].find(({ path }) => path === 'time')!;
  world.now = timer.dueAt;
  world.must({ type: 'timer.fired', path: 'time', data: { timer: timer.seq } });
  world.fail('after');
  expect([world.state.status, world.status('stop')]).toEqual(['failed', 'cancelled']);
  retry(world);
  return world;
}

test('a race that was won before a retry stays won: who lost it does not begin again', () => {
  const world = race(2);
  expect([world.status('stop'), world.status('first'), world.status('after')]).toEqual(['skipped', 'completed', 'scheduled']);
  world.complete('after');
  expect(world.state.status).toBe('completed');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a race that is run again because its join failed begins with all that take part', () => {
  const nodes = [task('a'), task('b'), task('join', { join: 'any', rest: 'cancel' })];
  const world = worldOf(nodes, 'start>a start>b a>join b>join');
  world.coreVersion = 2;
  world.start();
  world.fail('b');
  expect(world.state.status).toBe('running');
  world.must({ type: 'attempt.aborted', path: 'a', attempt: 1, data: { task: world.task('a').seq } });
  expect(world.state.status).toBe('failed');
  retry(world);
  expect([world.status('a'), world.status('b'), world.status('join')]).toEqual(['scheduled', 'scheduled', 'pending']);
});

test('a run of the first version goes on waiting as its history says', () => {
  expect(race(1).status('stop')).toBe('waiting');
});

test('a retried saga undoes what was left under other keys than what it undoes after it started over', () => {
  const nodes = [{ id: 's', type: 'saga' }, task('hotel', { parent: 's' }), task('pay', { parent: 's' }), task('noHotel', { parent: 's' })];
  const world = worldOf(nodes, 'start>s hotel>pay hotel~noHotel').start();
  world.complete('s/hotel');
  world.fail('s/pay');
  const first = keyOf(world, 's/noHotel');
  world.fail('s/noHotel');
  retry(world);
  const leftOver = keyOf(world, 's/noHotel');
  world.complete('s/noHotel');
  world.complete('s/hotel');
  world.fail('s/pay');
  const second = keyOf(world, 's/noHotel');
  expect(new Set([first, leftOver, second]).size).toBe(3);
  world.fail('s/noHotel');
  retry(world, 3);
  expect([first, leftOver, second]).not.toContain(keyOf(world, 's/noHotel'));
});

test('a child that undoes is another child after the saga started over; before version 2 it was the same', () => {
  const childrenOf = (coreVersion: number): string[] => {
    const nodes = [{ id: 's', type: 'saga' }, task('hotel', { parent: 's' }), task('pay', { parent: 's' }), { id: 'undo', type: 'child', parent: 's', params: { workflow: 'undo' } }];
    const world = worldOf(nodes, 'start>s hotel>pay hotel~undo');
    world.coreVersion = coreVersion;
    world.start();
    const closed = (status: 'completed' | 'failed'): string => {
      const wait = stepAt(world.state, 's/undo').wait;
      if (wait?.kind !== 'child') throw new Error('The undo is no child that is awaited.');
      world.must({ type: 'child.closed', path: 's/undo', data: { runId: wait.runId, generation: world.state.generation, status, output: null, error: status === 'failed' ? { type: 'x', message: 'x' } : null } });
      return wait.runId;
    };
    world.complete('s/hotel');
    world.fail('s/pay');
    const first = closed('failed');
    retry(world);
    const leftOver = closed('completed');
    world.complete('s/hotel');
    world.fail('s/pay');
    return [first, leftOver, closed('completed')];
  };
  expect(new Set(childrenOf(2)).size).toBe(3);
  expect(new Set(childrenOf(1)).size).toBe(2);
});
