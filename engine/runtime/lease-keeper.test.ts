import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLog } from '../ports/log.ts';
import type { ListChange } from '../ports/views.ts';
import { LeaseKeeper } from './lease-keeper.ts';

const lease = { id: 'w', host: 'h', pid: 1, queues: ['default'], concurrency: 1, version: '0', startedAt: 0 };
const never = () => Promise.reject(new Error('is not asked for'));

const told: ListChange[] = [];
let draining = false;

function keeperOn(renewLease: () => Promise<{ now: number }>, recoverLost: () => Promise<{ workers: string[]; tasks: [] }>): LeaseKeeper {
  return new LeaseKeeper({
    lease, running: () => 0, draining: () => draining, live: { list: (change) => void told.push(change) }, measured: () => {}, log: silentLog,
    store: { renewLease, recoverLost }, runs: { look: never, deliver: never, now: () => 0 }, dispatcher: { ring: () => Promise.resolve() },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  told.length = 0;
  draining = false;
});
afterEach(() => void vi.useRealTimers());

it('a keeper whose last renewal failed ends like any other, so that its worker can hand over what it holds', async () => {
  const keeper = keeperOn(() => Promise.reject(new Error('away')), never);
  await keeper.start();
  await expect(keeper.close()).resolves.toBeUndefined();
});

it('nobody is judged by a keeper that has not reached the store itself for the time of a lease', async () => {
  let away = false;
  let judged = 0;
  const keeper = keeperOn(() => (away ? Promise.reject(new Error('away')) : Promise.resolve({ now: 0 })), () => Promise.resolve({ workers: (judged++, []), tasks: [] }));
  await keeper.start();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(judged).toBe(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(judged).toBeGreaterThan(0);
  away = true;
  await vi.advanceTimersByTimeAsync(1_000);
  away = false;
  judged = 0;
  await vi.advanceTimersByTimeAsync(3_000);
  expect(judged).toBe(0);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(judged).toBeGreaterThan(0);
  await keeper.close();
});

it('the lists are told of a worker that comes, drains and is lost, and not of every renewal', async () => {
  let lost: string[] = [];
  const keeper = keeperOn(() => Promise.resolve({ now: 0 }), () => Promise.resolve({ workers: lost.splice(0), tasks: [] }));
  await keeper.start();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([{ type: 'worker', id: 'w' }, { type: 'worker', id: 'w' }]);
  lost = ['other'];
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told.slice(2)).toEqual([{ type: 'worker', id: 'other' }]);
  draining = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told.slice(3)).toEqual([{ type: 'worker', id: 'w' }, { type: 'worker', id: 'w' }]);
  await keeper.close();
});

it('the lists are told of a worker that comes back', async () => {
  let away = false;
  const keeper = keeperOn(() => (away ? Promise.reject(new Error('away')) : Promise.resolve({ now: 0 })), () => Promise.resolve({ workers: [], tasks: [] }));
  await keeper.start();
  await vi.advanceTimersByTimeAsync(3_000);
  told.length = 0;
  away = true;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toEqual([]);
  away = false;
  await vi.advanceTimersByTimeAsync(4_000);
  expect(told).toEqual([{ type: 'worker', id: 'w' }, { type: 'worker', id: 'w' }]);
  await keeper.close();
});
