import { expect, it } from 'vitest';
import { emptyState, type RunState, type StepState } from '@/engine/index.ts';
import { activeNodes } from './active-nodes.ts';

const state = (status: RunState['status'], steps: Partial<StepState>[], error: RunState['error'] = null): RunState => {
  const made = Object.assign(emptyState('r', { retain: true }), { status, error });
  for (const step of steps) made.steps.set(step.node!, { container: null, ...step } as StepState);
  return made;
};

it('are the steps that are under way or waited for, without the containers round them', () => {
  const run = state('running', [{ node: 'done', status: 'completed' }, { node: 'box', status: 'running', container: {} as StepState['container'] }, { node: 'call', status: 'retrying' }, { node: 'ask', status: 'waiting' }]);
  expect(activeNodes(run)).toEqual(['call', 'ask']);
});
it('are those that failed when that ended the run, and none when it ended well', () => {
  const steps: Partial<StepState>[] = [{ node: 'pay', status: 'failed' }, { node: 'hotel', status: 'compensated' }];
  expect(activeNodes(state('failed', steps, { type: 'failure', message: 'x' } as RunState['error']))).toEqual(['pay']);
  expect(activeNodes(state('completed', steps))).toEqual([]);
});
