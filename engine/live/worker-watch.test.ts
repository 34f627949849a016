import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../ports/log.ts';
import type { ListChange } from '../ports/views.ts';
import { WorkerWatch } from './worker-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aStore(live: string[]) {
  const store = { live, asked: 0, away: false, liveWorkers: async () => { store.asked++; if (store.away) throw new Error('away'); return store.live; } };
  return store;
}

it('tells who has come and who has gone, the last worker too, and nothing to begin with', async () => {
  const store = aStore(['a', 'b']);
  const told: ListChange[] = [];
  const watch = new WorkerWatch(store, silentLog);
  const stop = watch.watch((change) => told.push(change));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(told).toEqual([]);
  store.live = ['b', 'c'];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([{ type: 'worker', id: 'a' }, { type: 'worker', id: 'c' }]);
  store.live = [];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told.slice(2)).toEqual([{ type: 'worker', id: 'b' }, { type: 'worker', id: 'c' }]);
  stop();
});
it('looks once for all who watch, not at all for nobody, and again after a store that was away', async () => {
  const store = aStore(['a']);
  const told: string[] = [];
  const watch = new WorkerWatch(store, silentLog);
  const stops = ['x', 'y'].map((name) => watch.watch(() => void told.push(name)));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(store.asked).toBe(3);
  store.away = true;
  await vi.advanceTimersByTimeAsync(2_000);
  store.away = false;
  store.live = [];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['x', 'y']);
  for (const stop of stops) stop();
  const { asked } = store;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(store.asked).toBe(asked);
});
