import { expect, it } from 'vitest';
import type { StepState } from '@/engine/index.ts';
import { standingError, tasksToExplain } from './step-errors.ts';

const error = (type: string) => ({ type, message: type });
const step = (status: StepState['status'], types: readonly (string | null)[]) => ({
  status, container: null, error: error(types.findLast((type) => type !== null)!),
  attempts: types.map((type, index): StepState['attempts'][number] => ({ attempt: index + 1, task: index, scheduledAt: 0, dueAt: 0, startedAt: 0, endedAt: 1, worker: null, error: type === null ? null : error(type), answered: true })),
});

it.each(['failed', 'retrying'] as const)('a step that is %s stands under its error, which is not explained with its attempts again', (status) => {
  expect(standingError(step(status, ['timeout', 'HttpError']))?.type).toBe('HttpError');
  expect([...tasksToExplain(step(status, ['timeout', 'HttpError']))]).toEqual([0]);
  expect([...tasksToExplain(step(status, ['timeout', 'timeout']))]).toEqual([]);
});

it('an error that only has the name of one of the engine is not explained, and keeps none of them from it', () => {
  const named = step('failed', ['timeout', 'timeout', 'timeout']);
  named.attempts[0]!.error = { ...error('timeout'), foreign: true };
  expect([...tasksToExplain({ ...named, error: { ...error('timeout'), foreign: true } })]).toEqual([1]);
  expect([...tasksToExplain(named)]).toEqual([]);
});

it.each(['completed', 'cancelled'] as const)('a step that is %s after an error stands under none, and its attempts say what each meant, once', (status) => {
  expect(standingError(step(status, ['timeout', null]))).toBeNull();
  expect([...tasksToExplain(step(status, ['timeout', 'HttpError', 'timeout', null]))]).toEqual([0, 1]);
});
