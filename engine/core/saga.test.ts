import { expect, test } from 'vitest';
import { replay } from './replay.ts';
import { resolveStep } from './resolve.ts';
import { task, worldOf } from './testing/build.fixture.ts';

const inSaga = (id: string) => task(id, { parent: 's' });
const booking = [
  { id: 's', type: 'saga' },
  inSaga('hotel'), inSaga('flight'), inSaga('pay'),
  task('noHotel', { parent: 's', params: { source: 'return 1', input: '{{ compensated.output }}' } }), inSaga('noFlight'),
];
const bookingEdges = 'start>s hotel>flight flight>pay hotel~noHotel flight~noFlight';

test('a saga that fails undoes what was completed, last first, and then fails with the original error', () => {
  const world = worldOf(booking, bookingEdges).start();
  world.complete('s/hotel', { ref: 'H1' });
  world.complete('s/flight', { ref: 'F1' });
  world.fail('s/pay', { type: 'Refused', message: 'no money' });
  expect([world.state.status, [...world.tasks.values()].map((open) => open.path)]).toEqual(['compensating', ['s/noFlight']]);
  world.complete('s/noFlight');
  expect(resolveStep(world.plan, world.state, 's/noHotel')).toMatchObject({ params: { input: { ref: 'H1' } } });
  world.complete('s/noHotel');
  expect([world.state.status, world.state.error?.type, world.status('s/hotel'), world.status('s/flight')]).toEqual(['failed', 'Refused', 'compensated', 'compensated']);
});

test('a connected compensated branch goes on after everything is undone', () => {
  const world = worldOf([...booking, task('tell')], `${bookingEdges} s:compensated>tell`).start();
  world.fail('s/hotel');
  expect([world.status('s'), world.status('tell')]).toEqual(['compensated', 'scheduled']);
  world.complete('tell');
  expect(world.state.status).toBe('completed');
});

test('work that ended without an answer is undone first, with no output', () => {
  const world = worldOf(booking, bookingEdges).start();
  world.complete('s/hotel', 1);
  world.must({ type: 'attempt.timed_out', path: 's/flight', attempt: 1, data: { task: world.task('s/flight').seq, timeout: 'startToClose', startedAt: world.now } });
  expect([...world.tasks.values()].map((open) => open.path)).toEqual(['s/noFlight']);
  expect(resolveStep(world.plan, world.state, 's/noFlight').ok).toBe(true);
  world.complete('s/noFlight');
  world.complete('s/noHotel');
  expect(world.state.status).toBe('failed');
});

test('a compensation that fails for good leaves the run failed and says what is not undone; the others still run', () => {
  const world = worldOf(booking, bookingEdges).start();
  world.complete('s/hotel');
  world.complete('s/flight');
  world.fail('s/pay');
  world.fail('s/noFlight');
  world.complete('s/noHotel');
  expect([world.state.status, world.state.error?.type, world.state.openCompensations]).toEqual(['failed', 'compensation_failed', ['s/flight']]);
  expect(world.state.error?.cause).toEqual({ type: 'Boom', message: 'boom' });
});

test('a retry undoes first what could not be undone, then starts the saga over', () => {
  const world = worldOf(booking, bookingEdges).start();
  world.complete('s/hotel');
  world.complete('s/flight');
  world.fail('s/pay');
  world.fail('s/noFlight');
  world.complete('s/noHotel');
  world.must({ type: 'run.retried', data: { reason: 'the airline is back', by: 'anna', generation: 2 } });
  expect([...world.tasks.values()].map((open) => open.path)).toEqual(['s/noFlight']);
  world.complete('s/noFlight');
  expect([...world.tasks.values()].map((open) => open.path)).toEqual(['s/hotel']);
  for (const path of ['s/hotel', 's/flight', 's/pay']) world.complete(path);
  expect(world.state.status).toBe('completed');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a cancel undoes an open saga and leaves a completed one', () => {
  const nodes = [...booking, task('after')];
  const world = worldOf(nodes, `${bookingEdges} s>after`).start();
  world.complete('s/hotel');
  world.must({ type: 'run.cancel_requested', data: { reason: 'enough', by: null } });
  world.perform({ do: 'abort', task: world.task('s/flight') });
  world.complete('s/noFlight');
  world.complete('s/noHotel');
  expect(world.state.status).toBe('cancelled');
  const done = worldOf(nodes, `${bookingEdges} s>after`).start();
  for (const path of ['s/hotel', 's/flight', 's/pay']) done.complete(path);
  done.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
  done.complete('after');
  expect([done.state.status, done.types().some((type) => type.startsWith('step.compensating'))]).toEqual(['cancelled', false]);
});

test('a completed saga inside a saga hands its log outward; its own undo edge replaces what is inside', () => {
  const nodes = [{ id: 'o', type: 'saga' }, { id: 's', type: 'saga', parent: 'o' }, inSaga('a'), inSaga('noA'), task('b', { parent: 'o' }), task('noS', { parent: 'o' })];
  const handsOut = worldOf(nodes.filter((node) => node.id !== 'noS'), 'start>o s>b a~noA').start();
  handsOut.complete('o/s/a');
  handsOut.fail('o/b');
  expect([...handsOut.tasks.values()].map((open) => open.path)).toEqual(['o/s/noA']);
  const replaced = worldOf(nodes, 'start>o s>b a~noA s~noS').start();
  replaced.complete('o/s/a');
  replaced.fail('o/b');
  expect([...replaced.tasks.values()].map((open) => open.path)).toEqual(['o/noS']);
  replaced.complete('o/noS');
  expect(replaced.state.status).toBe('failed');
});

test('iterations of a loop in a saga are each undone, and their undo still sees its item', () => {
  const nodes = [
    { id: 's', type: 'saga' }, { id: 'm', type: 'map', parent: 's', params: { items: ['x', 'y'], concurrency: 1 } },
    task('a', { parent: 'm' }), task('noA', { parent: 'm', params: { source: 'return 1', input: '{{ [item, compensated.output] }}' } }), task('b', { parent: 's' }),
  ];
  const world = worldOf(nodes, 'start>s m>b a~noA').start();
  world.complete('s/m[0]/a', 1);
  world.complete('s/m[1]/a', 2);
  world.fail('s/b');
  expect(resolveStep(world.plan, world.state, 's/m[1]/noA')).toMatchObject({ params: { input: ['y', 2] } });
  world.complete('s/m[1]/noA');
  expect(resolveStep(world.plan, world.state, 's/m[0]/noA')).toMatchObject({ params: { input: ['x', 1] } });
  world.complete('s/m[0]/noA');
  expect(world.state.status).toBe('failed');
});

test('an undo step is tried again by its own policy', () => {
  const nodes = [{ id: 's', type: 'saga' }, inSaga('a'), task('noA', { parent: 's', retry: { maximumAttempts: 2, jitter: 0 } }), inSaga('b')];
  const world = worldOf(nodes, 'start>s a>b a~noA').start();
  world.complete('s/a');
  world.fail('s/b');
  world.fail('s/noA', { type: 'Boom', message: 'boom' }, true);
  expect(world.status('s/noA')).toBe('retrying');
  world.complete('s/noA');
  expect([world.state.status, world.state.openCompensations]).toEqual(['failed', []]);
});

test('a computing undo is part of the decision, however many there are', () => {
  const nodes = [{ id: 's', type: 'saga' }, { id: 'm', type: 'map', parent: 's', params: { items: '{{ input }}' } }, { id: 'a', type: 'transform', parent: 'm', params: { value: 1 } }, { id: 'noA', type: 'transform', parent: 'm', params: { value: 0 } }, task('b', { parent: 's' })];
  const world = worldOf(nodes, 'start>s m>b a~noA').start({ input: Array.from({ length: 5_000 }, (_, index) => index) });
  world.fail('s/b');
  expect(world.state.status).toBe('failed');
  expect(world.history.filter((event) => event.type === 'step.compensated').length).toBe(5_000);
});

test('a saga inside a saga that is cancelled hands its work outward, and all is undone in one order', () => {
  const nodes = [
    { id: 'o', type: 'saga' }, task('first', { parent: 'o' }), task('noFirst', { parent: 'o' }),
    { id: 's', type: 'saga', parent: 'o' }, inSaga('a'), inSaga('noA'), inSaga('b'),
  ];
  const world = worldOf(nodes, 'start>o first>s a>b first~noFirst a~noA').start();
  world.complete('o/first');
  world.complete('o/s/a');
  world.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
  world.perform({ do: 'abort', task: world.task('o/s/b') });
  world.run();
  expect([world.state.status, world.types().filter((type) => type.startsWith('step.compensating'))]).toEqual(['cancelled', ['step.compensating o/s/a', 'step.compensating o/first']]);
  expect(world.types().filter((type) => type.startsWith('saga.compensating'))).toEqual(['saga.compensating o']);
});

test('a saga that loses a race inside a saga that goes on undoes its own work', () => {
  const nodes = [
    { id: 'o', type: 'saga' }, task('fast', { parent: 'o' }), task('join', { parent: 'o', join: 'any', rest: 'cancel' }),
    { id: 's', type: 'saga', parent: 'o' }, inSaga('a'), inSaga('noA'), inSaga('b'),
  ];
  const world = worldOf(nodes, 'start>o fast>join s>join a>b a~noA').start();
  world.complete('o/s/a');
  world.complete('o/fast');
  world.perform({ do: 'abort', task: world.task('o/s/b') });
  world.complete('o/s/noA');
  world.complete('o/join');
  expect([world.state.status, world.status('o/s/a'), world.status('o/s')]).toEqual(['completed', 'compensated', 'cancelled']);
});
