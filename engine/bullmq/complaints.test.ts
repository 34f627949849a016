import { expect, it } from 'vitest';
import { complaints } from './complaints.ts';

it('a transport that fails by the hundred is told of once in ten seconds, and not at all while it is closed', () => {
  const told: [number, unknown][] = [];
  let now = 0;
  let over = false;
  const complain = complaints({ warn: (fields) => void told.push([now, (fields as { err: unknown }).err]) }, 'It fails.', () => over, () => now);
  for (now = 0; now < 25_000; now += 100) complain(new Error(String(now)));
  over = true;
  now = 90_000;
  complain(new Error('closed'));
  expect(told).toEqual([[0, new Error('0')], [10_000, new Error('10000')], [20_000, new Error('20000')]]);
});
