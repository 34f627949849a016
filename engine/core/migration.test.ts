import { describe, expect, test } from 'vitest';
import type { Plan } from '../definition/plan.ts';
import type { PlanChange } from './events.ts';
import { checkMigration, checkOn } from './migration.ts';
import { definitionIdAt, definitionIds } from './plan-changes.ts';
import { replay } from './replay.ts';
import { planOf, task, worldOf } from './testing/build.fixture.ts';
import { forkOf, tryFork } from './testing/fork.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const to = (plan: Plan, version: number, from = 'd1'): PlanChange => ({ from: { definitionId: from, hash: 'h', version: version - 1 }, to: { definitionId: `d${version}`, hash: plan.hash, version } });
/** Moves a world to another plan as the engine does: after the check. @returns the code it is refused with */
const move = (world: World, plan: Plan, version = 2): string | null => {
  const { problems } = checkMigration(world.plan, plan, world.runId, world.history);
  if (problems[0] !== undefined) return problems[0].code;
  const before = world.plan;
  world.plan = plan;
  const refused = world.submit({ type: 'run.migrated', data: { reason: null, by: null, ...to(plan, version) } });
  if (refused !== null) world.plan = before;
  return refused?.code ?? null;
};
const base = () => worldOf([task('a'), task('b'), task('c')], 'start>a a>b b>c').start();

describe('a run moves to another version', () => {
  test('and goes on by it: what was added runs, what was taken out does not', () => {
    const world = base();
    const first = world.plan;
    world.complete('a');
    const plan = planOf([task('a'), task('b'), task('x', { retry: { maximumAttempts: 3 } }), { id: 'end', type: 'end', params: { output: '{{ run.version }}' } }], 'start>a a>b b>x x>end');
    expect(move(world, plan)).toBeNull();
    world.complete('b');
    expect([world.state.version, world.status('x'), world.status('c')]).toEqual([2, 'scheduled', 'pending']);
    world.complete('x');
    expect([world.state.status, world.state.output]).toEqual(['completed', 2]);
    expect(replay(first, world.runId, world.history, new Map([['d2', plan]])).ok).toBe(true);
    expect(replay(first, world.runId, world.history).divergence?.message).toContain('not at hand');
    expect([definitionIds(world.history, 'd2'), definitionIdAt(world.history.slice(0, 3), 'd1'), definitionIdAt(world.history, 'd1')]).toEqual([['d1', 'd2'], 'd1', 'd2']);
  });

  test('whatever starts the next run: what started this one has done so', () => {
    const world = worldOf([{ id: 'start', type: 'start', params: { on: 'schedule', every: '15m' } }, task('a'), task('b')], 'start>a a>b').start();
    const nodes = (start: object) => [{ id: 'start', type: 'start', ...start }, task('a'), task('b')];
    expect(move(world, planOf(nodes({ params: { on: 'schedule', cron: '0 9 * * *', overlap: 'allow' } }), 'start>a a>b'))).toBeNull();
    expect(move(world, planOf(nodes({ disabled: true }), 'start>a a>b'), 3)).not.toBeNull();
  });

  test('with what waits as it waits', () => {
    const nodes = [task('a', { retry: { maximumAttempts: 2 } }), { id: 'ask', type: 'approval', params: { title: 'x' } }, { id: 'kid', type: 'child', params: { workflow: 'o' } }, task('b')];
    const world = worldOf(nodes, 'start>a start>ask start>kid ask:approved>b').start();
    const first = world.plan;
    world.fail('a', { type: 'Boom', message: 'boom' }, true);
    const effects = world.effects.length;
    const plan = planOf([...nodes.slice(0, 3), task('new')], 'start>a start>ask start>kid ask:approved>new kid>new');
    expect(move(world, plan)).toBeNull();
    expect(world.effects).toHaveLength(effects);
    world.run();
    expect([world.state.status, world.status('new'), replay(first, world.runId, world.history, new Map([['d2', plan]])).ok]).toEqual(['completed', 'completed', true]);
  });

  test('within containers too: the iteration that is open goes on by the new version', () => {
    const nodes = [{ id: 'loop', type: 'loop', params: { count: 2 } }, task('x', { parent: 'loop' })];
    const world = worldOf(nodes, 'start>loop').start();
    world.complete('loop[0]/x');
    const first = world.plan;
    const plan = planOf([...nodes, task('y', { parent: 'loop' })], 'start>loop x>y');
    // In the iteration that is over "y" would have run.
    expect(move(world, plan)).toBe('decides_otherwise');
    const fresh = worldOf(nodes, 'start>loop').start();
    expect(move(fresh, plan)).toBeNull();
    fresh.complete('loop[0]/x');
    expect(fresh.status('loop[0]/y')).toBe('scheduled');
    fresh.run();
    expect([fresh.state.status, replay(first, fresh.runId, fresh.history, new Map([['d2', plan]])).ok]).toEqual(['completed', true]);
  });

  test('in the second place as in the first', () => {
    const world = base();
    const first = world.plan;
    world.complete('a');
    const second = planOf([task('a'), task('b'), task('c', { params: { source: 'return 2' } })], 'start>a a>b b>c');
    const third = planOf([task('a'), task('b'), task('d')], 'start>a a>b b>d');
    expect(move(world, second)).toBeNull();
    expect(move(world, third, 3)).toBeNull();
    world.complete('b');
    world.complete('d');
    expect(replay(first, world.runId, world.history, new Map([['d2', second], ['d3', third]])).ok).toBe(true);
    expect(definitionIds(world.history, 'd3')).toEqual(['d1', 'd2', 'd3']);
  });
});

describe('a move is refused', () => {
  test.each([
    ['its program', { params: { source: 'return 2' } }, ['params.source']],
    ['its retries', { retry: { maximumAttempts: 4 } }, ['retry']],
    ['its rule for failures and its timeouts', { onError: 'continue' as const, timeouts: { startToClose: '7s' } }, ['timeouts', 'onError']],
    ['its type', { type: 'http', params: { url: 'https://a.example' } }, ['type', 'params.source', 'params.url']],
    ['whether it runs at all', { disabled: true }, ['disabled']],
  ])('because a node that has begun has another %s', (_, change, differs) => {
    const world = base();
    const { problems } = checkMigration(world.plan, planOf([{ ...task('a'), ...change }, task('b')], 'start>a a>b'), world.runId, world.history);
    expect(problems).toMatchObject([{ code: 'node_changed', node: 'a' }]);
    expect(problems[0]?.differs).toEqual(expect.arrayContaining(differs));
  });

  test('because one that has begun is not there, or one that is not there would have begun', () => {
    const world = worldOf([task('a'), { id: 'ask', type: 'approval', params: { title: 'x' } }], 'start>a start>ask').start();
    expect(checkMigration(world.plan, planOf([task('a')], 'start>a'), world.runId, world.history).problems).toMatchObject([{ code: 'node_missing', node: 'ask' }]);
    world.complete('a');
    const beside = planOf([task('a'), { id: 'ask', type: 'approval', params: { title: 'x' } }, task('beside')], 'start>a start>ask a>beside');
    expect(checkMigration(world.plan, beside, world.runId, world.history).problems).toMatchObject([{ code: 'decides_otherwise' }]);
  });

  test('because the way to what has begun is another', () => {
    const world = base();
    world.complete('a');
    const { problems } = checkMigration(world.plan, planOf([task('a'), task('b'), task('between')], 'start>a a>between between>b'), world.runId, world.history);
    expect(problems).toMatchObject([{ code: 'decides_otherwise', node: 'b', seq: world.history.length }]);
  });

  test('for what happened since the check, and only for that', () => {
    const world = base();
    const plan = planOf([task('a'), task('b', { params: { source: 'return 2' } })], 'start>a a>b');
    const check = checkMigration(world.plan, plan, world.runId, world.history);
    expect(check.problems).toEqual([]);
    const seen = world.history.length;
    world.complete('a');
    expect(checkOn(world.plan, plan, check.state, world.history.slice(seen)).problems).toMatchObject([{ code: 'node_changed', node: 'b' }]);
  });

  test('while the run is paused, ending or over, when it is a child, and with pinned outputs', () => {
    const plan = planOf([task('a'), task('b')], 'start>a a>b');
    const control = { reason: null, by: null };
    const child = worldOf([task('a')], 'start>a').start({ parent: { runId: 'p', path: 'x', generation: 1, awaited: false } });
    const pinned = worldOf([task('a'), task('p')], 'start>a a>p').start({ pinned: { p: 1 } });
    const paused = base();
    paused.must({ type: 'run.paused', data: control });
    const ending = base();
    ending.must({ type: 'run.cancel_requested', data: control });
    const over = base();
    over.must({ type: 'run.terminated', data: control });
    expect([child, pinned, paused, ending, over].map((world) => move(world, plan))).toEqual(['child_run', 'pinned_run', 'run_paused', 'already_cancelling', 'run_over']);
  });
});

describe('a fork to another version', () => {
  test('goes on by that version from its first event', () => {
    const world = base();
    world.complete('a');
    const plan = planOf([task('a'), task('b'), task('d')], 'start>a a>b b>d');
    expect(checkMigration(world.plan, plan, world.runId, world.history).problems).toEqual([]);
    const fork = forkOf(world, world.history.length, { under: plan, plan: to(plan, 2), edits: { outputs: { b: 1 } } });
    expect([fork.state.version, fork.status('b'), fork.status('d')]).toEqual([2, 'completed', 'scheduled']);
    fork.run();
    expect(replay(world.plan, fork.runId, fork.history, new Map([['d2', plan]])).ok).toBe(true);
    expect(fork.state.status).toBe('completed');
  });

  test('is refused where the run is ending', () => {
    const world = base();
    world.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
    expect(tryFork(world, world.history.length, { plan: to(world.plan, 2) })[1]?.code).toBe('already_cancelling');
    expect(forkOf(world, world.history.length).state.status).toBe('cancelled');
  });
});
