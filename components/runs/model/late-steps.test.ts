import { expect, it } from 'vitest';
import type { Definition, RunState, StepState } from '@/engine/index.ts';
import { isLate, lateSteps, queueOf } from './late-steps.ts';

const step = (over: Partial<StepState>): StepState => ({ node: 'a', path: 'a', status: 'scheduled', openedAt: 1_000, container: null, cancelling: false, dueAt: null, ...over }) as StepState;
const state = (steps: StepState[], over: Partial<RunState> = {}): RunState => ({ status: 'running', paused: false, taskQueue: null, steps: new Map(steps.map((one) => [one.path, one])), ...over }) as RunState;

it('is late when nothing is heard of it five seconds after a worker might have begun', () => {
  expect(isLate(step({}), 5_999)).toBe(false);
  expect(isLate(step({}), 6_000)).toBe(true);
  expect(isLate(step({ status: 'retrying', dueAt: 20_000 }), 24_999)).toBe(false);
  expect(isLate(step({ status: 'retrying', dueAt: 20_000 }), 25_000)).toBe(true);
});
it('is not late when it waits for something else, is being stopped, holds others, or is over', () => {
  for (const status of ['waiting', 'running', 'completed', 'failed', 'skipped', 'cancelled'] as const) expect(isLate(step({ status }), 1e9)).toBe(false);
  expect(isLate(step({ cancelling: true }), 1e9)).toBe(false);
  expect(isLate(step({ container: {} as NonNullable<StepState['container']> }), 1e9)).toBe(false);
});
it('is none of a run that is paused or over', () => {
  expect(lateSteps(state([step({}), step({ path: 'b', openedAt: 8_000 })]), 10_000).map(({ path }) => path)).toEqual(['a']);
  expect(lateSteps(state([step({})], { paused: true }), 1e9)).toEqual([]);
  expect(lateSteps(state([step({})], { status: 'failed' }), 1e9)).toEqual([]);
});
it("waits in the queue of its node, else of its run, else of its workflow; a program's tasks wait elsewhere", () => {
  const definition = { nodes: [{ id: 'a', type: 'code', taskQueue: 'gpu' }, { id: 'b', type: 'code' }, { id: 'c', type: 'external' }], settings: { taskQueue: 'mail' } } as unknown as Definition;
  const queue = (node: string, taskQueue: string | null = null) => queueOf({ node }, { taskQueue }, definition);
  expect([queue('a', 'own'), queue('b', 'own'), queue('b'), queue('c'), queue('gone')]).toEqual(['gpu', 'own', 'mail', null, null]);
  expect(queueOf({ node: 'b' }, { taskQueue: null }, { ...definition, settings: undefined } as unknown as Definition)).toBe('default');
});
