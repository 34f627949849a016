import { expect, test } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
import { OVERRIDES_KEPT } from './overrides.ts';
import { replay } from './replay.ts';
import { resolveStep } from './resolve.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const override = (world: World, node: string, params: JsonObject, workflow = 'test') =>
  world.submit({ type: 'run.overridden', data: { workflow, node, params, reason: 'the address was wrong', by: 'anna' } });
const paramsOf = (world: World, path: string) => {
  const resolved = resolveStep(world.plan, world.state, path);
  return resolved.ok ? resolved.params : resolved.error;
};

test('what is scheduled later takes the new parameters, what was scheduled before keeps its own, also when tried again', () => {
  const again = { retry: { maximumAttempts: 2, jitter: 0 } };
  const world = worldOf([task('a', { params: { source: 'one' }, ...again }), task('b', { params: { source: 'two', input: '{{ vars.n }}' } }), { id: 'v', type: 'set', params: { vars: { n: 7 } } }], 'start>a start>v a>b v>b').start();
  expect(override(world, 'a', { source: 'late' })).toBeNull();
  expect(override(world, 'b', { source: 'new' })).toBeNull();
  expect(override(world, 'b', { input: '{{ vars.n + 1 }}' })).toBeNull();
  world.fail('a', { type: 'Boom', message: 'boom' }, true);
  expect(paramsOf(world, 'a')).toEqual({ source: 'one' });
  world.answerTask(world.task('a'));
  expect(override(world, 'b', { source: 'too late' })).toBeNull();
  expect(paramsOf(world, 'b')).toEqual({ source: 'new', input: 8 });
  world.complete('b');
  expect(world.state.status).toBe('completed');
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('nodes that the decision evaluates take them too: conditions, switches, waits, maps, loops and groups', () => {
  const nodes = [
    task('first'), { id: 'if', type: 'condition', params: { if: 'false' } }, { id: 'sw', type: 'switch', params: { cases: [{ id: 'a', when: 'false' }] } },
    { id: 'm', type: 'map', params: { items: [], concurrency: 1 } }, task('x', { parent: 'm' }), { id: 'l', type: 'loop', params: { count: 0 } }, task('y', { parent: 'l' }),
    { id: 'g', type: 'group', params: { concurrency: 1 } }, task('p', { parent: 'g' }), task('q', { parent: 'g' }),
  ];
  const world = worldOf(nodes, 'start>first first>if first>sw first>m first>l first>g').start();
  override(world, 'if', { if: 'true' });
  override(world, 'sw', { cases: [{ id: 'a', when: 'true' }] });
  override(world, 'm', { items: [1, 2], concurrency: 2 });
  override(world, 'l', { count: 2 });
  override(world, 'g', { concurrency: 2 });
  world.complete('first');
  expect([world.state.steps.get('if')?.branch, world.state.steps.get('sw')?.branch]).toEqual(['true', 'a']);
  expect([...world.tasks.values()].map((open) => open.path).sort()).toEqual(['g/p', 'g/q', 'l[0]/y', 'm[0]/x', 'm[1]/x']);
  world.run();
  expect([world.state.status, world.state.steps.get('l')?.container?.completed]).toEqual(['completed', 2]);
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('an open loop keeps its own condition, while the next iteration of what stands in it takes the new parameters', () => {
  const world = worldOf([{ id: 'l', type: 'loop', params: { while: 'iteration < 2', maximum: 9 } }, task('x', { parent: 'l', params: { source: 'one' } })], 'start>l').start();
  override(world, 'l', { while: 'iteration < 5' });
  override(world, 'x', { source: 'two' });
  expect(paramsOf(world, 'l[0]/x')).toEqual({ source: 'one' });
  world.complete('l[0]/x');
  expect(paramsOf(world, 'l[1]/x')).toEqual({ source: 'two' });
  world.complete('l[1]/x');
  expect([world.state.status, world.state.steps.get('l')?.container?.next]).toEqual(['completed', 2]);
});

test('an undo that is still to come can be mended', () => {
  const world = worldOf([{ id: 's', type: 'saga' }, task('a', { parent: 's' }), task('noA', { parent: 's', params: { source: 'wrong' } }), task('b', { parent: 's' })], 'start>s a>b a~noA').start();
  world.complete('s/a');
  override(world, 'noA', { source: 'right' });
  world.fail('s/b');
  expect([world.state.status, paramsOf(world, 's/noA')]).toEqual(['compensating', { source: 'right' }]);
});

test('it is taken while the run is paused, and holds when it goes on', () => {
  const world = worldOf([task('a'), task('b', { params: { source: 'one' } })], 'start>a a>b').start();
  world.must({ type: 'run.paused', data: { reason: null, by: null } });
  world.complete('a');
  expect(override(world, 'b', { source: 'two' })).toBeNull();
  expect([world.state.status, world.status('b')]).toEqual(['paused', 'pending']);
  world.must({ type: 'run.resumed', data: { reason: null, by: null } });
  expect(paramsOf(world, 'b')).toEqual({ source: 'two' });
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a step that is tried again by a retry of the run takes them', () => {
  const world = worldOf([task('a'), task('b')], 'start>a start>b').start();
  override(world, 'a', { source: 'mended' });
  world.fail('a');
  world.perform({ do: 'abort', task: world.task('b') });
  world.must({ type: 'run.retried', data: { reason: null, by: null, generation: 2 } });
  expect(paramsOf(world, 'a')).toEqual({ source: 'mended' });
});

const retry = (world: World, overrides: { workflow?: string; node: string; params: JsonObject }[]) =>
  world.submit({ type: 'run.retried', data: { reason: null, by: 'anna', generation: world.state.generation + 1, overrides: overrides.map((each) => ({ workflow: 'test', ...each })) } });

test('a retry brings its own: what is tried again takes them, what had completed keeps what it had', () => {
  const world = worldOf([task('a', { params: { source: 'one' } }), task('b', { params: { source: 'wrong', input: 1 } }), task('c', { params: { source: 'two' } })], 'start>a a>b b>c').start();
  world.complete('a');
  world.fail('b');
  expect(override(world, 'b', { source: 'right' })).toMatchObject({ code: 'run_over', message: 'The run is over: it is failed. Send the parameters with a retry.' });
  expect(retry(world, [{ node: 'b', params: { source: 'right' } }, { node: 'c', params: { source: 'three' } }, { node: 'a', params: { source: 'never' } }])).toBeNull();
  expect([paramsOf(world, 'a'), paramsOf(world, 'b')]).toEqual([{ source: 'one' }, { source: 'right', input: 1 }]);
  world.fail('b');
  expect(retry(world, [{ node: 'b', params: { input: 2 } }])).toBeNull();
  expect(paramsOf(world, 'b')).toEqual({ source: 'right', input: 2 });
  world.complete('b');
  expect(paramsOf(world, 'c')).toEqual({ source: 'three' });
  world.complete('c');
  expect([world.state.status, world.state.generation]).toEqual(['completed', 3]);
  expect(replay(world.plan, world.runId, world.history).ok).toBe(true);
});

test('a retry mends an undo that failed, and a child that starts anew inherits what is said of its workflow', () => {
  const world = worldOf([{ id: 's', type: 'saga' }, task('a', { parent: 's' }), task('noA', { parent: 's', params: { source: 'wrong' } }), task('b', { parent: 's' }), { id: 'kid', type: 'child', params: { workflow: 'other' } }], 'start>s a>b a~noA s>kid').start();
  world.complete('s/a');
  world.fail('s/b');
  world.fail('s/noA');
  expect([world.state.status, world.state.openCompensations]).toEqual(['failed', ['s/a']]);
  expect(retry(world, [{ node: 'noA', params: { source: 'right' } }, { workflow: 'other', node: 'x', params: { source: 'theirs' } }])).toBeNull();
  expect(paramsOf(world, 's/noA')).toEqual({ source: 'right' });
  world.complete('s/noA');
  world.complete('s/a');
  world.complete('s/b');
  expect(world.effects.findLast((effect) => effect.type === 'child.start')?.overrides).toContainEqual({ workflow: 'other', node: 'x', params: { source: 'theirs' } });
});

test('a retry whose overrides do not fit is refused whole, and names the field', () => {
  const world = worldOf([task('a'), { id: 'w', type: 'wait', params: { for: '1h' } }], 'start>a a>w').start();
  world.fail('a');
  const { seq } = world.state;
  expect(retry(world, [{ node: 'a', params: { source: 'fine' } }, { node: 'nobody', params: {} }])).toMatchObject({ code: 'unknown_node' });
  expect(retry(world, [{ node: 'a', params: { source: 'fine' } }, { node: 'w', params: { for: '{{ 1 + }}' } }])).toMatchObject({ code: 'invalid_params', problems: [{ pointer: '/1/params/for' }] });
  expect(retry(world, Array.from({ length: OVERRIDES_KEPT + 1 }, () => ({ node: 'a', params: {} })))?.code).toBe('too_many_overrides');
  expect([world.state.seq, world.state.status, world.state.overrides]).toEqual([seq, 'failed', []]);
});

test('it is refused where it cannot be: no such node, parameters of another kind, an expression that cannot be read, too many', () => {
  const world = worldOf([task('a'), { id: 'w', type: 'wait', params: { for: '1h' } }], 'start>a a>w').start();
  expect(override(world, 'nobody', { source: 'x' })?.code).toBe('unknown_node');
  expect(override(world, 'w', { fro: '1s' })).toMatchObject({ code: 'invalid_params' });
  expect(override(world, 'w', { for: '{{ 1 + }}' })).toMatchObject({ code: 'invalid_params', problems: [{ pointer: '/for' }] });
  expect(override(world, 'a', { source: 5 })).toMatchObject({ code: 'invalid_params', problems: [{ pointer: '/source' }] });
  expect(world.state.overrides).toEqual([]);
  for (let index = 0; index < OVERRIDES_KEPT; index += 1) expect(override(world, 'w', { for: `${index + 1}s` })).toBeNull();
  expect(override(world, 'w', { for: '1s' })?.code).toBe('too_many_overrides');
  world.complete('a');
  expect(world.state.steps.get('w')?.wait).toMatchObject({ dueAt: world.state.at + OVERRIDES_KEPT * 1_000 });
});

test('children that start later inherit the last word on each node, for whichever workflow it is; they use what is said of their own', () => {
  const world = worldOf([{ id: 'early', type: 'child', params: { workflow: 'other' } }, task('a'), { id: 'late', type: 'child', params: { workflow: 'other' } }], 'start>early start>a a>late').start();
  override(world, 'x', { source: 'one' }, 'other');
  override(world, 'x', { input: 2 }, 'other');
  override(world, 'a', { source: 'mine' });
  world.complete('a');
  const started = world.effects.filter((effect) => effect.type === 'child.start');
  expect(started.map((effect) => effect.overrides)).toEqual([undefined, [{ workflow: 'other', node: 'x', params: { source: 'one', input: 2 } }, { workflow: 'test', node: 'a', params: { source: 'mine' } }]]);
  const child = worldOf([task('x', { params: { source: 'drawn' } })], 'start>x').start({ overrides: [{ workflow: 'test', node: 'x', params: { source: 'inherited' } }, { workflow: 'other', node: 'x', params: { source: 'not mine' } }] });
  expect(paramsOf(child, 'x')).toEqual({ source: 'inherited' });
});
