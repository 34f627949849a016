import { expect, test } from 'vitest';
import { emptyState } from './empty-state.ts';
import { evolve } from './evolve.ts';
import { resolveStep } from './resolve.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { task, worldOf } from './testing/build.fixture.ts';

/** What a run that goes on for long holds: no more after thousands of rounds than after a few. */
const many = (count: number) => Array.from({ length: count }, (_, index) => index);

test('a loop of tasks holds after 3,000 rounds what it held after 100', () => {
  const world = worldOf([{ id: 'l', type: 'loop', params: { count: 4_000, maximum: 4_000 } }, task('x', { parent: 'l', params: { source: '1', input: '{{ iteration }}' } })], 'start>l').start();
  for (let round = 0; round < 100; round += 1) world.complete(`l[${round}]/x`, round);
  const early = writeSnapshot(world.state).length;
  for (let round = 100; round < 3_000; round += 1) world.complete(`l[${round}]/x`, round);
  expect(world.state.steps.size).toBe(3);
  expect(writeSnapshot(world.state).length).toBeLessThan(early + 50);
});

test('variables that a loop sets leave while a step that began early is open, and that step still reads its own', () => {
  const nodes = [
    { id: 'l', type: 'loop', params: { count: 3_000, maximum: 3_000 } }, task('x', { parent: 'l' }), { id: 's', type: 'set', parent: 'l', params: { vars: { n: '{{ iteration }}' } } },
    { id: 'first', type: 'set', params: { vars: { n: 'as it was' } } }, task('early', { params: { source: '1', input: '{{ vars.n }}' } }),
  ];
  const world = worldOf(nodes, 'start>first first>early first>l x>s').start();
  for (let round = 0; round < 2_000; round += 1) {
    world.complete(`l[${round}]/x`);
    expect(world.state.vars.length).toBeLessThan(300);
  }
  expect(resolveStep(world.plan, world.state, 'early')).toMatchObject({ ok: true, params: { input: 'as it was' } });
  expect(world.state.vars.at(-1)!.values).toEqual({ n: 1_999 });
});

test('a step whose attempt ended while the run was paused keeps its variables for the next attempt', () => {
  const nodes = [
    { id: 'l', type: 'loop', params: { count: 1_000, maximum: 1_000 } }, task('x', { parent: 'l' }), { id: 's', type: 'set', parent: 'l', params: { vars: { n: '{{ iteration }}' } } },
    { id: 'first', type: 'set', params: { vars: { n: 'as it was' } } }, task('early', { params: { source: '1', input: '{{ vars.n }}' }, retry: { maximumAttempts: 2 } }),
  ];
  const world = worldOf(nodes, 'start>first first>early first>l x>s').start();
  for (let round = 0; round < 500; round += 1) world.complete(`l[${round}]/x`);
  world.must({ type: 'run.paused', data: { reason: null, by: null } });
  world.fail('early', { type: 'Boom', message: 'boom' }, true);
  world.complete('l[500]/x');
  world.must({ type: 'run.resumed', data: { reason: null, by: null } });
  for (let round = 501; round < 900; round += 1) world.complete(`l[${round}]/x`);
  expect(resolveStep(world.plan, world.state, 'early')).toMatchObject({ ok: true, params: { input: 'as it was' } });
});

test('a map that has completed holds neither its items nor the iterations that failed, and a view still shows them', () => {
  const nodes = [{ id: 'm', type: 'map', params: { items: many(50).map((n) => `item ${n}`), failure: 'collect' } }, task('x', { parent: 'm' }), task('last')];
  const world = worldOf(nodes, 'start>m m>last').start();
  for (const n of many(50)) {
    if (n % 2 === 0) world.complete(`m[${n}]/x`, n);
    else world.fail(`m[${n}]/x`);
  }
  expect(world.state.steps.get('m')!.output).toHaveLength(50);
  expect(world.state.steps.get('m')!.error).toMatchObject({ type: 'iteration_errors' });
  expect([...world.state.steps.keys()]).toEqual(['start', 'm', 'last']);
  expect([...world.state.scopes.keys()]).toEqual(['']);
  expect(world.state.steps.get('m')!.container).toMatchObject({ items: [], results: [], errors: [], total: 50, next: 50 });
  let view = emptyState(world.runId, { retain: true });
  for (const event of world.history) view = evolve(view, structuredClone(event));
  expect(view.steps.size).toBe(53);
  expect(view.steps.get('m')!.container!.items).toHaveLength(50);
});

test('a map within a saga keeps what the undo of an iteration may still read', () => {
  const nodes = [
    { id: 's', type: 'saga' }, { id: 'm', type: 'map', parent: 's', params: { items: ['a', 'b'] } }, task('x', { parent: 'm' }),
    task('u', { parent: 'm', params: { source: '1', input: '{{ item }}' } }), task('after', { parent: 's' }),
  ];
  const world = worldOf(nodes, 'start>s m>after x~u').start();
  world.complete('s/m[0]/x');
  world.complete('s/m[1]/x');
  world.fail('s/after');
  expect(resolveStep(world.plan, world.state, 's/m[1]/u')).toMatchObject({ ok: true, params: { input: 'b' } });
  world.complete('s/m[1]/u');
  expect(resolveStep(world.plan, world.state, 's/m[0]/u')).toMatchObject({ ok: true, params: { input: 'a' } });
});

test('the client ids of the last 10,000 signals are known again, and no more are kept', () => {
  const world = worldOf([{ id: 'l', type: 'loop', params: { count: 20_000, maximum: 20_000 } }, { id: 'x', type: 'signal', parent: 'l', params: { name: 'go' } }], 'start>l').start();
  const send = (id: number) => world.submit({ type: 'signal.received', data: { name: 'go', payload: null, clientId: `c${id}`, by: null } });
  for (let id = 0; id < 10_500; id += 1) expect(send(id)).toBeNull();
  expect(world.state.signalIds.size).toBe(10_000);
  expect(send(10_499)).toMatchObject({ code: 'duplicate' });
  expect(send(500)).toMatchObject({ code: 'duplicate' });
  expect(readSnapshot(writeSnapshot(world.state))).toStrictEqual(world.state);
});

test('children that outlive the run are not remembered, those that end with it are', () => {
  const nodes = [
    { id: 'free', type: 'child', params: { workflow: 'other', wait: false, parentClose: 'abandon' } }, { id: 'bound', type: 'child', params: { workflow: 'other', wait: false, parentClose: 'cancel' } }, task('x'),
  ];
  const world = worldOf(nodes, 'start>free start>bound start>x').start();
  expect(world.state.children).toHaveLength(1);
  world.complete('x');
  expect(world.effects.filter((effect) => effect.type === 'child.cancel')).toHaveLength(1);
});
