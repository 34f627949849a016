import { expect, test } from 'vitest';
import { silentLog } from '../ports/log.ts';
import type { DueTimer, Store } from '../ports/store.ts';
import { until } from '../testing/until.ts';
import { Alarms } from './alarms.ts';
import type { Runs } from './runs.ts';

test('of 10,000 timers that are due at once, 2,000 are held and fired at a time, and none is left', async () => {
  const due: DueTimer[] = Array.from({ length: 10_000 }, (_, index) => ({ runId: `r${index}`, seq: 3, path: 'w', purpose: 'wait', dueAt: 0 }));
  const fired = new Set<string>();
  let most = 0;
  let looks = 0;
  const store: Pick<Store, 'armTimers' | 'tasksDueWithin'> = {
    armTimers: async (_owner, _horizonMs, _holdMs, limit) => {
      looks += 1;
      return due.splice(0, limit);
    },
    tasksDueWithin: async () => [],
  };
  const deliver = async (runId: string): Promise<{ accepted: true; seq: number; at: number; kept: null }> => {
    most = Math.max(most, alarms.held);
    await new Promise((resolve) => setImmediate(resolve));
    fired.add(runId);
    return { accepted: true, seq: 4, at: 0, kept: null };
  };
  const alarms = new Alarms({ owner: 'test', store: store as Store, runs: { deliver } as unknown as Runs, dispatcher: { ring: async () => {} }, log: silentLog, now: () => 1 }); // nothing else of them is asked
  alarms.start();
  try {
    await until('all are fired', () => fired.size === 10_000);
  } finally {
    alarms.close();
  }
  expect(most).toBeGreaterThan(1_000);
  expect(most).toBeLessThanOrEqual(2_000);
  expect(looks).toBeLessThan(60);
});
