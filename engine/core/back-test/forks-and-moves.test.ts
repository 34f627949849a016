import { describe, expect, test } from 'vitest';
import { planOf, task, worldOf } from '../testing/build.fixture.ts';
import { forkOf } from '../testing/fork.fixture.ts';
import { checkMigration } from '../migration.ts';
import { answered, asked, kinds, tested } from './back-test.fixture.ts';

describe('the past of forks and moves is read under what it was', () => {
  test('a fork goes the same way, and another one under a draft', () => {
    const source = answered(asked(3));
    const fork = forkOf(source, 3, { edits: { outputs: { ask: 1 } } });
    fork.run();
    expect([tested(source.plan, fork).verdict, kinds(tested(asked(0), fork).differences)]).toEqual(['same', ['branch big']]);
  });

  test('a run that was moved is held against the version it had at each step', () => {
    const first = planOf([task('a'), task('b')], 'start>a a>b');
    const second = planOf([task('a'), task('b', { params: { source: 'return 2' } })], 'start>a a>b');
    const world = worldOf([], '');
    world.plan = first;
    world.start();
    expect(checkMigration(first, second, world.runId, world.history).problems).toEqual([]);
    world.plan = second;
    world.must({ type: 'run.migrated', data: { reason: null, by: null, from: { definitionId: 'd1', hash: 'x', version: 1 }, to: { definitionId: 'd2', hash: 'y', version: 2 } } });
    world.run();
    const later = new Map([['d2', second]]);
    expect([tested(second, world, first, later).verdict, kinds(tested(first, world, first, later).differences)]).toEqual(['same', ['input b']]);
    expect(() => tested(second, world, first)).toThrow('not at hand');
  });
});
