import { expect, test } from 'vitest';
import type { RunEvent } from '../core/events.ts';
import { task, worldOf } from '../core/testing/build.fixture.ts';
import { forkOf, seqOf } from '../core/testing/fork.fixture.ts';
import type { World } from '../core/testing/world.fixture.ts';
import type { RunRow } from '../ports/views.ts';
import { type Cut, cutOf } from './fork-cut.ts';

const control = { reason: null, by: null };
const signal = (payload: number) => ({ type: 'signal.received' as const, data: { name: 'go', payload, clientId: null, by: null } });

function cutAt({ history, runId }: World, step: string): Promise<Cut> {
  const store = { readEvents: async (_id: string, after: number, limit: number): Promise<RunEvent[]> => history.slice(after, after + limit) };
  return cutOf({ store, runs: { values: { whole: async (_id, value) => value } } }, { id: runId, lastSeq: history.length } as RunRow, { mode: 'fork', step }); // nothing else of the row is asked
}

/** The fork from a step, with other parameters for some nodes. */
async function forkFrom(world: World, step: string, params: Record<string, { value: string }> = {}): Promise<World> {
  const { seq, kept } = await cutAt(world, step);
  return forkOf(world, seq, { edits: { ...kept, params } });
}

/** `bad` fails as soon as `a` is there, `next` has no turn any more, and `slow` is asked to stop. */
function fallen(): World {
  const nodes = [task('a'), task('slow'), { id: 'bad', type: 'transform', params: { value: '{{ nodes.a.output / 0 }}' } }, { id: 'next', type: 'transform', params: { value: '{{ nodes.a.output }}' } }];
  const world = worldOf(nodes, 'start>a start>slow a>bad a>next').start();
  world.complete('a', 8);
  world.must({ type: 'attempt.aborted', path: 'slow', attempt: 1, data: { task: world.task('slow').seq } });
  expect(world.state.status).toBe('failed');
  return world;
}

test('what a retry computes again is forked from before what led to it, and not from what stopped after the failure', async () => {
  const world = fallen();
  world.must({ type: 'run.retried', data: { ...control, generation: 2 } });
  expect(world.history.filter((event) => event.type === 'step.failed' && event.path === 'bad')).toHaveLength(2);
  expect(await cutAt(world, 'bad')).toEqual({ seq: seqOf(world, 'step.completed', 'a') - 1, kept: { outputs: { a: 8 } } });
  const fork = await forkFrom(world, 'bad', { bad: { value: '{{ nodes.a.output / 2 }}' } });
  expect([fork.state.steps.get('bad')?.output, fork.state.steps.get('next')?.output, fork.status('slow')]).toEqual([4, 8, 'scheduled']);
});

test('what only a retry has computed is forked from before the run began to fail', async () => {
  const world = fallen();
  world.must({ type: 'run.retried', data: { ...control, generation: 2, overrides: [{ workflow: 'test', node: 'bad', params: { value: 1 } }] } });
  expect(world.status('next')).toBe('completed');
  expect(await cutAt(world, 'next')).toEqual({ seq: seqOf(world, 'step.completed', 'a') - 1, kept: { outputs: { a: 8 } } });
});

test('a signal that did not come in time is waited for again: with an output its step would leave by another branch', async () => {
  const world = worldOf([{ id: 's', type: 'signal', params: { name: 'go', timeout: '1h' } }, { id: 'late', type: 'transform', params: { value: '{{ 1 / 0 }}' } }], 'start>s s:timeout>late').start();
  const ring = (run: World): void => run.perform({ do: 'fire', timer: [...run.timers.values()][0]! });
  ring(world);
  expect(world.status('late')).toBe('failed');
  expect((await cutAt(world, 'late')).kept).toEqual({});
  const fork = await forkFrom(world, 'late', { late: { value: '{{ 1 }}' } });
  expect([fork.status('s'), fork.timers.size]).toEqual(['waiting', 1]);
  ring(fork);
  expect([fork.state.status, fork.state.steps.get('late')?.output]).toEqual(['completed', 1]);
});

test('a signal that came while the run was paused is read by the step that read it, and by no other', async () => {
  const nodes = [{ id: 'first', type: 'signal', params: { name: 'go' } }, { id: 't', type: 'transform', params: { value: '{{ nodes.first.output }}' } }, { id: 'second', type: 'signal', params: { name: 'go' } }];
  const world = worldOf(nodes, 'start>first first>t t>second').start();
  world.must({ type: 'run.paused', data: control });
  world.must(signal(1));
  world.must({ type: 'run.resumed', data: control });
  const fork = await forkFrom(world, 't');
  expect([fork.state.steps.get('t')?.output, fork.status('second')]).toEqual([1, 'waiting']);
  fork.must(signal(2));
  expect(fork.state.output).toBe(2);
});

test('of what was being stopped nothing is kept, so that the fork is not refused for an edit that nobody made', async () => {
  const nodes = [{ id: 's', type: 'saga' }, task('b', { parent: 's' }), { id: 'undo', type: 'transform', parent: 's', params: { value: '{{ compensated.output }}' } }, task('c', { parent: 's' })];
  const world = worldOf(nodes, 'start>s b~undo').start();
  world.fail('s/c');
  world.complete('s/b', 5);
  expect([world.state.status, world.status('s/b'), world.state.steps.get('s/undo')?.output]).toEqual(['failed', 'compensated', 5]);
  expect(await cutAt(world, 's/undo')).toEqual({ seq: seqOf(world, 'step.completed', 's/b') - 1, kept: {} });
  expect((await forkFrom(world, 's/undo')).status('s/undo')).toBe('completed');
});
