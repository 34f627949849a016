import { describe, expect, it } from 'vitest';
import { aHistory, started } from './a-history.ts';
import { columnsOf, groupEnds, nextTrouble, snap, stepBack, stepOn, toneOf } from './marks.ts';

const error = { type: 'E', message: 'm' };
const events = aHistory([
  started(0),
  { at: 0, derived: true, type: 'step.scheduled', path: 'a', attempt: 1, data: {} },
  { at: 1, type: 'attempt.failed', path: 'a', attempt: 1, data: { task: 2, error, retryable: true } },
  { at: 1, derived: true, type: 'step.retrying', path: 'a', attempt: 2, data: { dueAt: 5, error } },
  { at: 6, type: 'step.completed', path: 'a', attempt: 2, data: { task: 4, output: 1 } },
  { at: 6, derived: true, type: 'step.waiting', path: 'b', data: { wait: { kind: 'timer', dueAt: 9 } } },
]);
const ends = groupEnds(events);

describe('the moments of a history', () => {
  it('are the ends of its groups', () => {
    expect(ends).toEqual([2, 4, 6]);
  });
  it('are known anew when a history has grown, and only what is new of it is looked at', () => {
    const growing = events.slice(0, 3);
    expect([...groupEnds(growing)]).toEqual([2, 3]);
    expect(nextTrouble(growing, 3)).toBeUndefined();
    growing.push(...events.slice(3));
    expect(groupEnds(growing)).toEqual(ends);
    expect(columnsOf(growing, 100)).toEqual(columnsOf(events, 100));
    expect(nextTrouble(growing, 4)).toBe(6);
  });
  it('are snapped to: an event in the middle of a group shows its end', () => {
    expect([0, 1, 2, 3, 5, 99].map((seq) => snap(ends, seq))).toEqual([0, 2, 2, 4, 6, 6]);
    expect(snap([], 3)).toBe(0);
  });
  it('are walked one by one', () => {
    expect([stepBack(ends, 6), stepBack(ends, 4), stepBack(ends, 2)]).toEqual([4, 2, undefined]);
    expect([stepOn(ends, 0), stepOn(ends, 2), stepOn(ends, 6)]).toEqual([2, 4, undefined]);
  });
  it('jump to the next failure or wait', () => {
    expect(nextTrouble(events, 0)).toBe(4);
    expect(nextTrouble(events, 4)).toBe(6);
    expect(nextTrouble(events, 6)).toBeUndefined();
  });
});

describe('the marks on the scrubber', () => {
  it('say what an event means, and tell a handled failure from one that was not', () => {
    expect(events.map((event) => toneOf(event))).toEqual(['run', 'run', 'warn', 'warn', 'ok', 'wait']);
    expect(toneOf({ type: 'step.failed', data: { error } })).toBe('bad');
    expect(toneOf({ type: 'step.failed', data: { error, handled: 'branch' } })).toBe('warn');
  });
  it('keep the most telling event of each stretch when there are too many', () => {
    expect(columnsOf(events, 2).map(({ tone, seq }) => [tone, seq])).toEqual([['warn', 3], ['warn', 4]]);
    expect(columnsOf(events, 100)).toHaveLength(6);
    expect(columnsOf([], 10)).toEqual([]);
  });
  it('stay few for a long history', () => {
    const long = aHistory([started(0), ...Array.from({ length: 9_999 }, (_, at) => ({ at, type: 'timer.fired', path: null, data: { timer: 1 } }) as const)]);
    expect(columnsOf(long, 160)).toHaveLength(160);
  });
});
