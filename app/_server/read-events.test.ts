import { describe, expect, it } from 'vitest';
import type { RunEvent } from '@/engine/index.ts';
import { readEventPage } from './read-events.ts';

const history = Array.from({ length: 2_600 }, (_, index) => ({ seq: index + 1, at: index, derived: true, type: 'iteration.started', path: 'rounds', data: { index } }) as RunEvent);
type Store = Parameters<typeof readEventPage>[0];

/** A store that tells how much of it was read. */
function store(events = history): { engine: Store; read: number[] } {
  const read: number[] = [];
  const engine = {
    readEvents: async (_id: string, after: number, limit: number) => {
      const some = events.slice(after, after + limit);
      read.push(some.length);
      return some;
    },
    planOfRun: async () => ({ nodes: new Map() }),
  } as unknown as Store; // of a plan only its nodes are looked at
  return { engine, read };
}
const run = { id: 'r', lastSeq: history.length };
const page = async (engine: Store, after: number, options: Parameters<typeof readEventPage>[3]) => JSON.parse((await readEventPage(engine, run, after, options)).text) as { events: { seq: number }[]; nextAfter: number | null; lastSeq: number };

describe('a page of a history', () => {
  it('has as many events as it is asked for, read some first and then a thousand at a time, and says where the next begins', async () => {
    const { engine, read } = store();
    const { events, ...rest } = await page(engine, 10, { limit: 2_500 });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_500 }, (_, at) => 11 + at));
    expect([rest, read]).toEqual([{ nextAfter: 2_510, lastSeq: 2_600 }, [64, 1_000, 1_000, 436]]);
  });
  it('ends with the history', async () => {
    const { engine, read } = store();
    const { events, ...rest } = await page(engine, 500, { limit: 5_000 });
    expect([events.length, rest, read]).toEqual([2_100, { nextAfter: null, lastSeq: 2_600 }, [64, 1_000, 1_000, 36]]);
    expect(await page(engine, 2_600, {})).toEqual({ events: [], nextAfter: null, lastSeq: 2_600 });
  });
  it('ends early when it grows large, with one event at least', async () => {
    const { engine, read } = store();
    const { events, nextAfter } = await page(engine, 0, { limit: 5_000, mostChars: 1 });
    expect([events.map(({ seq }) => seq), nextAfter, read]).toEqual([[1], 1, [64]]);
    const some = await page(engine, 0, { limit: 5_000, mostChars: 2_000 });
    expect(some.events.length).toBeGreaterThan(10);
    expect(some.events.length).toBeLessThan(30);
    expect(some.nextAfter).toBe(some.events.length);
  });
  it('is made of little more than it tells, however large the events are', async () => {
    const large = history.map((event) => ({ ...event, data: { ...event.data, output: 'x'.repeat(10_000) } }) as RunEvent);
    const { engine, read } = store(large);
    const { events, nextAfter } = await page(engine, 0, { limit: 5_000, mostChars: 1_000_000 });
    expect([events.length, nextAfter, read]).toEqual([99, 99, [64, 35]]);
    expect((await page(engine, 99, { limit: 5_000, mostChars: 1_000_000 })).events[0]).toMatchObject({ seq: 100 });
  });
});
