import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenTask } from '../ports/run-commit.ts';
import type { Ring } from '../ports/store.ts';
import { claimRung, COVERED_MS, GIVEN_UP_MS, LAST_LOOK_MS, LOOKS_MS, ringAhead, ringBehind } from './rings.ts';

const open = (seq: number, more: Partial<OpenTask> = {}): OpenTask => ({ seq, queue: 'q', priority: 3, token: null, rung: true, ...more }) as OpenTask; // nothing else of it is read
const commitOf = (...openTasks: OpenTask[]) => ({ runId: 'r', openTasks });
const ring: Ring = { runId: 'r', seq: 4, queue: 'q', priority: 3, dispatch: 1 };

let rung: Ring[];
let isHealthy: boolean;
const dispatcher = { ring: async (rings: readonly Ring[]) => void rung.push(...rings), healthy: () => isHealthy };

beforeEach(() => {
  rung = [];
  isHealthy = true;
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a ring ahead of its commit', () => {
  it('is told apart, and is for what is for whoever is free', () => {
    expect(ringAhead(commitOf(open(4), open(5, { token: 'kept' }), open(6, { rung: false })), 1, dispatcher)).toBe(performance.now());
    expect(rung).toEqual([{ ...ring, ahead: true }]);
  });

  it('is not given for nothing, for a wide beginning, when commits are slow, or to a transport that is away', () => {
    const wide = commitOf(...Array.from({ length: 9 }, (_, seq) => open(seq)));
    expect([ringAhead(commitOf(), 1, dispatcher), ringAhead(wide, 1, dispatcher), ringAhead(commitOf(open(4)), 20, dispatcher)]).toEqual([null, null, null]);
    isHealthy = false;
    expect([ringAhead(commitOf(open(4)), 1, dispatcher), rung]).toEqual([null, []]);
  });

  it('spares the one behind a commit that was soon made', () => {
    const at = performance.now();
    vi.advanceTimersByTime(COVERED_MS - 1);
    ringBehind(commitOf(open(4)), at, dispatcher);
    vi.advanceTimersByTime(1_000);
    expect(rung).toEqual([]);
    // Whoever was rung still looks then.
    expect(COVERED_MS).toBeLessThan(LAST_LOOK_MS);
  });

  it('is followed by one behind a commit that took longer, and by another when the first job is gone for certain', () => {
    const at = performance.now();
    vi.advanceTimersByTime(COVERED_MS);
    ringBehind(commitOf(open(4)), at, dispatcher);
    expect(rung).toEqual([ring]);
    vi.advanceTimersByTime(GIVEN_UP_MS);
    expect(rung).toEqual([ring, ring]);
  });

  it('that was not given leaves it to the one behind', () => {
    ringBehind(commitOf(open(4)), null, dispatcher);
    vi.advanceTimersByTime(1_000);
    expect(rung).toEqual([ring]);
  });
});

describe('a claim', () => {
  const claims = (found: number) => {
    const at: number[] = [];
    return { at, claim: async () => (at.push(performance.now()), at.length >= found ? 'claimed' : null) };
  };

  it('of what was rung ahead is made again until it is there', async () => {
    const since = performance.now();
    const { at, claim } = claims(3);
    const claimed = claimRung({ ahead: true, ...ring }, claim);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await claimed).toBe('claimed');
    expect(at.map((instant) => instant - since)).toEqual([0, 1, 3]);
  });

  it('of what was rung ahead is given up after a while', async () => {
    const { at, claim } = claims(100);
    const claimed = claimRung({ ahead: true, ...ring }, claim);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await claimed).toBeNull();
    expect([at.length, at.at(-1)! - at[0]!]).toEqual([LOOKS_MS.length + 1, LAST_LOOK_MS]);
  });

  it('of anything else is made once', async () => {
    const { at, claim } = claims(100);
    expect(await claimRung(ring, claim)).toBeNull();
    expect(at).toHaveLength(1);
  });
});
