import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveBus } from '../ports/live.ts';
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
