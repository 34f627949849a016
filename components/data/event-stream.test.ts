import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { backoffMs } from './backoff.ts';
import { openEventStream, type StreamState } from './event-stream.ts';
import { fakeNetwork } from './testing/fake-stream.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open() {
  const network = fakeNetwork();
  const states: StreamState[] = [];
  const heard: string[] = [];
  let after = 0;
  const stream = openEventStream({ url: () => `/events?after=${after}`, events: { event: (data) => { heard.push(data); after += 1; } }, onState: (state) => states.push(state) }, network.environment);
  return { network, states, heard, stream };
}

it('takes up again from where it was, later each time', () => {
  const { network, states } = open();
  network.last.onopen!();
  network.last.say('event', 1);
  network.last.onerror!();
  expect(states).toEqual(['connecting', 'open', 'reconnecting']);
  vi.advanceTimersByTime(399);
  expect(network.sources).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(network.last.url).toBe('/events?after=1');
  network.last.onerror!();
  vi.advanceTimersByTime(799);
  expect(network.sources).toHaveLength(2);
  vi.advanceTimersByTime(1);
  expect(network.sources).toHaveLength(3);
});

it('does not try while the browser is offline, and tries at once when it is back', () => {
  const { network, states } = open();
  network.set(false);
  expect(network.last.closed).toBe(true);
  vi.advanceTimersByTime(120_000);
  expect(network.sources).toHaveLength(1);
  expect(states.at(-1)).toBe('offline');
  network.set(true);
  expect(network.sources).toHaveLength(2);
});

it('takes a connection on which nothing is heard for a lost one', () => {
  const { network, states } = open();
  network.last.onopen!();
  for (const name of ['heartbeat', 'event', 'heartbeat']) {
    vi.advanceTimersByTime(39_000);
    network.last.say(name, 1);
  }
  expect(network.sources).toHaveLength(1);
  vi.advanceTimersByTime(40_000);
  expect([network.last.closed, states.at(-1)]).toEqual([true, 'reconnecting']);
  vi.advanceTimersByTime(400);
  expect(network.last.url).toBe('/events?after=1');
  // One that is never answered is none either.
  vi.advanceTimersByTime(40_800);
  expect(network.sources).toHaveLength(3);
});

it('sets no timer for each of many events, and still counts the silence from the last of them', () => {
  const { network } = open();
  network.last.onopen!();
  vi.advanceTimersByTime(30_000);
  const set = vi.spyOn(globalThis, 'setTimeout');
  for (let event = 0; event < 500; event++) network.last.say('event', event);
  expect(set).not.toHaveBeenCalled();
  set.mockRestore();
  vi.advanceTimersByTime(39_999);
  expect(network.last.closed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(network.last.closed).toBe(true);
});

it('hears nothing of a connection it has left', () => {
  const { network, heard } = open();
  const first = network.last;
  first.onerror!();
  first.closed = false;
  first.say('event', 'late');
  expect(heard).toEqual([]);
});

it('stays closed once it is closed, and opens again after an end when it is asked to', () => {
  const { network, stream, states } = open();
  stream.end();
  vi.advanceTimersByTime(60_000);
  network.set(false);
  network.set(true);
  expect(network.sources).toHaveLength(1);
  expect(states.at(-1)).toBe('ended');
  stream.restart();
  expect(network.sources).toHaveLength(2);
});

it('waits between half of and the whole of a doubling time, up to ten seconds', () => {
  expect([backoffMs(1, 0), backoffMs(1, 1), backoffMs(4, 1), backoffMs(50, 1), backoffMs(50, 0)]).toEqual([200, 400, 3_200, 10_000, 5_000]);
});
