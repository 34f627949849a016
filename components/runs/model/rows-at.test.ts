import { expect, it } from 'vitest';
import { catalogue, definitionSchema, emptyState, evolve, timelineRows, type RunState } from '@/engine/index.ts';
import { aHistory, started, type Written } from './a-history.ts';
import { rowsAt } from './rows-at.ts';
import { viewPlanOf } from './view-plan.ts';

const definition = definitionSchema.parse({
  heddle: 1,
  name: 'Trip',
  nodes: [{ id: 'start', type: 'start' }, { id: 'pay', type: 'code', retry: { maximumAttempts: 2 } }, { id: 'ask', type: 'signal', params: { name: 'go' } }],
  edges: [{ id: 'e1', source: 'start', target: 'pay' }, { id: 'e2', source: 'pay', target: 'ask' }],
});
const plan = viewPlanOf(definition, catalogue);
const error = { type: 'HttpError', message: 'refused' };
const history: Written[] = [
  started(0),
  { at: 0, derived: true, type: 'step.completed', path: 'start', data: { output: null } },
  { at: 0, derived: true, type: 'step.scheduled', path: 'pay', attempt: 1, data: {} },
  { at: 40, type: 'attempt.failed', path: 'pay', attempt: 1, data: { task: 3, error, retryable: true } },
  { at: 40, derived: true, type: 'step.retrying', path: 'pay', attempt: 2, data: { dueAt: 50, error } },
  { at: 90, type: 'step.completed', path: 'pay', attempt: 2, data: { task: 5, output: 'P-1' } },
  { at: 90, derived: true, type: 'step.waiting', path: 'ask', data: { wait: { kind: 'signal', name: 'go', dueAt: null } } },
];
const stateAt = (events: number): RunState => aHistory(history.slice(0, events)).reduce((state, event) => evolve(state, event), emptyState('r', { retain: true }));
const rowsOf = (state: RunState) => timelineRows(plan, state, { isOpen: () => true, now: state.at });

function at(events: number) {
  const state = stateAt(events);
  return new Map(rowsAt(rowsOf(stateAt(history.length)), rowsOf(state), state).map((row) => [row.id, row]));
}

it('show what each step was at the moment, not what became of it', () => {
  const rows = at(3);
  expect([...rows.keys()]).toEqual(['start', 'pay', 'pay#1', 'pay#2', 'ask']);
  expect(rows.get('start')).toMatchObject({ status: 'completed', startAt: 0, endAt: 0 });
  expect(rows.get('pay')).toMatchObject({ status: 'scheduled', startAt: 0, endAt: null });
  expect(rows.get('ask')).toMatchObject({ status: 'pending', startAt: null, segments: [] });
});
it('show an attempt that was the only one then, and leave the later one out', () => {
  expect(at(3).get('pay#1')).toMatchObject({ status: 'scheduled', startAt: 0, endAt: null });
  expect(at(3).get('pay#2')).toMatchObject({ status: 'pending', startAt: null, segments: [] });
  expect(at(5).get('pay#1')).toMatchObject({ status: 'failed', endAt: 40 });
  expect(at(5).get('pay#2')).toMatchObject({ status: 'retrying', startAt: 40, endAt: null });
});
it('keep what the bar came to', () => {
  expect(at(3).get('pay')!.segments).toHaveLength(1);
  expect(at(3).get('pay')!.later.at(-1)).toMatchObject({ outcome: 'completed', endAt: 90 });
});
it('are those of the end at the end', () => {
  const rows = at(history.length);
  expect(rows.get('pay')).toMatchObject({ status: 'completed', endAt: 90 });
  expect(rows.get('ask')).toMatchObject({ status: 'waiting', startAt: 90 });
});
