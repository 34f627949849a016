import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../definition/json.ts';
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

describe('the rows of what is rare', () => {
  const row = (rows: ReturnType<typeof timelineRows>, id: string) => rows.find((candidate) => candidate.id === id);
  it('are none before the first event', () => {
    const state = aState([]);
    state.scopes.clear();
    expect(timelineRows(plan, state, all)).toEqual([]);
  });
  it('of a container whose inside runs once have no iteration between, and name what is pending by its path', () => {
    const saga = aPlan({ book: { kind: 'saga' }, hotel: { scope: 'book' }, flight: { scope: 'book' } });
    const rows = timelineRows(saga, aState([aStep('book', { status: 'running' }), aStep('book/hotel', { closedAt: 9 })], [aScope('book')]), all);
    expect(rows.map(({ id, kind, depth }) => [id, kind, depth])).toEqual([['book', 'step', 0], ['book/hotel', 'step', 1], ['book/flight', 'pending', 1]]);
  });
  it('show an iteration that has only just begun as running since no instant', () => {
    const rows = timelineRows(plan, aState([aStep('rounds', { status: 'running' })], [aScope('rounds[0]')]), all);
    expect(row(rows, 'rounds[0]')).toMatchObject({ status: 'running', segments: [], startAt: null, endAt: null, hasChildren: false, open: false });
  });
  it('give an iteration that goes on no end', () => {
    const rows = timelineRows(plan, aState([aStep('rounds', { status: 'running' }), aStep('rounds[0]/ask', { status: 'running', openedAt: 4 })], [aScope('rounds[0]')]), all);
    expect(row(rows, 'rounds[0]')?.segments).toEqual([{ kind: 'running', startAt: 4, endAt: null, outcome: null }]);
  });
  it('tell an attempt that was stopped from one that failed and from the last', () => {
    const attempts = [anAttempt(1, { endedAt: 5 }), anAttempt(2, { scheduledAt: 5, endedAt: 9, error: failed }), anAttempt(3, { scheduledAt: 9, endedAt: 12 })];
    const rows = timelineRows(plan, aState([aStep('agent', { outcome: 'completed', closedAt: 12, attempts })]), all);
    expect(rows.filter(({ kind }) => kind === 'attempt').map(({ status, segments }) => [status, segments.at(-1)?.outcome])).toEqual([['cancelled', 'cancelled'], ['failed', 'failed'], ['completed', 'completed']]);
  });
  it('place a record without an instant where the work began, and call nothing running in a step that is held back', () => {
    const records: JsonObject[] = [{ endedAt: 'no instant' }, { startedAt: Number.NaN }];
    const rows = timelineRows(plan, aState([aStep('agent', { status: 'retrying', dueAt: 99, openedAt: 3, records, attempts: [anAttempt(1, { scheduledAt: 7 })] })]), all);
    expect(rows.filter(({ kind }) => kind === 'record').map(({ startAt, endAt }) => [startAt, endAt])).toEqual([[7, 7], [7, 7]]);
    const bare = timelineRows(plan, aState([aStep('agent', { openedAt: 3, records })]), all);
    expect(bare.filter(({ kind }) => kind === 'record').map(({ startAt }) => startAt)).toEqual([3, 3]);
  });
  it('keep to the events that are the trace’s own', () => {
    const marks = emptyTrace();
    expect(trace(marks, { type: 'run.completed', data: { output: null }, seq: 9, at: 9, derived: true })).toBe(marks);
    expect(marks.recordedAt.size).toBe(0);
  });
});

describe('the stretches of what is rare', () => {
  it('turn to the way back at the earliest undo step, and stay open while it is walked', () => {
    const saga = aStep('book', { status: 'running', openedAt: 0 });
    const scope = aScope('book', { steps: ['book/one', 'book/two', 'book/three'] });
    const state = aState([saga, aStep('book/one', { openedAt: 30, undoOf: 'x' }), aStep('book/two', { openedAt: 20, undoOf: 'y' }), aStep('book/three', { openedAt: 40, undoOf: 'z' })], [scope]);
    expect(stepSegments(state, saga, [scope]).map(({ kind, startAt, endAt, outcome }) => [kind, startAt, endAt, outcome])).toEqual([['running', 0, 20, 'failed'], ['compensating', 20, null, null]]);
  });
  it('of a failure that was handled are those of a failure', () => {
    const step = aStep('a', { status: 'failed', handled: 'branch', undoOf: 'b', attempts: [anAttempt(1, { endedAt: 9 })] });
    expect(stepSegments(aState([step]), step)).toEqual([{ kind: 'compensating', startAt: 0, endAt: 9, outcome: 'failed' }]);
  });
  it('fall back to the status where the outcome is not known', () => {
    const step = aStep('a', { status: 'cancelled', outcome: null, attempts: [anAttempt(1, { endedAt: 9 })] });
    expect(stepSegments(aState([step]), step)[0]?.outcome).toBe('cancelled');
  });
});
