import { expect, test } from 'vitest';
import { canonicalJson } from '../definition/json.ts';
import { sha256 } from '../definition/sha256.ts';
import { CORE_VERSION } from './advance.ts';
import { YIELD_EVENTS } from './decide/overrun.ts';
import { replay } from './replay.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import { forkOf, seqOf } from './testing/fork.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const latest = (bound: number | undefined, ...plan: Parameters<typeof worldOf>): World => Object.assign(worldOf(...plan), { coreVersion: CORE_VERSION, bound });
const control = { reason: null, by: null };
const list = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
/** A loop that only computes. */
const counting = (params: object, rest: object = {}) => [
  { id: 'l', type: 'loop', params: { maximum: 1_000_000, ...params }, ...rest },
  { id: 'x', type: 'transform', parent: 'l', params: { value: '{{ iteration }}' } },
];
/** The next group is opened, as often as there is one. */
function goOn(world: World, times = Number.POSITIVE_INFINITY): World {
  for (let time = 0; time < times && world.state.rest !== null; time += 1) world.must({ type: 'run.continued', data: { timer: world.state.rest.timer! } });
  return world;
}
const groupSizes = (world: World): number[] => {
  const begins = world.history.flatMap((event, index) => (event.derived ? [] : [index]));
  return begins.map((begin, index) => (begins[index + 1] ?? world.history.length) - begin);
};
const replays = (world: World): boolean => replay(world.plan, world.runId, world.history, new Map(), {}, world.bound).ok;

test('a loop that only computes goes on in group after group, and holds after 20,000 rounds what it held after some', { timeout: 120_000 }, () => {
  const world = latest(undefined, counting({ count: 20_000 }), 'start>l').start();
  expect([world.state.status, world.state.rest?.containers]).toEqual(['running', ['l']]);
  const early = writeSnapshot(world.state).length;
  goOn(world, 8);
  expect(writeSnapshot(world.state).length).toBeLessThan(early + 50);
  goOn(world);
  expect([world.state.status, world.state.output, world.timers.size]).toEqual(['completed', 19_999, 0]);
  expect(Math.max(...groupSizes(world))).toBeLessThan(YIELD_EVENTS + 10);
  expect(groupSizes(world).length).toBeLessThan(20);
  expect(replays(world)).toBe(true);
});

test('a map whose steps only compute leaves few of them ready where a group is cut, and keeps its order', { timeout: 120_000 }, () => {
  const nodes = [{ id: 'm', type: 'map', params: { items: '{{ input }}' } }, ...list(8).map((n) => ({ id: `x${n}`, type: 'transform', parent: 'm', params: { value: '{{ item }}' } }))];
  const world = latest(undefined, nodes, `start>m ${list(7).map((n) => `x${n}>x${n + 1}`).join(' ')}`).start({ input: list(2_000) });
  let most = 0;
  while (world.state.rest !== null) {
    most = Math.max(most, world.state.rest.nodes.length);
    goOn(world, 1);
  }
  expect([world.state.status, world.state.output]).toEqual(['completed', list(2_000)]);
  expect(most).toBeLessThan(500);
  expect(Math.max(...groupSizes(world))).toBeLessThan(YIELD_EVENTS + 2_000);
  expect(replays(world)).toBe(true);
});

test('where groups are cut, and in which order a map begins, stays as it is: histories of core version 4 replay only so', { timeout: 60_000 }, () => {
  const nodes = [...counting({ count: 2_000 }), { id: 'm', type: 'map', params: { items: '{{ input }}' } }, { id: 'y', type: 'transform', parent: 'm', params: { value: '{{ item }}' } }];
  const world = goOn(Object.assign(latest(undefined, nodes, 'start>l start>m'), { coreVersion: 4 }).start({ input: list(1_000) }));
  const decided = world.history.filter((event) => event.derived);
  // Another hash is another core version, with a hash of its own; this one stays.
  expect([groupSizes(world).length, sha256(canonicalJson(decided)), replays(world)]).toEqual([2, '03521694a4bf19f59af3e6f179d4b706d889dc60b6e50fac5ff0a3125cef5841', true]);
});

test('a map begins its tasks in group after group, never more at once than it may', () => {
  const nodes = (concurrency: object) => [{ id: 'm', type: 'map', params: { items: '{{ input }}', ...concurrency } }, task('x', { parent: 'm' })];
  const all = goOn(latest(100, nodes({}), 'start>m').start({ input: list(1_000) }));
  expect([all.tasks.size, all.state.rest]).toEqual([1_000, null]);
  const some = latest(10, nodes({ concurrency: 3 }), 'start>m').start({ input: list(20) });
  for (; !some.over; goOn(some)) {
    expect(some.tasks.size).toBeLessThanOrEqual(3);
    const [next] = some.tasks.values();
    if (next !== undefined) some.complete(next.path, next.seq);
  }
  expect([some.state.status, replays(some)]).toEqual(['completed', true]);
});

test('what comes between two groups is taken: an update that the loop reads, an outcome, a signal', () => {
  const nodes = [...counting({ while: 'vars.?stop.orValue(false) == false' }), task('a'), { id: 's', type: 'signal', params: { name: 'go' } }];
  const world = latest(50, nodes, 'start>l start>a start>s', { updates: { halt: { set: { stop: true } } } }).start();
  goOn(world, 3);
  world.complete('a', 7);
  world.must({ type: 'signal.received', data: { name: 'go', payload: 1, clientId: null, by: null } });
  expect([world.status('a'), world.status('s'), world.status('l')]).toEqual(['completed', 'completed', 'running']);
  world.must({ type: 'update.received', data: { ...control, name: 'halt', payload: null, clientId: null } });
  goOn(world);
  expect([world.state.status, world.state.output !== null, replays(world)]).toEqual(['completed', true, true]);
});

test('a pause holds what is left without a timer, and whatever lifts it goes on at once', () => {
  const begun = (): World => goOn(latest(50, counting({ count: 500 }), 'start>l').start(), 1);
  const world = begun();
  const timer = world.state.rest!.timer!;
  world.must({ type: 'run.paused', data: control });
  expect([world.timers.size, world.state.rest?.timer, world.state.status]).toEqual([0, null, 'paused']);
  expect(world.submit({ type: 'run.continued', data: { timer } })?.code).toBe('no_such_timer');
  const before = world.history.length;
  world.must({ type: 'run.resumed', data: control });
  expect(world.history.length).toBeGreaterThan(before + 40);
  expect([goOn(world).state.status, replays(world)]).toEqual(['completed', true]);
  const cancelled = begun();
  cancelled.must({ type: 'run.paused', data: control });
  cancelled.must({ type: 'run.cancel_requested', data: control });
  expect([cancelled.state.status, cancelled.timers.size, cancelled.state.rest]).toEqual(['cancelled', 0, null]);
});

test('cancel, terminate and the run’s timeout get in between, and leave no timer', () => {
  for (const [input, status] of [[{ type: 'run.cancel_requested', data: control }, 'cancelled'], [{ type: 'run.terminated', data: control }, 'terminated'], [{ type: 'timer.fired', path: null, data: { timer: 1 } }, 'timed_out']] as const) {
    const world = goOn(latest(50, counting({ while: 'true' }), 'start>l').start({ timeoutMs: 1_000 }), 2);
    world.must(input);
    expect([world.state.status, world.timers.size, world.state.rest, replays(world)]).toEqual([status, 0, null, true]);
  }
});

test('a timer that is not the one that is waited for opens nothing, and the same not twice', () => {
  const world = latest(50, counting({ count: 500 }), 'start>l').start();
  const timer = world.state.rest!.timer!;
  expect(world.submit({ type: 'run.continued', data: { timer: timer - 1 } })?.code).toBe('no_such_timer');
  goOn(world, 1);
  expect(world.submit({ type: 'run.continued', data: { timer } })?.code).toBe('no_such_timer');
});

test('a map that fails between two groups begins nothing more', () => {
  const world = goOn(latest(40, [{ id: 'm', type: 'map', params: { items: '{{ input }}' } }, task('x', { parent: 'm' })], 'start>m').start({ input: list(200) }), 1);
  const open = world.tasks.size;
  expect([open > 0, world.state.rest?.containers]).toEqual([true, ['m']]);
  world.fail([...world.tasks.values()][0]!.path);
  goOn(world);
  expect(world.history.filter((event) => event.type === 'step.scheduled')).toHaveLength(open);
  expect([...world.tasks.keys()].every((seq) => world.aborting.has(seq))).toBe(true);
});

test('a long way back is cut too, one undone step after the other in the same order', () => {
  const nodes = [
    { id: 's', type: 'saga' }, { id: 'm', type: 'map', parent: 's', params: { items: '{{ input }}' } }, { id: 'a', type: 'transform', parent: 'm', params: { value: 1 } },
    { id: 'noA', type: 'transform', parent: 'm', params: { value: 0 } }, task('b', { parent: 's' }),
  ];
  const undone = (bound: number): unknown[] => {
    const world = goOn(latest(bound, nodes, 'start>s m>b a~noA').start({ input: list(100) }));
    world.fail('s/b');
    goOn(world);
    expect([world.state.status, world.state.openCompensations, replays(world)]).toEqual(['failed', [], true]);
    return world.history.flatMap((event) => (event.type === 'step.compensated' ? [event.path] : []));
  };
  const inOne = undone(YIELD_EVENTS);
  expect([inOne.length, inOne[0], inOne[99]]).toEqual([100, 's/m[99]/a', 's/m[0]/a']);
  expect(undone(30)).toHaveLength(100);
});

test('clean-up that computes for long is cut like the rest, and the run ends as it was to end', () => {
  const world = latest(50, [{ id: 'end', type: 'end', params: { output: 7 } }, ...counting({ count: 300 }, { always: true })], 'start>end').start();
  expect([world.state.cleaning, world.over]).toEqual([true, false]);
  goOn(world);
  expect([world.state.status, world.state.output, world.status('l'), replays(world)]).toEqual(['completed', 7, 'completed', true]);
});

test('a fork and a snapshot cut between two groups go on with what was left', () => {
  const world = goOn(latest(50, counting({ count: 300 }), 'start>l').start(), 3);
  const cut = seqOf(world, 'run.yielded');
  const again = latest(50, counting({ count: 300 }), 'start>l');
  again.state = readSnapshot(writeSnapshot(world.state));
  for (const [seq, timer] of world.timers) again.timers.set(seq, timer);
  expect(again.state).toStrictEqual(world.state);
  expect(goOn(again).state.output).toBe(299);
  const fork = forkOf(goOn(world), cut);
  expect([goOn(fork).state.status, fork.state.output, fork.state.rest]).toEqual(['completed', 299, null]);
});

test('the time of people counts for a run that still has something to go on with', () => {
  const world = latest(50, [...counting({ count: 100 }), { id: 'ask', type: 'approval', params: { title: 'ok?' } }], 'start>ask start>l').start({ timeoutMs: 10_000, timeoutCountsPeople: false });
  expect([world.status('ask'), world.state.timeoutTimer !== null]).toEqual(['waiting', true]);
  goOn(world);
  expect(world.state.timeoutRemainingMs).toBe(10_000 - (world.state.at - world.state.startedAt));
});
