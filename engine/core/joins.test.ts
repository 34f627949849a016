import { expect, test } from 'vitest';
import { task, worldOf } from './testing/build.fixture.ts';

test('a chain runs one task after the other, two events a step', () => {
  const world = worldOf([task('a'), task('b')], 'start>a a>b').start();
  expect(world.types()).toEqual(['run.started', 'step.completed start', 'step.scheduled a']);
  world.complete('a', 1);
  world.complete('b', 2);
  expect(world.types().slice(3)).toEqual(['step.completed a', 'step.scheduled b', 'step.completed b', 'run.completed']);
  expect(world.state.output).toEqual(2);
});

test('a join for all waits for every edge and runs when one was taken', () => {
  const nodes = [{ id: 'if', type: 'condition', params: { if: 'input.yes' } }, task('yes'), task('no'), task('join')];
  const world = worldOf(nodes, 'start>if if:true>yes if:false>no yes>join no>join', { input: { type: 'object', properties: { yes: { type: 'boolean' } }, required: ['yes'] } }).start({ input: { yes: true } });
  expect(world.status('no')).toBe('skipped');
  expect(world.status('join')).toBe('pending');
  world.complete('yes');
  expect(world.status('join')).toBe('scheduled');
});

test('a branch that was not taken dies to its end, and nothing waits for it', () => {
  const nodes = [{ id: 'if', type: 'condition', params: { if: 'false' } }, task('a'), task('b'), task('other')];
  const world = worldOf(nodes, 'start>if if:true>a a>b if:false>other').start();
  world.complete('other', 'x');
  expect([world.status('a'), world.status('b'), world.state.status]).toEqual(['skipped', 'skipped', 'completed']);
  expect(world.state.output).toEqual({ other: 'x' });
});

test('any fires with the first edge, and the late branch goes on', () => {
  const world = worldOf([task('a'), task('b'), task('join', { join: 'any' })], 'start>a start>b a>join b>join').start();
  world.complete('a');
  expect([world.status('join'), world.status('b')]).toEqual(['scheduled', 'scheduled']);
  world.complete('join');
  expect(world.over).toBe(false);
  world.complete('b');
  expect(world.state.status).toBe('completed');
});

test('a race cancels the branches that lead only to it, not the ones that others need', () => {
  const nodes = [task('a'), task('b'), task('c'), task('join', { join: 'any', rest: 'cancel' }), task('other'), { id: 'late', type: 'wait', params: { for: '1h' } }, task('never')];
  const world = worldOf(nodes, 'start>a start>b start>c a>join b>join c>join c>other start>late late>never never>join').start();
  world.complete('a');
  expect(world.state.steps.get('b')?.cancelling).toBe(true);
  expect(world.state.steps.get('c')?.cancelling).toBe(false);
  expect([world.status('late'), world.status('never')]).toEqual(['cancelled', 'skipped']);
  expect(world.timers.size).toBe(1);
});

test('atLeast fires when enough were taken and is skipped when too few still can', () => {
  const join = { id: 'join', type: 'transform', params: { value: '{{ "fired" }}' }, join: { atLeast: 2 } } as const;
  const nodes = [task('a', { onError: 'branch' }), task('b', { onError: 'branch' }), task('c'), join];
  const edges = 'start>a start>b start>c a>join b>join c>join';
  const fires = worldOf(nodes, edges).start();
  fires.complete('a');
  fires.complete('c');
  expect(fires.status('join')).toBe('completed');
  const dies = worldOf(nodes, edges).start();
  dies.fail('a');
  dies.fail('b');
  expect(dies.status('join')).toBe('skipped');
});

test('of several starts the run enters by one, the others are dead', () => {
  const nodes = [{ id: 'one', type: 'start' }, { id: 'two', type: 'start' }, task('a'), task('b')];
  const world = worldOf(nodes, 'one>a two>b').start({ entry: 'two' });
  expect([world.status('one'), world.status('a'), world.status('b')]).toEqual(['skipped', 'skipped', 'scheduled']);
});

test('a disabled node passes through by its first branch', () => {
  const nodes = [{ id: 'if', type: 'condition', params: { if: 'false' }, disabled: true }, task('a'), task('b')];
  const world = worldOf(nodes, 'start>if if:true>a if:false>b').start();
  expect([world.status('if'), world.status('a'), world.status('b')]).toEqual(['skipped', 'scheduled', 'skipped']);
});

test('several ends give the outputs of those reached, by id', () => {
  const nodes = [{ id: 'if', type: 'condition', params: { if: 'true' } }, { id: 'yes', type: 'end', params: { output: 1 } }, { id: 'no', type: 'end', params: { output: 2 } }, { id: 'also', type: 'end', params: { output: 3 } }];
  const world = worldOf(nodes, 'start>if if:true>yes if:false>no start>also').start();
  expect(world.state.output).toEqual({ yes: 1, also: 3 });
});

test('a switch takes the first case that holds, else default', () => {
  const nodes = [{ id: 's', type: 'switch', params: { cases: [{ id: 'big', when: 'input.n > 10' }, { id: 'mid', when: 'input.n > 5' }] } }, task('big'), task('mid'), task('rest')];
  const status = (n: number) => {
    const world = worldOf(nodes, 'start>s s:big>big s:mid>mid s:default>rest').start({ input: { n } });
    return ['big', 'mid', 'rest'].filter((id) => world.status(id) === 'scheduled');
  };
  expect([status(11), status(7), status(1)]).toEqual([['big'], ['mid'], ['rest']]);
});

test('pinned data stands in for a step of a test run', () => {
  const world = worldOf([task('a'), task('b')], 'start>a a>b').start({ pinned: { a: { fixed: true } } });
  expect(world.state.steps.get('a')).toMatchObject({ status: 'completed', pinned: true, output: { fixed: true } });
  expect(world.status('b')).toBe('scheduled');
});

test('a step that is named like something every object has runs when another one is pinned', () => {
  const world = worldOf([task('a'), task('toString')], 'start>a a>toString').start({ pinned: { a: 1 } });
  expect(world.state.steps.get('toString')?.status).toBe('scheduled');
});

test('pinned data leaves by the branch it is told and writes the variables it stands for', () => {
  const nodes = [{ id: 'c', type: 'condition', params: { if: 'false' } }, { id: 's', type: 'set', params: { vars: { n: 1 } } }, task('yes'), task('no'), { id: 'end', type: 'end', params: { output: '{{ vars }}' } }];
  const pinned = { c: true, s: { n: 7 } };
  const told = worldOf(nodes, 'start>s s>c c:true>yes c:false>no s>end').start({ pinned, stands: { c: { branch: 'true' }, s: { vars: true } }, vars: { m: 2, n: 0 } });
  expect([told.status('yes'), told.status('no'), told.state.steps.get('end')?.output]).toEqual(['scheduled', 'skipped', { m: 2, n: 7 }]);
  // Runs of before this was told go on as they were decided.
  const older = worldOf(nodes, 'start>s s>c c:true>yes c:false>no s>end').start({ pinned });
  expect([older.status('yes'), older.status('no'), older.state.steps.get('end')?.output]).toEqual(['skipped', 'skipped', {}]);
});

test('an output that breaks the output schema fails the run', () => {
  const nodes = [{ id: 'end', type: 'end', params: { output: { n: 'text' } } }];
  const world = worldOf(nodes, 'start>end', { output: { type: 'object', properties: { n: { type: 'number' } } } }).start();
  expect(world.state.status).toBe('failed');
  expect(world.state.error?.type).toBe('output_invalid');
});
