import { expect, test } from 'vitest';
import { problemSchema, type Json, type Problem } from '@/engine/index.ts';
import { readProblem } from './read-problem.ts';

const brief: Problem = { type: 'about:blank', title: 'The run is over', status: 409, code: 'run_over', detail: 'The run ended.' };
const whole: Problem = {
  ...brief,
  instance: '/api/v1/runs/a/cancel',
  problems: [{ pointer: '/nodes/0', code: 'unknown_step', message: 'There is no step "x".' }, { pointer: '', in: 'query', code: 'bad', message: '', node: 'a', edge: 'e', severity: 'warning', fix: 'Look.' }],
  requestId: 'r-1',
  context: { theirs: { revision: 4 } },
};

test.each([brief, whole])('a problem of ours is read as its schema reads it', (problem) => {
  expect(problemSchema.parse(problem)).toEqual(problem);
  expect(readProblem(problem as unknown as Json)).toEqual(problem);
});

test.each([
  null, 'no', 4, [], {},
  { ...brief, status: '409' }, { ...brief, status: 1.5 }, { ...brief, detail: undefined }, { ...brief, code: 4 },
  { ...brief, instance: 1 }, { ...brief, requestId: null }, { ...brief, context: [] }, { ...brief, problems: {} },
  { ...brief, problems: ['x'] }, { ...brief, problems: [{ pointer: '', code: 'x' }] },
  { ...brief, problems: [{ pointer: '', code: 'x', message: '', in: 'cookie' }] }, { ...brief, problems: [{ pointer: '', code: 'x', message: '', severity: 'bad' }] }, { ...brief, problems: [{ pointer: '', code: 'x', message: '', fix: 1 }] },
])('what its schema refuses is not one: %j', (value) => {
  expect(problemSchema.safeParse(value).success).toBe(false);
  expect(readProblem(value as Json)).toBeNull();
});

test('what a newer server adds is left out', () => {
  expect(readProblem({ ...brief, hint: 'new' } as unknown as Json)).toEqual(brief);
});
