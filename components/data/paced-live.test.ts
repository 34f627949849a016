import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyState } from '@/engine/index.ts';
import type { LiveRun } from './live-run.ts';
import { pacedLive } from './paced-live.ts';
import { keys } from './query-keys.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

let client = new QueryClient();
beforeEach(() => void (client = new QueryClient()));
const say = (seq: number, status: 'running' | 'completed' = 'running'): void => void client.setQueryData(keys.runs.live('r'), { runId: 'r', seq, state: { ...emptyState('r'), status } } as LiveRun); // nothing else of it is read

it('tells a run that goes on at most so often, the latest in the end, and its end at once', () => {
  say(1);
  const live = pacedLive(client, 'r', 500);
  const told: (number | undefined)[] = [];
  const stop = live.subscribe(() => told.push(live.read()?.seq));
  expect(live.read()?.seq).toBe(1);
  for (let seq = 2; seq <= 20; seq++) {
    say(seq);
    vi.advanceTimersByTime(100);
  }
  expect(told).toEqual([2, 6, 11, 16]);
  vi.advanceTimersByTime(1_000);
  expect(told.at(-1)).toBe(20);
  say(21);
  say(22);
  say(23, 'completed');
  expect(told.slice(-2)).toEqual([21, 23]);
  stop();
  say(24);
  vi.advanceTimersByTime(1_000);
  expect(told.at(-1)).toBe(23);
});

it('knows what came before it was listened to, and another run tells it nothing', () => {
  const rests = vi.fn(() => false);
  const live = pacedLive(client, 'r', 500, rests);
  say(30);
  const told = vi.fn();
  const stop = live.subscribe(told);
  expect([live.read()?.seq, told.mock.calls.length]).toEqual([30, 1]);
  client.setQueryData(keys.runs.live('other'), { seq: 1 });
  vi.advanceTimersByTime(1_000);
  // It is not even asked.
  expect(rests).not.toHaveBeenCalled();
  stop();
  expect(pacedLive(client, null, 500).read()).toBeUndefined();
});

it('rests while it is told to, but for its status', () => {
  say(40);
  let rests = true;
  const live = pacedLive(client, 'r', 500, () => rests);
  const told: (number | undefined)[] = [];
  const stop = live.subscribe(() => told.push(live.read()?.seq));
  for (let seq = 41; seq <= 60; seq++) {
    say(seq);
    vi.advanceTimersByTime(100);
  }
  expect(told).toEqual([]);
  rests = false;
  vi.advanceTimersByTime(500);
  expect(told).toEqual([60]);
  rests = true;
  say(61, 'completed');
  expect(told).toEqual([60, 61]);
  stop();
});
