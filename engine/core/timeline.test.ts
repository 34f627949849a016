import { describe, expect, it } from 'vitest';
import type { RunEvent } from './events.ts';
import { aPlan, anAttempt, aScope, aState, aStep } from './state-fixture.ts';
import { emptyTrace, stepSegments, timelineRows, trace } from './timeline.ts';

const plan = aPlan({ rounds: { kind: 'loop', to: { out: 'agent' } }, ask: { scope: 'rounds' }, agent: {} });
const all = { isOpen: () => true };
const failed = { type: 'HttpError', message: 'refused' };

describe('the rows of a timeline', () => {
  const state = () =>
    aState(
      [
        aStep('rounds', { openedAt: 0, closedAt: 30 }),
        aStep('rounds[0]/ask', { openedAt: 0, closedAt: 10 }), aStep('rounds[1]/ask', { openedAt: 12, closedAt: 30 }),
        aStep('agent', { status: 'scheduled', openedAt: 31, records: [{ kind: 'model' }, { kind: 'tool' }], attempts: [anAttempt(1, { scheduledAt: 31, startedAt: 33, endedAt: 40, error: failed }), anAttempt(2, { scheduledAt: 40, dueAt: 50 })] }),
      ],
      [aScope('rounds[0]', { over: true }), aScope('rounds[1]', { over: true })],
    );
  it('are a tree: containers, iterations, steps, attempts, records', () => {
    expect(timelineRows(plan, state(), all).map((row) => `${'  '.repeat(row.depth)}${row.kind} ${row.id}`)).toEqual([
      'step rounds', '  iteration rounds[0]', '    step rounds[0]/ask', '  iteration rounds[1]', '    step rounds[1]/ask',
      'step agent', '  attempt agent#1', '  attempt agent#2', '  record agent!0', '  record agent!1', '  record agent!2',
    ]);
  });
  it('are not built behind a closed row', () => {
    const rows = timelineRows(plan, state(), { isOpen: ({ id }) => id === 'agent' });
    expect(rows.map((row) => row.id)).toEqual(['rounds', 'agent', 'agent#1', 'agent#2', 'agent!0', 'agent!1', 'agent!2']);
    expect(rows[0]).toMatchObject({ hasChildren: true, open: false });
  });
  it('end with what may still run', () => {
    const rows = timelineRows(plan, aState([aStep('rounds', { status: 'running' })]), all);
    expect(rows.map((row) => [row.kind, row.id])).toEqual([['step', 'rounds'], ['pending', 'agent']]);
  });
  it('give an iteration the span of what stands in it', () => {
    const row = timelineRows(plan, state(), all).find(({ id }) => id === 'rounds[1]')!;
    expect(row.segments).toEqual([{ kind: 'running', startAt: 12, endAt: 30, outcome: 'completed' }]);
  });
  it('place records between the instants at which they were written', () => {
    let marks = emptyTrace();
    for (const at of [36, 39]) marks = trace(marks, { type: 'agent.recorded', path: 'agent', attempt: 1, data: { task: 1, index: 0, record: {} }, seq: 1, at, derived: false, id: 'x' } as RunEvent);
    const rows = timelineRows(plan, state(), { ...all, trace: marks }).filter((row) => row.kind === 'record');
    expect(rows.map((row) => [row.startAt, row.endAt, row.status])).toEqual([[33, 36, 'completed'], [36, 39, 'completed'], [39, null, 'running']]);
  });
  it('tell what holds the children, for who opens them', () => {
    const asked: string[] = [];
    timelineRows(plan, state(), { isOpen: ({ id, kind, children, holds }) => (asked.push(`${kind} ${id} ${children} ${holds}`), kind === 'step') });
    expect(asked).toEqual(['step rounds 2 inside', 'iteration rounds[0] 1 inside', 'iteration rounds[1] 1 inside', 'step agent 4 records']);
  });
  it('take the instants of a record where it has them', () => {
    const step = aStep('agent', { records: [{ startedAt: 5, endedAt: '1970-01-01T00:00:00.009Z' }] });
    expect(timelineRows(plan, aState([step]), all).at(-2)).toMatchObject({ kind: 'record', startAt: 5, endAt: 9 });
  });
});

describe('the stretches of a step', () => {
  const kinds = (step: Parameters<typeof stepSegments>[1]) => stepSegments(aState([step]), step).map(({ kind, startAt, endAt, outcome }) => [kind, startAt, endAt, outcome]);
  it('tell queued, tried and held back apart', () => {
    const step = aStep('a', { attempts: [anAttempt(1, { scheduledAt: 0, startedAt: 20, endedAt: 30, error: failed }), anAttempt(2, { scheduledAt: 30, dueAt: 60, startedAt: 61, endedAt: 90 })], closedAt: 90 });
    expect(kinds(step)).toEqual([['queued', 0, 20, null], ['running', 20, 30, 'failed'], ['retrying', 30, 60, null], ['running', 61, 90, 'completed']]);
  });
  it('stay open while a retry is held back, and are tried again once it is due', () => {
    const step = aStep('a', { status: 'retrying', dueAt: 60, attempts: [anAttempt(1, { startedAt: 0, endedAt: 30, error: failed }), anAttempt(2, { scheduledAt: 30, dueAt: 60 })] });
    const at = (now: number) => stepSegments(aState([step]), step, [], now).slice(1).map(({ kind, startAt, endAt }) => [kind, startAt, endAt]);
    expect(at(59)).toEqual([['retrying', 30, null]]);
    expect(at(60)).toEqual([['retrying', 30, 60], ['running', 60, null]]);
  });
  it('end a retry that was called off before it was due', () => {
    const step = aStep('a', { status: 'cancelled', attempts: [anAttempt(1, { endedAt: 30, error: failed }), anAttempt(2, { scheduledAt: 30, dueAt: 60, endedAt: 40 })] });
    expect(kinds(step)).toEqual([['running', 0, 30, 'failed'], ['retrying', 30, 40, null]]);
  });
  it('are waiting for what waits, and nothing for what is skipped', () => {
    expect(kinds(aStep('a', { status: 'waiting', openedAt: 3, wait: { kind: 'timer', dueAt: 9 } }))).toEqual([['waiting', 3, null, null]]);
    expect(kinds(aStep('a', { status: 'skipped' }))).toEqual([]);
  });
  it('of a step that was undone still show that it had been done', () => {
    const step = aStep('hotel', { status: 'compensated', outcome: 'completed', attempts: [anAttempt(1, { endedAt: 9 })] });
    expect(kinds(step)).toEqual([['running', 0, 9, 'completed']]);
  });
  it('turn to the way back at the first undo step', () => {
    const saga = aStep('book', { status: 'compensated', openedAt: 0, closedAt: 50 });
    const scope = aScope('book', { steps: ['book/hotel', 'book/cancel'] });
    const state = aState([saga, aStep('book/hotel'), aStep('book/cancel', { openedAt: 20, undoOf: 'book/hotel' })], [scope]);
    expect(stepSegments(state, saga, [scope])).toEqual([
      { kind: 'running', startAt: 0, endAt: 20, outcome: 'failed' },
      { kind: 'compensating', startAt: 20, endAt: 50, outcome: 'compensated' },
    ]);
  });
  it('of an undo step are the way back', () => {
    const step = aStep('cancel', { undoOf: 'hotel', attempts: [anAttempt(1, { endedAt: 9 })] });
    expect(kinds(step)).toEqual([['compensating', 0, 9, 'compensated']]);
  });
});
