import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
import { OVERRIDES_KEPT } from './overrides.ts';
import { replay } from './replay.ts';
import { resolveStep } from './resolve.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import { cutsOf, forkOf, seqOf, tryFork } from './testing/fork.fixture.ts';
import type { World } from './testing/world.fixture.ts';

/** Edits of a fork that change parameters of nodes. */
const cutOf = (world: World, seq: number): number => cutsOf(world.history).find((cut) => cut >= seq)!;
const replays = (world: World): boolean => replay(world.plan, world.runId, world.history).ok;
const params = (world: World, path: string): JsonObject | string => {
  const resolved = resolveStep(world.plan, world.state, path);
  return resolved.ok ? resolved.params : resolved.error.message;
};
const refusalOf = (world: World, cut: number, edited: Record<string, JsonObject>) => tryFork(world, cut, { edits: { params: edited } })[1];

describe('what has not begun at the cut takes edited parameters', () => {
  test('of a step to come, and of one whose attempt starts again; the source keeps its own', () => {
    const world = worldOf([task('a'), task('b', { params: { source: 'one', input: '{{ nodes.a.output }}' }, retry: { maximumAttempts: 3 } }), task('c', { params: { source: 'one' } })], 'start>a a>b b>c').start();
    world.complete('a', 7);
    world.fail('b', { type: 'Boom', message: 'boom' }, true);
    const edits = { params: { b: { source: 'two' }, c: { input: '{{ nodes.b.output }}' } } };
    const fork = forkOf(world, world.history.length, { edits });
    expect([params(fork, 'b'), fork.task('b').attempt, params(world, 'b')]).toEqual([{ source: 'two', input: 7 }, 2, { source: 'one', input: 7 }]);
    fork.complete('b', 8);
    expect(params(fork, 'c')).toEqual({ source: 'one', input: 8 });
    expect(fork.history.find((event) => event.type === 'run.forked')).toMatchObject({ data: { edits } });
    fork.complete('c');
    expect([fork.state.status, replays(fork), world.state.overrides]).toEqual(['completed', true, []]);
  });

  test('over what was overridden before, whenever that was; what is overridden later stands over them', () => {
    const world = worldOf([task('a', { params: { source: 'drawn' } }), task('b', { params: { source: 'drawn' } })], 'start>a a>b').start();
    const override = (of: World, node: string, given: JsonObject) => of.must({ type: 'run.overridden', data: { workflow: 'test', node, params: given, reason: null, by: null } });
    override(world, 'a', { input: 'too late' });
    override(world, 'b', { source: 'earlier', input: 'kept' });
    const fork = forkOf(world, world.history.length, { edits: { params: { a: { source: 'edited' }, b: { source: 'edited' } } } });
    expect(params(fork, 'a')).toEqual({ source: 'edited' });
    override(fork, 'b', { input: 'last' });
    fork.complete('a');
    expect(params(fork, 'b')).toEqual({ source: 'edited', input: 'last' });
    fork.complete('b');
    expect(replays(fork)).toBe(true);
  });

  test('of what the decision evaluates: conditions, waits, maps and loops', () => {
    const nodes = [task('first'), { id: 'if', type: 'condition', params: { if: 'false' } }, { id: 'm', type: 'map', params: { items: [] } }, task('x', { parent: 'm' }), { id: 'w', type: 'wait', params: { for: '1h' } }];
    const world = worldOf(nodes, 'start>first first>if first>m first>w').start();
    const fork = forkOf(world, world.history.length, { edits: { params: { if: { if: 'true' }, m: { items: [1, 2] }, w: { for: '2h' }, x: { source: 'two' } } } });
    fork.complete('first');
    expect([fork.state.steps.get('if')?.branch, [...fork.tasks.values()].map((open) => open.path), params(fork, 'm[1]/x')]).toEqual(['true', ['m[0]/x', 'm[1]/x'], { source: 'two' }]);
    expect(fork.state.steps.get('w')?.wait).toMatchObject({ dueAt: fork.state.at + 7_200_000 });
    expect(replays(fork.run())).toBe(true);
  });

  test('of the iterations to come of a loop that is open, not of those that are over', () => {
    const world = worldOf([{ id: 'l', type: 'loop', params: { count: 3 } }, { id: 't', type: 'transform', parent: 'l', params: { value: 'one' } }, task('x', { parent: 'l' })], 'start>l t>x').start();
    world.complete('l[0]/x');
    const fork = forkOf(world, world.history.length, { edits: { params: { t: { value: 'two' } } } });
    fork.complete('l[1]/x');
    expect([fork.state.steps.get('l[2]/t')?.output, replays(fork.run())]).toEqual(['two', true]);
    world.run();
    expect(refusalOf(world, cutOf(world, seqOf(world, 'step.scheduled', 'l[2]/x')), { x: { source: 'two' } })).toBeNull();
  });

  test('is inherited by children of the same workflow, and kept by a snapshot', () => {
    const world = worldOf([task('a'), { id: 'kid', type: 'child', params: { workflow: 'test' } }], 'start>a a>kid').start();
    const fork = forkOf(world, world.history.length, { edits: { params: { a: { source: 'two' } } } });
    expect(readSnapshot(writeSnapshot(fork.state))).toEqual(fork.state);
    fork.complete('a');
    expect(fork.effects.find((effect) => effect.type === 'child.start')).toMatchObject({ overrides: [{ workflow: 'test', node: 'a', params: { source: 'two' } }] });
  });

  test('of a task for a program outside: it goes to the other queue', () => {
    const world = worldOf([{ id: 'x', type: 'external', params: { queue: 'one' }, timeouts: { scheduleToClose: '1h' } }], 'start>x').start();
    const fork = forkOf(world, world.history.length, { edits: { params: { x: { queue: 'two' } } } });
    expect([world.task('x').queue, fork.task('x').queue]).toEqual(['one', 'two']);
  });
});

describe('it is refused, with what is wrong where', () => {
  test('for a node that has begun and keeps what it began with: completed, waiting, a container, an agent that has recorded', () => {
    const nodes = [task('a'), { id: 'w', type: 'wait', params: { for: '1h' } }, { id: 'l', type: 'loop', params: { count: 2 } }, task('x', { parent: 'l' }), task('agent')];
    const world = worldOf(nodes, 'start>a a>w a>l a>agent').start();
    world.complete('a');
    world.must({ type: 'agent.recorded', path: 'agent', attempt: 1, data: { task: world.task('agent').seq, index: 0, record: { kind: 'model' } } });
    const cut = world.history.length;
    const refused = (node: string, given: JsonObject) => refusalOf(world, cut, { [node]: given });
    expect(refused('a', { source: 'two' })).toMatchObject({ code: 'invalid_edit', message: `"a" is completed at the cut and does not begin again. Cut before event ${seqOf(world, 'step.scheduled', 'a')}.`, problems: [{ pointer: '/params/a' }] });
    expect(refused('w', { for: '2h' })).toMatchObject({ code: 'invalid_edit', message: expect.stringContaining('"w" has begun'), problems: [{ pointer: '/params/w' }] });
    expect(refused('l', { count: 5 })).toMatchObject({ code: 'invalid_edit', message: expect.stringContaining('"l" has begun') });
    expect(refused('agent', { source: 'two' })).toMatchObject({ code: 'invalid_edit', message: expect.stringContaining('has recorded') });
    expect(refusalOf(world, cutOf(world, seqOf(world, 'step.scheduled', 'agent')), { agent: { source: 'two' } })).toBeNull();
    expect(refused('start', {})).toMatchObject({ code: 'invalid_edit' });
  });

  test('for a node in a container that is over, or on a way that was not taken', () => {
    const world = worldOf([{ id: 'l', type: 'loop', params: { count: 1 } }, { id: 't', type: 'transform', parent: 'l', params: { value: 1 } }, { id: 'if', type: 'condition', params: { if: 'true' } }, task('no'), task('b')], 'start>l l>if if:true>b if:false>no').start();
    expect(refusalOf(world, world.history.length, { t: { value: 2 } })).toMatchObject({ code: 'invalid_edit', message: expect.stringContaining('does not begin any more') });
    expect(refusalOf(world, world.history.length, { no: { source: 'two' } })).toMatchObject({ code: 'invalid_edit', message: expect.stringContaining('"no" is skipped at the cut') });
  });

  test('for a node that is not there, and for each parameter that cannot be', () => {
    const world = worldOf([task('a'), task('b'), { id: 'w', type: 'wait', params: { for: '1h' } }], 'start>a a>b a>w').start();
    const refused = (edited: Record<string, JsonObject>) => refusalOf(world, world.history.length, edited);
    expect(refused({ 'no/body': {} })).toMatchObject({ code: 'unknown_node', problems: [{ pointer: '/params/no~1body' }] });
    expect(refused({ b: { source: 5 }, w: { for: '{{ 1 + }}' } })).toMatchObject({ code: 'invalid_params', problems: [{ pointer: '/params/b/source' }, { pointer: '/params/w/for' }] });
    for (let index = 0; index < OVERRIDES_KEPT; index += 1) world.must({ type: 'run.overridden', data: { workflow: 'test', node: 'b', params: {}, reason: null, by: null } });
    expect(refused({ b: { source: 'two' } })).toMatchObject({ code: 'too_many_overrides', problems: [{ pointer: '/params' }] });
  });
});
