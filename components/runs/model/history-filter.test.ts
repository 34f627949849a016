import { describe, expect, it } from 'vitest';
import { aHistory, started } from './a-history.ts';
import { filterHistory, gistOf, historyFile } from './history-filter.ts';

const error = { type: 'HttpError', message: 'The hotel refused.' };
const events = aHistory([
  started(0, { customer: 'Ada' }),
  { at: 0, derived: true, type: 'step.scheduled', path: 'Hotel', attempt: 1, data: {} },
  { at: 1, type: 'attempt.failed', path: 'Hotel', attempt: 1, data: { task: 2, error, retryable: false } },
  { at: 1, derived: true, type: 'step.failed', path: 'Hotel', data: { error, handled: 'branch' } },
  { at: 1, derived: true, type: 'step.waiting', path: 'ask', data: { wait: { kind: 'signal', name: 'go', dueAt: null } } },
  { at: 2, type: 'signal.received', data: { name: 'go', payload: 7, clientId: null, by: null } },
  { at: 3, type: 'run.paused', data: { reason: 'lunch', by: 'Ada' } },
]);
const seqs = (...filter: [Parameters<typeof filterHistory>[1], string]) => filterHistory(events, ...filter).map((at) => events[at]!.seq);

describe('the filter of a history', () => {
  it.each([['all', [1, 2, 3, 4, 5, 6, 7]], ['inputs', [1, 3, 6, 7]], ['trouble', [3, 4]], ['steps', [2, 3, 4, 5]], ['waits', [5, 6]], ['undo', []], ['control', [1, 7]]] as const)('%s', (kind, found) => {
    expect(seqs(kind, '')).toEqual(found);
  });
  it('looks into types, paths and data, whatever the case', () => {
    expect(seqs('all', 'hotel')).toEqual([2, 3, 4]);
    expect(seqs('all', 'ADA')).toEqual([1, 7]);
    expect(seqs('inputs', 'refused')).toEqual([3]);
  });
  it('finds an event by its number', () => {
    expect(seqs('all', '#6')).toEqual([6]);
  });
});

it('an event says what matters in one line', () => {
  expect(events.map(gistOf)).toEqual(['', '', 'The hotel refused.', 'The hotel refused.', 'signal go', 'go', 'Ada: lunch']);
});
it('a fork says whose past it has, a move from where to where', () => {
  const source = { runId: '01890000-0000-7000-8000-0000abcd1234', seq: 12, at: 0 };
  const forked = aHistory([{ at: 0, type: 'run.forked', data: { reason: 'what if', by: 'Ada', source, runId: 'r', mode: 'fork', key: null, edits: {}, keepDecisions: false, plan: null } }]);
  const moved = aHistory([{ at: 0, type: 'run.migrated', data: { reason: null, by: null, from: { definitionId: 'a', hash: '', version: null }, to: { definitionId: 'b', hash: '', version: 2 } } }]);
  expect([...forked, ...moved].map(gistOf)).toEqual(['← abcd1234 #12 · Ada · what if', '– → v2']);
});
it('a history is downloaded as the API writes it', () => {
  expect((JSON.parse(historyFile(events)) as { at: string; seq: number }[])[1]).toMatchObject({ seq: 2, at: '1970-01-01T00:00:00.000Z' });
});
