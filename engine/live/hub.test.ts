import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveBus } from '../ports/live.ts';
import { silentLog } from '../ports/log.ts';
import type { RunRow } from '../ports/views.ts';
import { Hub } from './hub.ts';

const bus: LiveBus = { committed() {}, frame() {}, list() {}, subscribe: async () => () => {}, subscribeEnd: async () => () => {}, subscribeLists: () => () => {}, healthy: () => true, close: async () => {} };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a watcher that begins at the end of a run hears that it is over, also when the store was away as it came', async () => {
  let away = true;
  let ended = 0;
  const readRun = async (): Promise<RunRow> => {
    if (away) throw new Error('away');
    return { status: 'completed', lastSeq: 3 } as RunRow; // nothing else of it is read
  };
  const hub = new Hub({ readEvents: async () => [], readSeqs: async () => new Map(), readRun }, bus, silentLog);
  await hub.watch('r', 3, { event: () => {}, frame: () => {}, end: () => void ended++ });
  await vi.advanceTimersByTimeAsync(2_500);
  expect(ended).toBe(0);
  away = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ended).toBe(1);
  hub.close();
});

it('whoever waits for the end of a run hears of it alone, from the bus or by the look once a second', async () => {
  const ends = new Map<string, () => void>();
  const spoken: LiveBus = { ...bus, subscribe: async () => Promise.reject(new Error('No event is listened for.')), subscribeEnd: async (runId, hear) => (ends.set(runId, hear), () => void ends.delete(runId)) };
  const rows = new Map([['said', { status: 'running', lastSeq: 3 }], ['unsaid', { status: 'running', lastSeq: 3 }]]);
  let reads = 0;
  const readRun = async (id: string): Promise<RunRow> => (reads++, rows.get(id) as RunRow); // nothing else of it is read
  const readSeqs = async (ids: readonly string[]): Promise<Map<string, number>> => new Map(ids.map((id) => [id, rows.get(id)!.lastSeq]));
  const readEvents = async (): Promise<never> => Promise.reject(new Error('No event is read.'));
  const hub = new Hub({ readEvents, readSeqs, readRun }, spoken, silentLog);
  const over: string[] = [];
  const stops = await Promise.all(['said', 'unsaid'].map((id) => hub.whenOver(id, () => void over.push(id))));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([over, ends.size, hub.size]).toEqual([[], 2, 2]);
  const before = reads;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toBe(before);

  ends.get('said')!();
  expect(over).toEqual(['said']);
  rows.set('unsaid', { status: 'failed', lastSeq: 9 });
  await vi.advanceTimersByTimeAsync(1_100);
  expect(over).toEqual(['said', 'unsaid']);
  for (const stop of stops) stop();
  expect([ends.size, hub.size]).toEqual([0, 0]);
  hub.close();
});

it('the end of an expected run is heard also before anybody waits for it; nothing of it is read while it begins, but soon after', async () => {
  const listening = new Map<string, Set<() => void>>();
  const say = (runId: string): void => listening.get(runId)?.forEach((hear) => hear());
  const spoken: LiveBus = {
    ...bus,
    subscribeEnd: async (runId, hear) => {
      const listeners = listening.get(runId) ?? new Set();
      listening.set(runId, listeners.add(hear));
      return () => void listeners.delete(hear);
    },
  };
  let reads = 0;
  const readRun = async (): Promise<RunRow> => (reads++, { status: 'completed', lastSeq: 3 } as RunRow); // nothing else of it is read
  const hub = new Hub({ readEvents: async () => [], readSeqs: async (ids) => new Map(ids.map((id) => [id, 3])), readRun }, spoken, silentLog);
  const over: string[] = [];
  for (const id of ['early', 'late', 'unsaid']) await hub.expect(id);
  say('early');
  const stops = await Promise.all(['early', 'late', 'unsaid'].map((id) => hub.whenOver(id, () => void over.push(id))));
  expect([over, reads]).toEqual([['early'], 1]);
  say('late');
  expect([over, reads]).toEqual([['early', 'late'], 1]);
  for (const stop of stops.slice(0, 2)) stop();
  await vi.advanceTimersByTimeAsync(200);
  expect([over, reads], 'Redis may not have listened').toEqual([['early', 'late', 'unsaid'], 2]);
  stops[2]!();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([[...listening.values()].every(({ size }) => size === 0), hub.size]).toEqual([true, 0]);
  hub.close();
});
