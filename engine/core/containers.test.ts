import { expect, test } from 'vitest';
import type { Json } from '../definition/json.ts';
import { replay } from './replay.ts';
import { resolveStep } from './resolve.ts';
import { task, worldOf } from './testing/build.fixture.ts';

function mapOf(items: Json, params: Record<string, Json> = {}) {
  return [{ id: 'm', type: 'map', params: { items, ...params } }, task('x', { parent: 'm', params: { source: 'return 1', input: '{{ [item, index] }}' } })];
}

test('a map runs its inside once for each item, so many at once, and gives the outputs in item order', () => {
  const world = worldOf(mapOf(['a', 'b', 'c'], { concurrency: 2 }), 'start>m').start();
  expect([world.status('m[0]/x'), world.status('m[1]/x'), world.status('m[2]/x')]).toEqual(['scheduled', 'scheduled', 'pending']);
  expect(resolveStep(world.plan, world.state, 'm[1]/x')).toMatchObject({ ok: true, params: { input: ['b', 1] } });
  world.complete('m[1]/x', 'B');
  world.complete('m[2]/x', 'C');
  world.complete('m[0]/x', 'A');
  expect(world.state.output).toEqual(['A', 'B', 'C']);
});

test('the limits of a map and of a loop may be expressions', () => {
  const world = worldOf(mapOf('{{ input.list }}', { concurrency: '{{ input.k }}' }), 'start>m').start({ input: { list: [1, 2, 3], k: 1 } });
  expect(world.tasks.size).toBe(1);
  const wrong = worldOf(mapOf('{{ input.list }}', { concurrency: '{{ input.k }}' }), 'start>m').start({ input: { list: [1], k: 0 } });
  expect(wrong.state.error?.type).toBe('validation');
});

test('a map of no items gives an empty list; of something else it fails', () => {
  expect(worldOf(mapOf([]), 'start>m').start().state.output).toEqual([]);
  expect(worldOf(mapOf('{{ input }}'), 'start>m').start({ input: { not: 'a list' } }).state.error?.message).toContain('must be a list');
});

test('a finished iteration leaves the state of a worker and stays in a view', () => {
  const world = worldOf(mapOf([1, 2], { concurrency: 1 }), 'start>m').start();
  world.complete('m[0]/x');
  expect([...world.state.steps.keys()].filter((path) => path.startsWith('m['))).toEqual(['m[1]/x']);
  expect([...world.state.scopes.keys()]).toEqual(['', 'm[1]']);
});

test('a map that fails fast closes the other iterations and fails with the first error', () => {
  const world = worldOf(mapOf([1, 2, 3], { concurrency: 2, failure: 'fast' }), 'start>m').start();
  world.fail('m[1]/x', { type: 'Boom', message: 'second' });
  expect(world.state.steps.get('m[0]/x')?.cancelling).toBe(true);
  expect(world.status('m[2]/x')).toBe('pending');
  world.complete('m[0]/x');
  expect(world.state.error).toEqual({ type: 'Boom', message: 'second' });
});

test('a map that collects gives null for what failed, and the errors beside it', () => {
  const nodes = [...mapOf([1, 2, 3], { failure: 'collect' }), { id: 'end', type: 'end', params: { output: '{{ {"list": nodes.m.output, "errors": nodes.m.error.details} }}' } }];
  const world = worldOf(nodes, 'start>m m>end').start();
  world.complete('m[2]/x', 'c');
  world.fail('m[0]/x');
  world.complete('m[1]/x', 'b');
  expect(world.state.output).toEqual({ list: [null, 'b', 'c'], errors: [{ index: 0, error: { type: 'Boom', message: 'boom' } }] });
});

test('a loop counts, and its inside sees the iteration and the output before', () => {
  const nodes = [{ id: 'l', type: 'loop', params: { count: 3 } }, { id: 'x', type: 'transform', parent: 'l', params: { value: '{{ [iteration, previous] }}' } }];
  expect(worldOf(nodes, 'start>l').start().state.output).toEqual([2, [1, [0, null]]]);
});

test('while is asked before each iteration, until after it', () => {
  const inside = { id: 'x', type: 'transform', parent: 'l', params: { value: '{{ iteration }}' } };
  const runs = (params: Record<string, Json>) => worldOf([{ id: 'l', type: 'loop', params }, inside], 'start>l').start().history.filter((event) => event.type === 'iteration.started').length;
  expect(runs({ while: 'iteration < 2', maximum: 9 })).toBe(2);
  expect(runs({ while: 'false', maximum: 9 })).toBe(0);
  expect(runs({ until: 'previous >= 2', maximum: 9 })).toBe(3);
  expect(runs({ count: 0 })).toBe(0);
});

test('a loop that is not done at its maximum fails', () => {
  const inside = { id: 'x', type: 'transform', parent: 'l', params: { value: 1 } };
  expect(worldOf([{ id: 'l', type: 'loop', params: { while: 'true', maximum: 3 } }, inside], 'start>l').start().state.error?.type).toBe('loop_maximum');
  expect(worldOf([{ id: 'l', type: 'loop', params: { count: '{{ input }}', maximum: 3 } }, inside], 'start>l').start({ input: 4 }).state.error?.message).toContain('more than its maximum');
  expect(worldOf([{ id: 'l', type: 'loop', params: { count: '{{ input }}' } }, inside], 'start>l').start({ input: -1 }).state.error?.type).toBe('validation');
  expect(worldOf([{ id: 'l', type: 'loop', params: { count: 1, maximum: '{{ input }}' } }, inside], 'start>l').start({ input: 'x' }).state.error?.type).toBe('validation');
});

test('a condition of a loop that fails is the loop’s failure', () => {
  const world = worldOf([{ id: 'l', type: 'loop', params: { until: 'previous.missing.deep', maximum: 3 } }, { id: 'x', type: 'transform', parent: 'l', params: { value: 1 } }], 'start>l').start();
  expect(world.state.error?.type).toBe('expression_error');
});

test('a group limits the steps at once and gives its sinks by id', () => {
  const nodes = [{ id: 'g', type: 'group', params: { concurrency: 2 } }, task('a', { parent: 'g' }), task('b', { parent: 'g' }), task('c', { parent: 'g' })];
  const world = worldOf(nodes, 'start>g').start();
  expect([...world.tasks.values()].map((open) => open.path)).toEqual(['g/a', 'g/b']);
  world.complete('g/b', 2);
  world.complete('g/c', 3);
  world.complete('g/a', 1);
  expect(world.state.output).toEqual({ a: 1, b: 2, c: 3 });
});

test('a failure moves outward one container at a time, and the first that handles it wins', () => {
  const nodes = [
    { id: 'm', type: 'map', params: { items: [1], failure: 'collect' } },
    { id: 'g', type: 'group', parent: 'm' },
    { id: 'l', type: 'loop', parent: 'g', params: { count: 2 } },
    task('x', { parent: 'l' }),
  ];
  const world = worldOf(nodes, 'start>m').start();
  world.fail('m[0]/g/l[0]/x');
  expect(world.state.status).toBe('completed');
  expect(world.types().filter((type) => type.startsWith('step.failed'))).toEqual(['step.failed m[0]/g/l[0]/x', 'step.failed m[0]/g/l', 'step.failed m[0]/g']);
});

test('a run that failed inside a map is retried there: finished items stay done', () => {
  const world = worldOf(mapOf([1, 2, 3], { concurrency: 1 }), 'start>m').start();
  world.complete('m[0]/x', 'A');
  world.fail('m[1]/x');
  expect(world.state.status).toBe('failed');
  world.must({ type: 'run.retried', data: { reason: null, by: null, generation: 2 } });
  expect([...world.tasks.values()].map((open) => open.path)).toEqual(['m[1]/x']);
  world.complete('m[1]/x', 'B');
  world.complete('m[2]/x', 'C');
  expect([world.state.status, world.state.output]).toEqual(['completed', ['A', 'B', 'C']]);
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a map of nothing at all says so, and one of too many items is refused', () => {
  expect(worldOf(mapOf('{{ input }}'), 'start>m').start().state.error?.message).toContain('they are null');
  const many = worldOf(mapOf('{{ input }}'), 'start>m').start({ input: Array.from({ length: 50_001 }, () => 0) });
  expect(many.state.error?.message).toBe('A map takes at most 50000 items; it got 50001.');
});

test('an item that is null is an item', () => {
  const world = worldOf([{ id: 'm', type: 'map', params: { items: [null, 1] } }, { id: 'x', type: 'transform', parent: 'm', params: { value: '{{ [item, index] }}' } }], 'start>m').start();
  expect(world.state.output).toEqual([[null, 0], [1, 1]]);
});

test('inside nested containers the innermost item and iteration are seen', () => {
  const nodes = [
    { id: 'o', type: 'map', params: { items: ['a', 'b'] } }, { id: 'l', type: 'loop', parent: 'o', params: { count: 2 } }, { id: 'g', type: 'group', parent: 'l' },
    { id: 'i', type: 'map', parent: 'g', params: { items: ['x'] } }, { id: 'v', type: 'transform', parent: 'i', params: { value: '{{ [item, index, iteration] }}' } },
  ];
  expect(worldOf(nodes, 'start>o').start().state.output).toEqual([[['x', 0, 1]], [['x', 0, 1]]]);
});

test('a retry asks a loop again whose condition failed before anything ran, and goes on where one stood at its maximum', () => {
  const inside = { id: 'x', type: 'transform', parent: 'l', params: { value: 1 } };
  const retried = (params: Record<string, Json>) => {
    const world = worldOf([{ id: 'l', type: 'loop', params }, inside], 'start>l').start();
    const first = world.state.error;
    world.must({ type: 'run.retried', data: { reason: null, by: null, generation: 2 } });
    return [first?.type, world.state.error?.type, world.history.filter((event) => event.type === 'iteration.started').length, replay(world.plan, world.runId, world.history).ok];
  };
  expect(retried({ while: 'vars.missing', maximum: 3 })).toEqual(['expression_error', 'expression_error', 0, true]);
  expect(retried({ while: 'true', maximum: 3 })).toEqual(['loop_maximum', 'loop_maximum', 3, true]);
});
