import { describe, expect, it } from 'vitest';
import { emptyState, evolve, type RunState } from '@/engine/index.ts';
import { aLongHistory } from './a-history.ts';
import { PastCursor } from './past-cursor.ts';

const events = aLongHistory(1_500);
const folded = (seq: number): RunState => events.slice(0, seq).reduce((state, event) => evolve(state, event), emptyState('r', { retain: true }));

describe('going through a history', () => {
  it('shows at each event what folding from the start shows, forward and back', () => {
    const cursor = new PastCursor('r', events);
    for (const seq of [10, 5_000, 3_000, 3_001, 1, 0, 6_002, 2_048]) {
      cursor.seek(seq);
      while (!cursor.pump(1_000));
      expect(cursor.moment.state).toEqual(folded(seq));
    }
  });
  it('stops when its time is up and goes on from there', () => {
    let clock = 0;
    const cursor = new PastCursor('r', events, () => (clock += 1));
    cursor.seek(6_000);
    let slices = 1;
    while (!cursor.pump(8)) {
      slices += 1;
      expect(cursor.progress.done).toBeLessThan(6_000);
    }
    expect(slices).toBeGreaterThan(5);
    expect(cursor.moment.state.seq).toBe(6_000);
  });
  it('goes back from a checkpoint and not from the start', () => {
    let clock = 0;
    const cursor = new PastCursor('r', events, () => clock++);
    cursor.seek(6_000);
    while (!cursor.pump(Infinity));
    clock = 0;
    cursor.seek(5_990);
    while (!cursor.pump(Infinity));
    // The clock is read once in 64 events: from the start it would be read 93 times.
    expect(clock).toBeLessThan(20);
  });
  it('does not change what stands in the events', () => {
    const before = JSON.stringify(events);
    const cursor = new PastCursor('r', events);
    for (const seq of [6_000, 100, 4_000]) {
      cursor.seek(seq);
      while (!cursor.pump(1_000));
    }
    expect(JSON.stringify(events)).toBe(before);
  });
  it('goes no further than the history', () => {
    const cursor = new PastCursor('r', events);
    cursor.seek(99_999);
    while (!cursor.pump(1_000));
    expect(cursor.moment.state.seq).toBe(events.length);
  });
});

it('folds 51,200 events in slices whose length does not depend on the history', () => {
  let clock = 0;
  const long = aLongHistory(12_800);
  const cursor = new PastCursor('r', long, () => clock++);
  cursor.seek(long.length);
  let longest = 0;
  for (let done = false, from = 0; !done; from = cursor.progress.done) {
    done = cursor.pump(8);
    longest = Math.max(longest, cursor.progress.done - from);
  }
  expect(cursor.moment.state.seq).toBe(51_202);
  // The clock is read once in 64 events, and the slice is over when it has moved on by 8.
  expect(longest).toBeLessThanOrEqual(8 * 64);
});
