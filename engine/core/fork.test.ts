import { describe, expect, test } from 'vitest';
import type { RunEvent } from './events.ts';
import { replay } from './replay.ts';
import { task, worldOf } from './testing/build.fixture.ts';
import { cutsOf, forkOf, type ForkOptions, seqOf, tryFork } from './testing/fork.fixture.ts';
import type { World } from './testing/world.fixture.ts';

const at = (world: World, type: RunEvent['type'], path?: string): number => seqOf(world, type, path);
const endOf = (world: World, seq: number): number => cutsOf(world.history).find((cut) => cut >= seq)!;
const replays = (world: World): boolean => replay(world.plan, world.runId, world.history).ok;
const chain = () => worldOf([task('a'), task('b', { params: { source: 'return 1', input: { v: '{{ nodes.a.output }}', k: '{{ run.key }}' } } }), { id: 'end', type: 'end', params: { output: '{{ nodes.b.output }}' } }], 'start>a a>b b>end');

describe('a fork', () => {
  test('has the past of its source word for word, and goes on by itself', () => {
    const world = chain().start({ input: 1 });
    world.complete('a', 1);
    world.complete('b', 2);
    const before = structuredClone(world.history);
    const cut = endOf(world, at(world, 'step.scheduled', 'b'));
    const fork = forkOf(world, cut, { key: 'k2' });
    expect(fork.history.slice(0, cut)).toEqual(before.slice(0, cut));
    expect(fork.history.slice(cut)).toMatchObject([{ type: 'run.forked', derived: false }]);
    expect([fork.state.key, fork.state.runId, fork.status('a'), fork.status('b')]).toEqual(['k2', fork.runId, 'completed', 'scheduled']);
    expect(fork.task('b')).toMatchObject({ seq: at(world, 'step.scheduled', 'b'), attempt: 1 });
    fork.complete('b', 3);
    expect([fork.state.status, fork.state.output, world.state.output]).toEqual(['completed', 3, 2]);
    expect([replays(fork), replays(world)]).toEqual([true, true]);
    expect(world.history).toEqual(before);
  });

  test('cannot be made where the run is over', () => {
    const world = chain().start();
    world.complete('a');
    world.complete('b');
    expect(tryFork(world, world.history.length)[1]?.code).toBe('nothing_left');
  });

  test('of a fork replays from the first run on', () => {
    const world = worldOf([task('a'), { id: 'who', type: 'transform', params: { value: '{{ run.id }}' } }, task('b'), { id: 'who2', type: 'transform', params: { value: '{{ run.id }}' } }], 'start>a a>who who>b b>who2').start();
    world.complete('a');
    const first = forkOf(world, world.history.length, { runId: 'fork-1' });
    const second = forkOf(first, first.history.length, { runId: 'fork-2' });
    second.complete('b');
    expect([second.state.steps.get('who')?.output, second.state.steps.get('who2')?.output]).toEqual([world.runId, 'fork-2']);
    expect(replays(second)).toBe(true);
  });

  test('has no parent, and does not end the children of its source', () => {
    const nodes = [{ id: 'kid', type: 'child', params: { workflow: 'o', wait: false } }, task('a')];
    const world = worldOf(nodes, 'start>kid start>a').start({ parent: { runId: 'p', path: 'x', generation: 1, awaited: true } });
    const fork = forkOf(world, world.history.length);
    fork.effects.length = 0;
    fork.complete('a');
    expect([fork.state.parent, fork.effects.map((effect) => effect.type)]).toEqual([null, ['task.close']]);
    world.complete('a');
    expect(world.effects.slice(-2)).toMatchObject([{ type: 'child.cancel' }, { type: 'parent.notify' }]);
  });
});

describe('what is open at the cut', () => {
  test('is done again: attempts under their number, with their backoff and what an agent recorded', () => {
    const world = worldOf([task('a', { retry: { maximumAttempts: 3, initialInterval: '10s', jitter: 0 } }), task('b')], 'start>a start>b').start();
    world.must({ type: 'agent.recorded', path: 'b', attempt: 1, data: { task: world.task('b').seq, index: 0, record: { kind: 'model' } } });
    world.fail('a', { type: 'Boom', message: 'boom' }, true);
    const left = world.task('a').availableAt - world.now;
    const fork = forkOf(world, world.history.length, { now: world.now + 3_600_000 });
    expect(fork.task('a')).toMatchObject({ attempt: 2, seq: world.task('a').seq, availableAt: fork.now + left });
    expect([fork.state.steps.get('a')?.dueAt, fork.state.steps.get('b')?.records]).toEqual([fork.now + left, [{ kind: 'model' }]]);
    fork.complete('b');
    fork.complete('a');
    expect([fork.state.status, replays(fork)]).toEqual(['completed', true]);
  });

  test('keeps the time it had left: waits, timeouts, the run’s own, and the time to close a step', () => {
    const nodes = [{ id: 'w', type: 'wait', params: { for: '1h' } }, { id: 's', type: 'signal', params: { name: 'go', timeout: '2h' } }, task('a', { timeouts: { scheduleToClose: '3h' } })];
    const world = worldOf(nodes, 'start>w start>s start>a').start({ timeoutMs: 4 * 3_600_000 });
    world.now += 600_000;
    world.must({ type: 'signal.received', data: { name: 'other', payload: 1, clientId: 'c', by: null } });
    const fork = forkOf(world, world.history.length, { now: world.now + 86_400_000 });
    const left = (w: World): Record<string, number> => Object.fromEntries([...w.timers.values()].map((timer) => [`${timer.path} ${timer.purpose}`, timer.dueAt - w.now]));
    expect(left(fork)).toEqual({ 'null run-timeout': left(world)['null run-timeout'], 'w wait': left(world)['w wait'], 's signal-timeout': left(world)['s signal-timeout'] });
    expect((fork.task('a').scheduleToCloseAt ?? 0) - fork.now).toBe((world.task('a').scheduleToCloseAt ?? 0) - world.now);
    expect([fork.state.signals.get('other')?.length, fork.submit({ type: 'signal.received', data: { name: 'other', payload: 1, clientId: 'c', by: null } })?.code]).toEqual([1, 'duplicate']);
    fork.perform({ do: 'fire', timer: [...fork.timers.values()].find((timer) => timer.path === 'w')! });
    expect([fork.status('w'), replays(fork), world.state.steps.get('w')?.wait]).toMatchObject(['completed', true, { dueAt: world.history[0]!.at + 3_600_000 }]);
  });

  test.each([[false, [], 'waiting'], [true, ['anna'], 'completed']] as const)('people are asked again; decisions that were taken count when they are kept: %s', (keepDecisions, kept, after) => {
    const world = worldOf([{ id: 'ask', type: 'approval', params: { title: 'Go?', quorum: 2, due: '1d' } }], 'start>ask').start();
    const decide = (w: World, by: string) => w.submit({ type: 'approval.decided', path: 'ask', data: { outcome: 'approved', by, comment: null, data: null, shownHash: null } });
    decide(world, 'anna');
    const fork = forkOf(world, world.history.length, { keepDecisions, now: world.now + 3_600_000 });
    const asked = fork.effects.filter((effect) => effect.type.startsWith('approval.'));
    expect(asked).toMatchObject([{ type: 'approval.open', seq: world.approvals.get('ask'), wait: { title: 'Go?', dueAt: [...fork.timers.values()][0]?.dueAt } }, ...kept.map((by) => ({ type: 'approval.decide', by, outcome: 'approved' }))]);
    expect(decide(fork, 'berta')).toBeNull();
    expect([fork.status('ask'), replays(fork)]).toEqual([after, true]);
  });

  test('a child that is awaited starts anew with the same input; the source’s is left alone', () => {
    const nodes = [task('a'), { id: 'kid', type: 'child', params: { workflow: 'o', input: '{{ nodes.a.output }}', key: 'k' } }];
    const world = worldOf(nodes, 'start>a a>kid').start();
    world.complete('a', { n: 1 });
    const theirs = [...world.children.values()][0]!;
    const fork = forkOf(world, world.history.length);
    const ours = [...fork.children.values()][0]!;
    expect(ours).toMatchObject({ workflow: 'o', input: { n: 1 }, key: 'k', link: { runId: fork.runId, path: 'kid', awaited: true } });
    expect([ours.runId === theirs.runId, fork.effects.some((effect) => effect.type === 'child.cancel')]).toEqual([false, false]);
    expect(fork.submit({ type: 'child.closed', path: 'kid', data: { runId: theirs.runId, generation: 1, status: 'completed', output: 1, error: null } })?.code).toBe('stale_attempt');
    fork.perform({ do: 'child', child: ours });
    expect([fork.state.status, replays(fork)]).toEqual(['completed', true]);
  });

  test('a pause is lifted, and what it held back is answered', () => {
    const nodes = [task('a'), task('next'), { id: 'kid', type: 'child', params: { workflow: 'o' } }, { id: 'ask', type: 'approval', params: { title: 'x' } }];
    const world = worldOf(nodes, 'start>a a>next start>kid start>ask').start({ timeoutMs: 60_000 });
    world.must({ type: 'run.paused', data: { reason: null, by: null } });
    world.complete('a');
    world.perform({ do: 'child', child: [...world.children.values()][0]! });
    world.perform({ do: 'decide', path: 'ask' });
    const fork = forkOf(world, world.history.length);
    // The decision was on a request that is asked again; the child's outcome is the step's.
    expect([fork.state.status, fork.status('next'), fork.status('kid'), fork.status('ask'), fork.children.size]).toEqual(['running', 'scheduled', 'completed', 'waiting', 0]);
    expect([...fork.timers.values()]).toMatchObject([{ purpose: 'run-timeout' }]);
    expect(forkOf(world, world.history.length, { keepDecisions: true }).status('ask')).toBe('completed');
    expect(replays(fork)).toBe(true);
  });

  test('what was being stopped has stopped, and the way back goes on', () => {
    const nodes = [{ id: 's', type: 'saga' }, task('a', { parent: 's' }), task('noA', { parent: 's' }), task('b', { parent: 's' }), task('c', { parent: 's' }), { id: 'kid', type: 'child', params: { workflow: 'o' }, parent: 's' }];
    const world = worldOf(nodes, 'start>s a>b a>c a>kid a~noA').start();
    world.complete('s/a');
    world.fail('s/b');
    expect([world.state.steps.get('s/c')?.cancelling, world.state.steps.get('s/kid')?.cancelling, world.aborting.size]).toEqual([true, true, 1]);
    const fork = forkOf(world, world.history.length);
    expect([fork.status('s/c'), fork.status('s/kid'), fork.status('s/noA'), fork.children.size, fork.timers.size]).toEqual(['cancelled', 'cancelled', 'scheduled', 0, 0]);
    const later = forkOf(fork, fork.history.length, { runId: 'fork-2' });
    later.complete('s/noA');
    expect([later.state.status, later.state.error?.type, replays(later)]).toEqual(['failed', 'Boom', true]);
  });
});

describe('edits', () => {
  const editOf = (world: World, cut: number, edits: ForkOptions['edits']) => forkOf(world, cut, { edits: edits! });

  test('of an output: what begins or starts again sees it, what is closed stays', () => {
    const world = chain().start();
    world.complete('a', 1);
    const fork = editOf(world, world.history.length, { outputs: { a: 7 } });
    expect([fork.state.steps.get('a')?.output, fork.status('b'), world.state.steps.get('a')?.output]).toEqual([7, 'scheduled', 1]);
    expect(replays(fork)).toBe(true);
  });

  test('of an open step’s output: it completes with it, and what computes from it is computed', () => {
    const nodes = [task('a'), { id: 'twice', type: 'transform', params: { value: '{{ nodes.a.output * 2 }}' } }, task('b'), { id: 'w', type: 'wait', params: { for: '1h' } }];
    const world = worldOf(nodes, 'start>a a>twice twice>b start>w').start();
    const cut = world.history.length;
    world.complete('a', 1);
    const fork = editOf(world, cut, { outputs: { a: 21, w: 'now' } });
    expect([fork.state.steps.get('twice')?.output, fork.status('b'), fork.status('w'), fork.tasks.size, fork.timers.size]).toEqual([42, 'scheduled', 'completed', 1, 0]);
    expect([fork.submit({ type: 'step.completed', path: 'a', attempt: 1, data: { task: cut, output: 5 } })?.code, replays(fork)]).toEqual(['stale_attempt', true]);
  });

  test('of the input and of variables: seen by what comes, and by the start that hands it on', () => {
    const nodes = [{ id: 'v', type: 'set', params: { vars: { x: 1, y: 1 } } }, task('a'), { id: 'end', type: 'end', params: { output: { i: '{{ input }}', s: '{{ nodes.start.output }}', x: '{{ vars.x }}', y: '{{ vars.y }}' } } }];
    const world = worldOf(nodes, 'start>v v>a a>end').start({ input: 'old' });
    const fork = editOf(world, world.history.length, { input: null, vars: { x: 2 } });
    fork.complete('a');
    expect([fork.state.output, replays(fork)]).toEqual([{ i: null, s: null, x: 2, y: 1 }, true]);
  });

  test('of an output in the log of a saga reach the step that undoes it', () => {
    const nodes = [{ id: 's', type: 'saga' }, task('a', { parent: 's' }), task('noA', { parent: 's' }), task('b', { parent: 's' })];
    const world = worldOf(nodes, 'start>s a>b a~noA').start();
    world.complete('s/a', 1);
    const fork = editOf(world, world.history.length, { outputs: { 's/a': 9 } });
    expect(fork.state.scopes.get('s')?.log).toMatchObject([{ path: 's/a', output: 9 }]);
    fork.fail('s/b');
    expect([fork.status('s/noA'), replays(fork)]).toEqual(['scheduled', true]);
  });

  test('that do not fit the past are refused, and say why', () => {
    const nodes = [task('a', { onError: 'continue' }), { id: 'g', type: 'group' }, task('x', { parent: 'g' }), { id: 'ask', type: 'approval', params: { title: 'x' } }, task('later')];
    const world = worldOf(nodes, 'start>a start>g start>ask a>later g>later').start();
    world.fail('a');
    const refused = (path: string) => tryFork(world, world.history.length, { edits: { outputs: { [path]: 1 } } })[1];
    expect(refused('later')).toMatchObject({ code: 'invalid_edit', message: expect.stringContaining('no step "later" at the cut') });
    expect(refused('a')?.message).toContain('"a" is failed at the cut');
    expect(refused('g')?.message).toContain('what is inside it');
    expect(refused('ask')?.message).toContain('Decide it in the fork');
    world.must({ type: 'run.cancel_requested', data: { reason: null, by: null } });
    expect(refused('g/x')?.message).toContain('being cancelled');
  });

  test('that a child cannot be started with fail its step, and the others are taken back', () => {
    const nodes = [{ id: 'kid', type: 'child', params: { workflow: 'o', input: '{{ input.a.b }}' } }, task('a'), { id: 'w', type: 'wait', params: { for: '1h' } }, { id: 'ask', type: 'approval', params: { title: 'x' } }];
    const world = worldOf(nodes, 'start>kid start>a start>w start>ask').start({ input: { a: { b: 1 } } });
    const fork = editOf(world, world.history.length, { input: null });
    expect([fork.state.status, fork.status('kid'), fork.status('a'), fork.tasks.size, fork.timers.size, fork.approvals.size]).toEqual(['failed', 'failed', 'cancelled', 0, 0, 0]);
    expect(replays(fork)).toBe(true);
  });
});
