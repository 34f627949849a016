import { beforeEach, expect, test } from 'vitest';
import { Pace } from './pace.ts';

let now: number;
let timers: { at: number; ring: () => void }[];
let seen: string[];
let pace: Pace<string>;

beforeEach(() => {
  now = 0;
  timers = [];
  seen = [];
  pace = new Pace((value) => seen.push(value), (late, than) => late < than, {
    now: () => now,
    after: (ms, ring) => {
      const timer = { at: now + ms, ring };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
  });
});

function passing(ms: number): void {
  now += ms;
  for (const timer of timers.filter(({ at }) => at <= now)) {
    timers = timers.filter((other) => other !== timer);
    timer.ring();
  }
}

function showing(value: string, tookMs: number): void {
  pace.offer(value);
  passing(tookMs);
  pace.shown();
}

test('what is quick to show is shown at once', () => {
  showing('a', 0);
  showing('b', 0);
  expect(seen).toEqual(['a', 'b']);
});

test('after what took long it rests, and shows the newest of what came meanwhile', () => {
  showing('a', 40);
  pace.offer('b');
  passing(200);
  pace.offer('c');
  expect(seen).toEqual(['a']);
  passing(199);
  expect(seen).toEqual(['a']);
  passing(1);
  expect(seen).toEqual(['a', 'c']);
  expect(timers).toEqual([]);
});

test('it rests for a second at most', () => {
  showing('a', 5_000);
  pace.offer('b');
  passing(999);
  expect(seen).toEqual(['a']);
  passing(1);
  expect(seen).toEqual(['a', 'b']);
});

test('what nobody should wait for is shown at once, and nothing older after it', () => {
  showing('a', 100);
  pace.offer('b');
  pace.offer('c, the end', true);
  passing(10_000);
  expect(seen).toEqual(['a', 'c, the end']);
});

test('where it was long ago that something was shown there is nothing to wait for', () => {
  showing('a', 100);
  passing(1_000);
  pace.offer('b');
  expect(seen).toEqual(['a', 'b']);
});

test('what comes late does not take the place of what waits', () => {
  showing('a', 100);
  pace.offer('c');
  pace.offer('b');
  passing(10_000);
  expect(seen).toEqual(['a', 'c']);
});

test('what was there from the beginning holds nothing up', () => {
  passing(5_000);
  pace.shown();
  pace.offer('a');
  expect(seen).toEqual(['a']);
});

test('what was stopped shows nothing more', () => {
  showing('a', 100);
  pace.offer('b');
  pace.stop();
  passing(10_000);
  expect(seen).toEqual(['a']);
});
