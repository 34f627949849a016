import { expect, test } from 'vitest';
import { GROUP_EVENTS } from './decide/overrun.ts';
import { replay } from './replay.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import type { World } from './testing/world.fixture.ts';

/** A loop that only computes, and would go on for longer than one group may. */
const counting = (rest: object = {}) => [
  { id: 'l', type: 'loop', params: { maximum: 1_000_000, while: 'true' }, ...rest },
  { id: 'x', type: 'transform', parent: 'l', params: { value: '{{ iteration }}' } },
];
const BOUND = 500;
const bounded: typeof worldOf = (...plan) => Object.assign(worldOf(...plan), { bound: BOUND });
const list = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const error = (world: World): string | undefined => world.state.error?.type;
const inOneGroup = (world: World): number => world.history.length - world.history.findLastIndex((event) => !event.derived);

test('a loop that only computes fails where too much would follow from one input, and a retry goes on from there', () => {
  const world = bounded(counting(), 'start>l').start();
  expect([world.state.status, error(world)]).toEqual(['failed', 'too_much_at_once']);
  expect(world.state.error?.message).toMatch(/^"l.*" would go on after 500 events/);
  expect([...world.state.steps.values()].filter((step) => step.error?.type === 'too_much_at_once')).toHaveLength(1);
  expect(inOneGroup(world)).toBeLessThan(BOUND + 10);
  const last = world.history.findLast((event) => event.type === 'iteration.completed');
  world.must({ type: 'run.retried', data: { reason: null, by: null, generation: 2 } });
  const next = world.history.slice(world.history.findIndex((event) => event.type === 'run.retried')).find((event) => event.type === 'iteration.completed');
  expect(next?.type === 'iteration.completed' && last?.type === 'iteration.completed' && next.data.index === last.data.index + 1).toBe(true);
  expect(error(world)).toBe('too_much_at_once');
});

test('no more follows from one input than the bound, and a replay decides the same', { timeout: 60_000 }, () => {
  const world = worldOf(counting(), 'start>l').start();
  expect(inOneGroup(world)).toBeLessThan(GROUP_EVENTS + 10);
  expect(replay(world.plan, world.runId, world.history)).toMatchObject({ ok: true, events: world.history.length });
});

test('no rule of a node handles it: it would only go on', () => {
  const handled = bounded([{ id: 'm', type: 'map', params: { items: [1, 2, 3], failure: 'collect', concurrency: 1 }, onError: 'continue' as const }, ...counting({ parent: 'm', onError: 'continue' }), task('after')], 'start>m m>after').start();
  expect([handled.state.status, error(handled), handled.status('after')]).toEqual(['failed', 'too_much_at_once', 'pending']);
  expect(inOneGroup(handled)).toBeLessThan(BOUND + 30);
});

test('a map whose iterations only compute is stopped with them, however it is nested', () => {
  const nodes = [
    { id: 'o', type: 'map', params: { items: '{{ input }}', concurrency: 3 } },
    { id: 'm', type: 'map', parent: 'o', params: { items: '{{ input }}', concurrency: 2 } }, { id: 'x', type: 'transform', parent: 'm', params: { value: 1 } },
  ];
  const world = bounded(nodes, 'start>o').start({ input: list(1_000) });
  expect([world.state.status, error(world), world.status('o')]).toEqual(['failed', 'too_much_at_once', 'cancelled']);
  expect(inOneGroup(world)).toBeLessThan(BOUND + 60);
});

test('the largest map may begin all its tasks at once', { timeout: 60_000 }, () => {
  const world = worldOf([{ id: 'm', type: 'map', params: { items: '{{ input }}' } }, task('x', { parent: 'm' })], 'start>m').start({ input: list(50_000) });
  expect([world.state.status, world.tasks.size]).toEqual(['running', 50_000]);
});

test('a way back is walked to its end, beyond the bound too', () => {
  const nodes = [
    { id: 's', type: 'saga' }, { id: 'm', type: 'map', parent: 's', params: { items: '{{ input }}' } },
    { id: 'a', type: 'transform', parent: 'm', params: { value: 1 } }, { id: 'noA', type: 'transform', parent: 'm', params: { value: 0 } }, ...counting({ parent: 's' }),
  ];
  const world = bounded(nodes, 'start>s m>l a~noA').start({ input: list(100) });
  expect([world.state.status, error(world), world.state.openCompensations]).toEqual(['failed', 'too_much_at_once', []]);
  expect(world.history.filter((event) => event.type === 'step.compensated')).toHaveLength(100);
  expect(inOneGroup(world)).toBeGreaterThan(BOUND + 300);
});

test('clean-up runs all the same, and is stopped alone when it is too much itself', () => {
  const world = bounded([...counting(), task('clean', { always: true })], 'start>l').start();
  expect([world.status('clean'), world.over]).toEqual(['scheduled', false]);
  world.complete('clean');
  expect([world.state.status, error(world)]).toEqual(['failed', 'too_much_at_once']);
  const cleaning = bounded([task('a'), ...counting({ always: true }), { id: 'g', type: 'group', always: true }, { ...counting()[0]!, id: 'k', parent: 'g' }, { ...counting()[1]!, id: 'y', parent: 'k' }], 'start>a').start();
  cleaning.complete('a', 7);
  expect([cleaning.state.status, cleaning.state.output, cleaning.over]).toEqual(['completed', 7, true]);
  expect(cleaning.history.filter((event) => event.type === 'step.failed' && event.data.error.type === 'too_much_at_once')).toHaveLength(2);
});
