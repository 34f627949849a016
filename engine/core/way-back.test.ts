import { expect, test } from 'vitest';
import { emptyState } from './empty-state.ts';
import { evolve } from './evolve.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';
import { wayBackOf } from './way-back.ts';

/** As a page folds it: `step status`, in the order of the way. */
function way(world: World, path = 's'): string[] {
  const state = world.history.reduce(evolve, emptyState(world.runId, { retain: true }));
  return wayBackOf(state, state.steps.get(path)!).map(({ path: undone, status, answered }) => `${undone} ${status}${answered ? '' : '?'}`);
}

const inSaga = (id: string, parent = 's') => task(id, { parent });
const booking = [{ id: 's', type: 'saga' }, inSaga('hotel'), inSaga('flight'), inSaga('pay'), inSaga('noHotel'), inSaga('noFlight')];
const edges = 'start>s hotel>flight flight>pay hotel~noHotel flight~noFlight';
const played = () => {
  const world = worldOf(booking, edges).start();
  world.complete('s/hotel');
  return world;
};

test('what is completed would be undone last first, and is, one after the other', () => {
  const world = played();
  expect(way(world)).toEqual(['s/hotel armed']);
  world.complete('s/flight');
  expect(way(world)).toEqual(['s/flight armed', 's/hotel armed']);
  world.fail('s/pay');
  expect(way(world)).toEqual(['s/flight undoing', 's/hotel next']);
  world.complete('s/noFlight');
  expect(way(world)).toEqual(['s/flight undone', 's/hotel undoing']);
  world.complete('s/noHotel');
  expect(way(world)).toEqual(['s/flight undone', 's/hotel undone']);
});

test('what could not be undone says so, and comes again with a retry', () => {
  const world = played();
  world.complete('s/flight');
  world.fail('s/pay');
  world.fail('s/noFlight');
  expect(way(world)).toEqual(['s/flight stuck', 's/hotel undoing']);
  world.complete('s/noHotel');
  expect(way(world)).toEqual(['s/flight stuck', 's/hotel undone']);
  world.must({ type: 'run.retried', data: { reason: null, by: 'anna', generation: 2 } });
  expect(way(world).find((line) => line.startsWith('s/flight'))).toBe('s/flight undoing');
  expect(way(world)).toHaveLength(new Set(way(world)).size);
  world.complete('s/noFlight');
  expect(way(world)).toEqual([]);
});

test('an attempt without an answer is undone first, and is told as such', () => {
  const world = played();
  world.must({ type: 'attempt.timed_out', path: 's/flight', attempt: 1, data: { task: world.task('s/flight').seq, timeout: 'startToClose', startedAt: world.now } });
  expect(way(world)).toEqual(['s/flight undoing?', 's/hotel next']);
});

test('a saga that completed has no way back, but hands it to the one around it', () => {
  const nodes = [{ id: 's', type: 'saga' }, { id: 'in', type: 'saga', parent: 's' }, inSaga('hotel', 'in'), inSaga('noHotel', 'in'), inSaga('pay')];
  const world = worldOf(nodes, 'start>s in>pay hotel~noHotel').start();
  world.complete('s/in/hotel');
  expect([way(world), way(world, 's/in'), way(world, 's/pay')]).toEqual([['s/in/hotel armed'], [], []]);
  world.fail('s/pay');
  expect(way(world)).toEqual(['s/in/hotel undoing']);
  world.complete('s/in/noHotel');
  expect([way(world), way(world, 's/in')]).toEqual([['s/in/hotel undone'], []]);
});

test('after a saga that completed nothing is left to undo', () => {
  const world = played();
  for (const path of ['s/flight', 's/pay']) world.complete(path);
  expect([world.state.status, way(world)]).toEqual(['completed', []]);
});

test('what a run that is terminated had still to undo is left as it is', () => {
  const terminated = (world: World) => {
    world.must({ type: 'run.terminated', data: { reason: null, by: null } });
    return way(world);
  };
  expect(terminated(played())).toEqual(['s/hotel left']);
  const walking = played();
  walking.complete('s/flight');
  walking.fail('s/pay');
  expect(terminated(walking)).toEqual(['s/flight left', 's/hotel left']);
  const walked = played();
  walked.complete('s/flight');
  walked.fail('s/pay');
  walked.complete('s/noFlight');
  expect(terminated(walked)).toEqual(['s/flight undone', 's/hotel left']);
});

test('what a run that is cancelled has done is undone, and nothing of it is left', () => {
  const world = worldOf([{ id: 's', type: 'saga' }, inSaga('hotel'), inSaga('noHotel'), { id: 'go', type: 'signal', parent: 's', params: { name: 'go' } }], 'start>s hotel>go hotel~noHotel').start();
  world.complete('s/hotel');
  world.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
  world.complete('s/noHotel');
  expect([world.state.status, way(world)]).toEqual(['cancelled', ['s/hotel undone']]);
});
