import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { patiently } from './patiently.ts';

let connected = true;
const page = new EventTarget();

beforeEach(() => {
  connected = true;
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { get onLine() { return connected; } });
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Fails so often, and gives the number of its call then. */
function failing(times: number): { fetch: () => Promise<number>; calls: () => number } {
  let calls = 0;
  return { fetch: async () => (calls++ < times ? Promise.reject(new Error('no chunk')) : calls), calls: () => calls };
}

it('asks again after a while, a longer one each time', async () => {
  const { fetch, calls } = failing(2);
  const part = patiently(fetch);
  await vi.advanceTimersByTimeAsync(999);
  expect(calls()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(calls()).toBe(2);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await part).toBe(3);
});

it('waits for the connection as long as there is none, and asks at once when it is back', async () => {
  connected = false;
  const { fetch, calls } = failing(1);
  const part = patiently(fetch);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(calls()).toBe(1);
  page.dispatchEvent(new Event('online'));
  expect(await part).toBe(2);
});

it('does not wait to the end when the connection comes back', async () => {
  const { fetch } = failing(1);
  const part = patiently(fetch);
  await vi.advanceTimersByTimeAsync(10);
  page.dispatchEvent(new Event('online'));
  expect(await part).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up after two minutes with a connection, and says why', async () => {
  const { fetch, calls } = failing(Number.POSITIVE_INFINITY);
  const part = expect(patiently(fetch)).rejects.toThrow('no chunk');
  await vi.advanceTimersByTimeAsync(120_000);
  await part;
  expect(calls()).toBe(8);
});
