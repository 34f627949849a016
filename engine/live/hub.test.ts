import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RunEvent } from '../core/events.ts';
import type { Interest, LiveBus, LiveMessage } from '../ports/live.ts';
import { silentLog } from '../ports/log.ts';
import type { RunRow } from '../ports/views.ts';
import { Hub } from './hub.ts';

const bus: LiveBus = { committed() {}, frame() {}, list() {}, subscribe: async () => () => {}, subscribeLists: () => () => {}, healthy: () => true, close: async () => {} };

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
  const published = new Map<string, (message: LiveMessage) => void>();
  const interests: Interest[] = [];
  const spoken: LiveBus = { ...bus, subscribe: async (runId, interest, listener) => (interests.push(interest), published.set(runId, listener), () => void published.delete(runId)) };
  const rows = new Map([['said', { status: 'running', lastSeq: 3 }], ['unsaid', { status: 'running', lastSeq: 3 }]]);
  let reads = 0;
  const readRun = async (id: string): Promise<RunRow> => (reads++, rows.get(id) as RunRow); // nothing else of it is read
  const readSeqs = async (ids: readonly string[]): Promise<Map<string, number>> => new Map(ids.map((id) => [id, rows.get(id)!.lastSeq]));
  const readEvents = async (): Promise<never> => Promise.reject(new Error('No event is read.'));
  const hub = new Hub({ readEvents, readSeqs, readRun }, spoken, silentLog);
  const over: string[] = [];
  const stops = await Promise.all(['said', 'unsaid'].map((id) => hub.whenOver(id, () => void over.push(id))));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([over, interests, hub.size]).toEqual([[], ['end', 'end'], 2]);
  const before = reads;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reads).toBe(before);

  published.get('said')!({ events: [{ type: 'step.completed' }] as RunEvent[] });
  expect(over).toEqual([]);
  published.get('said')!({ events: [{ type: 'step.completed' }, { type: 'run.completed' }] as RunEvent[] });
  expect(over).toEqual(['said']);
  rows.set('unsaid', { status: 'failed', lastSeq: 9 });
  await vi.advanceTimersByTimeAsync(1_100);
  expect(over).toEqual(['said', 'unsaid']);
  for (const stop of stops) stop();
  expect([published.size, hub.size]).toEqual([0, 0]);
  hub.close();
});
